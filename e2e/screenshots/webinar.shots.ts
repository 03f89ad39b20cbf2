import { product } from "../setup/product";
import { PEOPLE } from "../support/people";
import { tenant } from "../support/tenant";
import { test } from "../support/test";
import { camera } from "./camera";
import { READERS } from "./languages";
import { inDays } from "./story";

test("a webinar that asks, and takes fewer", async ({ browser, desk }) => {
  const displayName = "Night passages: questions first";
  const question = { isRequired: true, choices: [], label: null };
  await tenant().makeWebinar({
    organizer: PEOPLE.ines.oid,
    displayName,
    start: inDays(30, 18).toISOString(),
    end: inDays(30, 19).toISOString(),
    capacity: 300,
    isWaitlistEnabled: true,
    isManualApprovalEnabled: true,
    questions: [
      { ...question, id: "job", displayName: "Job title", kind: "text", label: "jobTitle" },
      {
        ...question,
        id: "sailed",
        displayName: "How many years have you sailed?",
        kind: "singleChoice",
        choices: ["None", "One to five", "More"],
      },
    ],
  });
  const ines = await desk("ines");
  await ines.goto(`/dashboard/new?${new URLSearchParams({ q: displayName })}`);
  await ines.locator("section.webinars li.slot").getByRole("button").click();
  await ines.waitForURL(/\/edit$/);
  const edit = new URL(ines.url()).pathname;
  const state = await ines.context().storageState();
  const { take, close } = await camera(browser, state);
  await take(edit, "webinar-asks");
  await take(edit.replace(/\/edit$/, ""), "webinar-needs");
  await take("/dashboard/check", "webinar-check");
  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take(edit, `webinar-asks-${language}`);
    await reader.close();
  }
  await ines.getByRole("button", { name: "Add these questions to the form" }).click();
  await ines.waitForURL(/questions=added/);
  await take(`${edit}?questions=added&count=2`, "webinar-added");

  await take(new URL("/webinars", product().controlUrl).href, "webinar-sandbox");
  await close();
});
