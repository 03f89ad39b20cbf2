import { followedWebinar } from "../support/followed-webinar";
import { openForm, sendForm } from "../support/plain-form";
import { test } from "../support/test";
import { attendees, signUpOverHttp } from "./attendees";
import { camera } from "./camera";
import { READERS } from "./languages";

test("a meeting that changes at Microsoft", async ({ browser, desk }) => {
  const ines = await desk("ines");
  const event = await followedWebinar(ines, "The night watch", "direct");
  const { slug, overview, at, title } = event;
  for (const guest of attendees(3)) await signUpOverHttp(slug, guest);
  const state = await ines.context().storageState();
  const shots = await camera(browser, state);
  await event.change({ displayName: `${title}, on deck`, start: at(26), end: at(28) });
  await event.untilNoticed("The meeting was moved and renamed");
  await shots.take(overview, "following-changed");
  await shots.take("/dashboard", "following-dashboard");
  await shots.take(`${overview}/settings`, "following-settings");
  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take(overview, `${language}-following-changed`);
    await reader.take(`${overview}/settings`, `${language}-following-settings`);
    await reader.close();
  }
  const settings = await openForm(ines.request, `${overview}/settings`, "rule");
  await sendForm(ines.request, settings, { rule: "follow" });
  await event.change({ start: at(27) });
  await event.untilNoticed("The page followed its meeting");
  await shots.take(overview, "following-followed");
  await event.change({ status: "canceled" });
  await event.untilNoticed("The meeting was cancelled");
  await shots.take(overview, "following-lost");
  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take(overview, `${language}-following-lost`);
    await reader.close();
  }
  await shots.close();
});
