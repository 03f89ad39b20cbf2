import { fillForm, somebody } from "../support/events";
import { openForm, sendForm } from "../support/plain-form";
import { test } from "../support/test";
import { camera } from "./camera";
import { READERS } from "./languages";
import { inDays, makeEvent } from "./story";

test("for whom an event is, and a flood", async ({ browser, desk }) => {
  const tomas = await desk("tomas");
  const { id, slug } = await makeEvent(
    tomas,
    "tomas",
    { subject: "A rehearsal among ourselves", startsAt: inDays(21, 18), minutes: 90 },
    { accent: "plum" },
  );
  const page = `/dashboard/events/${id}`;
  const editor = await openForm(tomas.request, `${page}/edit`, "slug");
  await sendForm(tomas.request, editor, {
    emailDomains: "choir.example *.tidewater.example",
    invitedOnly: "on",
    intent: "save",
  });
  const make = await openForm(tomas.request, `${page}/settings`, "uses");
  await sendForm(tomas.request, make, { label: "The altos", uses: "12", expiresAt: "" });
  await sendForm(tomas.request, make, { label: "", uses: "1", expiresAt: "2036-01-01T12:00" });
  const flooded = await makeEvent(
    tomas,
    "tomas",
    { subject: "Open house", startsAt: inDays(22, 18), minutes: 60 },
    { accent: "sea" },
  );
  const form = await openForm(tomas.request, `/e/${flooded.slug}`);
  for (let at = 0; at < 14; at++)
    await sendForm(tomas.request, form, { ...somebody(), website: "https://spam.example" });

  const shots = await camera(browser, await tomas.context().storageState());
  const { take } = shots;
  await take(`/e/${slug}?code=K7QM-2XPD-9HTR`, "guard-event");
  await take(`/e/${slug}`, "guard-event-refused", {
    prepare: async (reader) => {
      await reader.locator("input[name=code]").fill("a guess");
      await fillForm(reader, somebody());
      await reader.locator("#summary").waitFor();
    },
  });
  await take(`${page}/settings`, "guard-codes");
  await take(`${page}/edit#who`, "guard-editor");
  await take(`/dashboard/events/${flooded.id}`, "guard-flood");
  await take(`/dashboard/events/${flooded.id}?ask=clear`, "guard-flood-clear");
  await shots.close();
  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, await tomas.context().storageState(), region);
    await reader.take(`/e/${slug}`, `${language}-guard-event`);
    await reader.take(`${page}/settings`, `${language}-guard-codes`);
    await reader.close();
  }
});
