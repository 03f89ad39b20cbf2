import { meetingOf, tenant } from "../support/tenant";
import { expect, test } from "../support/test";
import { attendees, signUpOverHttp } from "./attendees";
import { camera } from "./camera";
import { READERS } from "./languages";
import { inDays, makeEvent, putMeeting } from "./story";

test("an event moves", async ({ browser, desk }) => {
  const ines = await desk("ines");
  const subject = "Tides and timetables";
  const startsAt = inDays(26, 17);
  const event = await makeEvent(
    ines,
    "ines",
    { subject, startsAt, minutes: 60 },
    { accent: "sea" },
  );
  const [first, ...others] = attendees(9);
  if (!first) throw new Error("More guests, please.");
  const other = "Tides and timetables, new date";
  await putMeeting("ines", { subject: other, startsAt: inDays(27, 15), minutes: 60 });
  const { id: graphId, joinWebUrl } = await meetingOf("ines", other);
  for (const guest of [first, ...others]) await signUpOverHttp(event.slug, guest);

  const state = await ines.context().storageState();
  const { take, close } = await camera(browser, state);
  const page = `/dashboard/events/${event.id}`;
  await take(`${page}/settings`, "moving-settings");
  await take(`${page}/move`, "moving-picker");
  await ines.goto(`${page}/move`);
  await ines.getByRole("button", { name: "Choose another way" }).click();
  await ines.waitForURL(/\/move\/[\w-]{36}/);
  await take(new URL(ines.url()).pathname, "moving-way");
  await ines.goto(`${page}/move?way=paste`);
  await ines.locator("textarea[name=reference]").fill(joinWebUrl);
  await ines.getByRole("button", { name: "Find the meeting" }).click();
  await ines.waitForURL(/\/move\/[\w-]{36}/);
  const confirm = new URL(ines.url());
  const address = `${confirm.pathname}${confirm.search}`;
  await take(address, "moving-confirm");
  await take(`${confirm.pathname}?problem=no-registration&reason=retired`, "moving-problem");

  // Five arrive before Microsoft is out of order.
  const path = `${graphId}/registration/registrants`;
  const trouble = await tenant().fault({
    service: "graph",
    match: { method: "POST", path },
    times: null,
    fault: { kind: "status", status: 400 },
  });
  await ines.goto(address);
  await ines.getByRole("button", { name: /^Move \d+ people$/ }).click();
  const card = ines.locator("section.moving");
  await expect(card).toContainText("keep the old link", { timeout: 60_000 });
  await take(page, "moving-refused");
  await tenant().clearFault(trouble);
  await take(`${page}?ask=back`, "moving-back");
  await card.getByRole("button", { name: "Stop" }).click();
  await expect(card).toContainText("Move stopped");
  await take(page, "moving-stopped");
  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take(page, `moving-${language}-stopped`);
    await reader.take(address, `moving-${language}-confirm`);
    await reader.close();
  }
  await card.getByRole("button", { name: "Resume" }).click();
  await ines.getByRole("button", { name: "Try all again" }).click();
  await expect(ines.getByText("people have moved")).toBeVisible({ timeout: 60_000 });
  await take(page, "moving-done");
  await close();
});
