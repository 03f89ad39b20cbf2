import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { FaultRequest } from "../sandbox/faults";
import { guest, leave, PLAIN } from "./support/browsers";
import { publishEvent, signUp } from "./support/events";
import { passIn, subjectsTo } from "./support/letters";
import { joinLinkOn } from "./support/pass-page";
import { PEOPLE } from "./support/people";
import { makeMeeting, meetingOf, registrantCalls, registrationOf, tenant } from "./support/tenant";
import { expect, test } from "./support/test";

// Olu's lane and connection are broken here, one test after the other, and nowhere else.
test.describe.configure({ mode: "serial" });

/** A confirmation waits twenty seconds for its link; the machine may be busy as well. */
const LATE = 90_000;

const OUTAGES: Record<string, { fault: FaultRequest["fault"]; scripted: boolean }> = {
  "answers nothing": { fault: { kind: "hang" }, scripted: true },
  "hangs up": { fault: { kind: "reset" }, scripted: false },
  "answers 503": { fault: { kind: "status", status: 503 }, scripted: false },
  "answers garbage": { fault: { kind: "garbage" }, scripted: false },
  "asks for patience with 429": { fault: { kind: "throttle", retryAfter: 1 }, scripted: true },
};

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const join = (page: Page) => page.getByRole("link", { name: "Join on Microsoft Teams" });
const linkOf = async (subject: string) =>
  (await registrationOf(subject))?.registrants.map(({ joinWebUrl }) => joinWebUrl) ?? [];

function somebody() {
  return { firstName: "Ada", lastName: "Love", email: `${randomUUID()}@example.com` };
}

async function publish(desk: Page) {
  const meeting = await makeMeeting("olu");
  return { ...meeting, ...(await publishEvent(desk, meeting.joinUrl)) };
}

/** Registrants at this organizer's meetings meet the fault until the work is done. */
async function during(fault: FaultRequest["fault"], work: () => Promise<void>): Promise<void> {
  const match = { organizer: PEOPLE.olu.oid, path: "/registration/registrants" };
  const id = await tenant().fault({ service: "graph", match, times: null, fault });
  try {
    await work();
  } finally {
    await tenant().clearFault(id);
  }
}

/** The place is taken, and nothing on the page is a way in. */
async function expectSafe(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/r\/[\w-]{22}$/);
  await expect(heading(page)).toHaveText("Your place is safe");
  await expect(page.getByRole("status")).toContainText("On its way");
  await expect(join(page)).toHaveCount(0);
}

/** The newest mail brings the link: the confirmation, or the one after it when that could not wait. */
async function expectMailed(address: string, link: string | null | undefined): Promise<void> {
  await expect
    .poll(async () => (await tenant().mail({ to: address }))[0]?.text, { timeout: LATE })
    .toContain(`\n${link}\n`);
}

for (const [trouble, { fault, scripted }] of Object.entries(OUTAGES)) {
  test(`Graph ${trouble} while somebody signs up: the link follows`, async ({ desk, browser }) => {
    const page = await guest(browser, { javaScriptEnabled: scripted });
    const event = await publish(await desk("olu"));
    const who = somebody();
    await during(fault, async () => {
      await signUp(page, event.slug, who);
      await expectSafe(page);
      expect(await linkOf(event.subject)).toEqual([]);
    });
    // By itself, where a script may run; nobody touches the page.
    if (scripted) await expect(join(page)).toBeVisible();
    const link = await joinLinkOn(page);
    await expect(heading(page)).toHaveText("You’re in");
    expect(await linkOf(event.subject)).toEqual([link]);
    await expectMailed(who.email, link);
  });
}

