import { passMicrosoft } from "../support/sign-in";
import { expect, test } from "../support/test";
import { camera } from "./camera";
import { READERS, turnRound } from "./languages";
import { inDays, makeEvent } from "./story";

test("an event's messages, and what its organizer writes in them", async ({ browser, desk }) => {
  const ines = await desk("ines");
  const event = await makeEvent(
    ines,
    "ines",
    { subject: "Reading the tide", startsAt: inDays(21, 17), minutes: 75 },
    { accent: "velvet", description: "An evening about what the sea leaves behind." },
  );
  const page = `/dashboard/events/${event.id}/messages`;
  await ines.goto(`${page}?kind=reminder`);
  await ines.getByLabel("Subject").fill("{starts}, {firstName}: {title}");
  await ines
    .getByLabel("Your own words")
    .fill(
      "Clara Lindqvist brings 130 years of gauge records, and your questions.\n\nBring a photo of your gauge.\nInes",
    );
  await ines.getByRole("button", { name: "Save", exact: true }).click();
  await expect(ines.getByText("Saved.", { exact: true })).toBeVisible();

  const shots = await camera(browser, await ines.context().storageState());
  await shots.take(page, "messages-list");
  await shots.take(`${page}?kind=reminder`, "messages", {
    prepare: (compose) => compose.getByText("What can stand in it").click(),
  });
  await shots.take(`${page}?kind=reminder&part=text`, "messages-text");
  await shots.take(`${page}?kind=follow_up`, "messages-off");
  await shots.take(`${page}?kind=replaced`, "messages-fixed");
  await shots.take(`${page}?kind=confirmation`, "messages-refused", {
    prepare: async (compose) => {
      await compose.getByLabel("Subject").fill("Welcome, {surname}");
      await compose.getByLabel("Your own words").fill("Meeting ID: 381 123 456 789");
      await compose.getByRole("button", { name: "Save", exact: true }).click();
      await expect(compose.locator("#words-error")).toBeVisible();
    },
  });
  await shots.take(`${page}/sender`, "sender");
  await shots.take(`${page}/sender?asked=admin-consent`, "sender-administrator");
  await ines.goto(`${page}/sender`);
  await ines.getByRole("button", { name: "Ask Microsoft, then send from my mailbox" }).click();
  await ines.getByRole("button", { name: "Decline" }).click();
  await expect(ines.getByText("You said no at Microsoft")).toBeVisible();
  await shots.take(`${page}/sender?asked=declined`, "sender-declined");
  await ines.getByRole("button", { name: "Ask Microsoft again" }).click();
  await passMicrosoft(ines, "Ines Castillo");
  await shots.take(`${page}/sender?did=chosen`, "sender-mailbox");
  await shots.close();
  for (const [language, locale] of Object.entries(READERS)) {
    const reader = await camera(browser, await ines.context().storageState(), locale);
    await reader.take(`${page}?kind=reminder&lang=${language}`, `${language}-messages`);
    await reader.close();
  }
  const turned = await camera(browser, await ines.context().storageState());
  await turned.take(`${page}?kind=reminder`, "rtl-messages", { prepare: turnRound });
  await turned.close();
});