test("an outage that outlasts the mail's patience: two mails, the second with the link", async ({
  desk,
  browser,
}) => {
  test.slow();
  const event = await publish(await desk("olu"));
  const page = await guest(browser, PLAIN);
  const who = somebody();
  const toThem = { to: who.email };
  await during({ kind: "throttle", retryAfter: 1 }, async () => {
    await signUp(page, event.slug, who);
    await expectSafe(page);
    const first = await tenant().waitForMail(toThem, LATE);
    expect(first.subject).toContain(`Your place is safe: ${event.subject}`);
    expect(first.text + first.html).not.toContain("teams.microsoft");
    await page.goto(passIn(first));
    await expect(heading(page)).toHaveText("Your place is safe, Ada");
  });
  const second = await tenant().waitForMail({ ...toThem, count: 2 }, LATE);
  expect(second.subject).toContain(`Your link is here: ${event.subject}`);
  // Without JavaScript somebody looks again.
  const link = await joinLinkOn(page);
  expect(second.text).toContain(`\n${link}\n`);
  expect(await linkOf(event.subject)).toEqual([link]);
  expect(await subjectsTo(who.email)).toHaveLength(2);
  await leave(page);
});

test("the grant is revoked: sign-ups go on, and a reconnect delivers what waits", async ({
  desk,
  page,
  browser,
}) => {
  const organizer = await desk("olu");
  const event = await publish(organizer);
  await tenant().revoke(PEOPLE.olu.oid, 50173, "access");

  const people = [somebody(), somebody()];
  const plain = await guest(browser, PLAIN);
  for (const [place, each] of [page, plain].entries()) {
    await signUp(each, event.slug, people[place] ?? somebody());
    await expect(each).toHaveURL(/\/r\/[\w-]{22}$/);
    await expect(heading(each)).toHaveText("Your place is safe");
    await expect(join(each)).toHaveCount(0);
  }
  await expect(page.getByText("They know. It comes by email")).toBeVisible();
  expect(await linkOf(event.subject)).toEqual([]);

  await organizer.goto("/dashboard");
  const banner = organizer.getByRole("alert").filter({ hasText: "Usher can’t act for you since" });
  await expect(banner).toContainText("2 people have their place and are waiting for their link");
  await banner.getByRole("button", { name: "Reconnect" }).click();
  await expect(organizer).toHaveURL(/\/dashboard$/);
  await expect(banner).toHaveCount(0);

  await expect(join(page)).toBeVisible();
  const links = [await join(page).getAttribute("href"), await joinLinkOn(plain)];
  expect((await linkOf(event.subject)).sort()).toEqual([...links].sort());
  for (const [place, { email }] of people.entries()) await expectMailed(email, links[place]);
  await leave(plain);
});

test("Graph answers with another id than ours: nothing changes", async ({ desk, browser }) => {
  const page = await guest(browser, PLAIN);
  const event = await publish(await desk("olu"));
  await signUp(page, event.slug, somebody());
  const link = await joinLinkOn(page);
  const [made, ...more] = (await registrationOf(event.subject))?.registrants ?? [];
  expect(more).toEqual([]);
  expect(made?.answeredId).not.toBe(made?.id);
  expect(link).toBe(made?.joinWebUrl);
});

test("an answer that got lost, then 409: one registrant, and its link", async ({
  desk,
  browser,
}) => {
  const page = await guest(browser, PLAIN);
  const event = await publish(await desk("olu"));
  const { id } = await meetingOf("olu", event.subject);
  const lost = await tenant().fault({
    service: "graph",
    match: { organizer: PEOPLE.olu.oid, method: "POST", path: "/registration/registrants" },
    fault: { kind: "done-but-unanswered" },
  });
  try {
    await signUp(page, event.slug, somebody());
    await joinLinkOn(page);
  } finally {
    await tenant().clearFault(lost);
  }
  const link = await joinLinkOn(page);
  expect(await linkOf(event.subject)).toEqual([link]);
  const calls = await registrantCalls(id);
  expect(calls.map(({ method, status }) => `${method} ${status}`)).toEqual([
    "POST null",
    "POST 409",
    "DELETE 204",
    "POST 200",
  ]);
  const bodies = calls.filter(({ method }) => method === "POST").map(({ body }) => body);
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
});
