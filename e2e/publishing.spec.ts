import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { leave, PLAIN } from "./support/browsers";
import {
  enrol,
  enrolled,
  fillForm,
  joinButton,
  openDraft,
  pickByLink,
  publishEvent,
  publishInEditor,
  signUp,
  somebody,
} from "./support/events";
import { PEOPLE } from "./support/people";
import {
  askGraph,
  makeMeeting,
  meetingOf,
  registrantCalls,
  registrationOf,
  registrationPath,
  tenant,
} from "./support/tenant";
import { expect, SIZES, test } from "./support/test";

const publish = (page: Page) => page.getByRole("button", { name: /^Publish/ });
const field = (page: Page, name: string) => page.locator(`#editor [name=${name}]`);
const problem = (page: Page) => page.locator("#editor [role=alert]");
const saved = (page: Page) => expect(page.locator(".savebar")).toContainText(/^SaveSaved /);
const eventPath = (id: string) => `/dashboard/events/${id}`;
const registrantIds = async (subject: string) =>
  (await registrationOf(subject))?.registrants.map(({ id }) => id) ?? null;

/** Local wall clock of Paris, as the editor's fields hold it. */
function inParis(moment: Date): string {
  return moment
    .toLocaleString("sv-SE", { timeZone: "Europe/Paris" })
    .slice(0, 16)
    .replace(" ", "T");
}

function hoursFromNow(hours: number): Date {
  return new Date(Date.now() + hours * 3_600_000);
}

/** Presses a button of the event's settings. */
async function inSettings(page: Page, id: string, name: string | RegExp): Promise<void> {
  await page.goto(`${eventPath(id)}/settings`);
  await page.getByRole("button", { name }).click();
}

async function cancel(page: Page, id: string): Promise<void> {
  await page.goto(`${eventPath(id)}/settings?ask=cancel`);
  await page.getByRole("button", { name: /^Cancel/ }).click();
  await expect(page.locator(".banner.done")).toContainText("The event is cancelled.");
}

test.describe("the editor", () => {
  test("is filled from the meeting and saves as one types", async ({ desk }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const { start, end, passcode } = await meetingOf("ines", subject);
    const page = await desk("ines");
    const id = await pickByLink(page, joinUrl);
    await expect(field(page, "title")).toHaveValue(subject);
    await expect(field(page, "description")).toHaveValue("");
    await expect(field(page, "hostName")).toHaveValue("Ines Castillo");
    await expect(field(page, "zone")).toHaveValue("Europe/Paris");
    await expect(field(page, "startsAt")).toHaveValue(inParis(new Date(start)));
    await expect(field(page, "endsAt")).toHaveValue(inParis(new Date(end)));
    expect(await page.content()).not.toContain(passcode);

    const title = `${subject}: how the pilots work`;
    await field(page, "title").fill(title);
    await saved(page);
    const preview = page.frameLocator("iframe[title='The page as an attendee sees it']");
    await expect(preview.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(preview.locator("input[name=email]")).toBeDisabled();
    await field(page, "description").fill("Bring a **rope**.");
    await saved(page);
    await expect(preview.locator("strong", { hasText: /^rope$/ })).toBeVisible();
    await page.reload();
    await expect(field(page, "title")).toHaveValue(title);
    await expect(field(page, "description")).toHaveValue("Bring a **rope**.");
    // A draft is nobody else's.
    const slug = await field(page, "slug").inputValue();
    expect((await page.request.get(`/e/${slug}`)).status()).toBe(404);
    expect(await registrationOf(subject)).toBeUndefined();
    await page.goto("/dashboard");
    await expect(page.locator("li.ticket", { hasText: title })).toContainText("Ready to publish");
    expect(id).toMatch(/^[\w-]{36}$/);
  });

  test("marks what can't be saved and keeps it", async ({ desk }) => {
    const { joinUrl } = await makeMeeting("ines");
    const page = await desk("ines");
    await openDraft(page, joinUrl);
    const starts = await field(page, "startsAt").inputValue();
    await field(page, "endsAt").fill(starts);
    await field(page, "capacity").fill("a dozen");
    await field(page, "title").fill("");
    await page.locator(".savebar").getByRole("button", { name: "Save" }).click();
    await expect(page.locator("#title-error")).toContainText("Give it a title.");
    await expect(page.locator("#capacity-error")).toContainText("Write a whole number from 1");
    await expect(page.locator(".savebar")).toContainText("Not saved");
    await field(page, "title").fill("A title");
    await field(page, "capacity").fill("12");
    await expect(page.locator("#endsAt-error")).toContainText("The end must come after the start.");
    await expect(field(page, "endsAt")).toHaveValue(starts);
    await expect(field(page, "capacity")).toHaveValue("12");
  });

  test("lists what is missing, and publishes nothing before it is there", async ({ desk }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const page = await desk("ines");
    await openDraft(page, joinUrl);
    await field(page, "startsAt").fill(inParis(hoursFromNow(-30)));
    await field(page, "endsAt").fill(inParis(hoursFromNow(-29)));
    await saved(page);
    const card = page.locator(".pubcard");
    await expect(card).toContainText("Move it to a date that is still to come");
    await expect(publish(page)).toContainText("1 missing");
    await publish(page).click();
    await expect(problem(page)).toContainText("One thing before it can open");
    await expect(problem(page)).toBeFocused();
    await expect(page).toHaveURL(/\/edit$/);
    expect(await registrationOf(subject)).toBeUndefined();
    await field(page, "startsAt").fill(inParis(hoursFromNow(50)));
    await field(page, "endsAt").fill(inParis(hoursFromNow(51)));
    await field(page, "closesAt").fill(inParis(hoursFromNow(-1)));
    await expect(card).toContainText("Sign-ups would be closed already");
    await field(page, "closesAt").fill("");
    await expect(card).toContainText("Ready to publish");
    await publish(page).click();
    await expect(page).toHaveURL(/published=1$/);
  });

  test("refuses a text that would let everybody in", async ({ desk }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const { joinMeetingId, passcode } = await meetingOf("ines", subject);
    const page = await desk("ines");
    const id = await openDraft(page, joinUrl);
    const slug = await field(page, "slug").inputValue();
    const leaks = [
      [`Come in: ${joinUrl}`, "a Teams link"],
      [`Meeting ID: ${joinMeetingId.replace(/(\d{3})(?=\d)/g, "$1 ")}`, "a meeting ID"],
      [`Passcode: ${passcode}`, "a passcode"],
    ] as const;
    for (const [text, named] of leaks) {
      await field(page, "description").fill(`Welcome!\n\n${text}`);
      await publish(page).click();
      await expect(problem(page)).toContainText("The text would let everybody in");
      await expect(problem(page)).toContainText(named);
      await expect(field(page, "description")).toHaveValue(`Welcome!\n\n${text}`);
    }
    expect((await page.request.get(`/e/${slug}`)).status()).toBe(404);
    expect(await registrationOf(subject)).toBeUndefined();
    await field(page, "description").fill("Welcome!");
    await publish(page).click();
    await expect(page).toHaveURL(/published=1$/);

    // Nor does it get onto a page that is published.
    await page.goto(`${eventPath(id)}/edit`);
    await field(page, "description").fill(`Welcome! ${joinUrl}`);
    await page.locator(".savebar").getByRole("button", { name: "Save" }).click();
    await expect(problem(page)).toContainText("The text would let everybody in");
    expect(await (await page.request.get(`/e/${slug}`)).text()).not.toContain(passcode);
  });

  test("publishes what was typed last, also while it is still saving", async ({ desk }) => {
    const page = await desk("ines");
    const { joinUrl } = await makeMeeting("ines");
    const id = await pickByLink(page, joinUrl);
    const title = page.locator("input[name=title]");
    let saves = 0;
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(`**/events/${id}/edit`, async (route) => {
      if (route.request().method() === "POST" && ++saves === 1) await held;
      await route.continue();
    });
    await title.fill("A first title");
    await expect.poll(() => saves).toBe(1);
    await title.pressSequentially(", and a second");
    await page.getByRole("button", { name: "Publish" }).click();
    // Longer than the editor waits before it saves by itself.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    answer();
    await expect(page).toHaveURL(new RegExp(`/dashboard/events/${id}\\?`));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("A first title, and a second");
    await page.unrouteAll();
  });

  test("publishes without JavaScript too", async ({ desk }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const page = await desk("ines", PLAIN);
    await openDraft(page, joinUrl);
    await field(page, "description").fill(`Passcode: k4Pz9wQ2`);
    await publish(page).click();
    await expect(problem(page)).toContainText("a passcode");
    await expect(field(page, "description")).toHaveValue("Passcode: k4Pz9wQ2");
    await field(page, "description").fill("Welcome!");
    await publish(page).click();
    await expect(page).toHaveURL(/published=1$/);
    expect(await registrantIds(subject)).toEqual([]);
  });
});

test.describe("a published page", () => {
  test.use(PLAIN);

  for (const audience of ["everyone", "organization"] as const)
    test(`is open, for ${audience} at Microsoft as well`, async ({ desk, page }) => {
      const { subject, joinUrl } = await makeMeeting("ines");
      const organizer = await desk("ines", PLAIN);
      const event = await publishInEditor(organizer, joinUrl, { audience });
      await expect(organizer.locator(".banner.done")).toContainText("Published.");
      await page.goto(`/e/${event.slug}`);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(subject);
      expect(await registrationOf(subject)).toMatchObject({
        organizer: PEOPLE.ines.oid,
        allowedRegistrant: audience,
        registrants: [],
      });
    });

  test("changes as soon as a change is saved", async ({ desk, page }) => {
    const { joinUrl } = await makeMeeting("ines");
    const organizer = await desk("ines");
    const event = await publishEvent(organizer, joinUrl);
    await page.goto(`/e/${event.slug}`);
    await organizer.goto(`${eventPath(event.id)}/edit`);
    await expect(field(organizer, "slug")).toBeDisabled();
    const title = `Moved ${randomUUID().slice(0, 8)}`;
    await field(organizer, "title").fill(title);
    await field(organizer, "description").fill("Now with *cake*.");
    await organizer.locator(".savebar").getByRole("button", { name: "Save" }).click();
    await saved(organizer);
    await expect
      .poll(async () => (await page.request.get(`/e/${event.slug}`)).text())
      .toContain("<em>cake</em>");
    await page.goto(`/e/${event.slug}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  });

  test("opens and closes by its times", async ({ desk, page }) => {
    const { joinUrl } = await makeMeeting("ines");
    const organizer = await desk("ines");
    const id = await openDraft(organizer, joinUrl);
    const slug = await field(organizer, "slug").inputValue();
    await field(organizer, "opensAt").fill(inParis(hoursFromNow(48)));
    await publish(organizer).click();
    await expect(organizer.locator(".banner.done")).toContainText("sign-ups open");
    await page.goto(`/e/${slug}`);
    await expect(page.getByRole("heading", { name: /^Registration opens on / })).toBeVisible();
    await expect(page.locator("input[name=email]")).toHaveCount(0);

    await organizer.goto(`${eventPath(id)}/edit`);
    await field(organizer, "opensAt").fill("");
    await organizer.locator(".savebar").getByRole("button", { name: "Save" }).click();
    await saved(organizer);
    const reads = async () => (await page.request.get(`/e/${slug}`)).text();
    await expect.poll(reads).toContain('name="email"');
    await page.goto(`/e/${slug}`);
    await organizer.goto(`${eventPath(id)}/edit`);
    await field(organizer, "closesAt").fill(inParis(hoursFromNow(-1)));
    await organizer.locator(".savebar").getByRole("button", { name: "Save" }).click();
    await saved(organizer);
    // The form that was open meanwhile.
    await fillForm(page, somebody());
    await expect(page.getByText("Registration has closed").first()).toBeVisible();
    await expect.poll(reads).toContain("Registration has closed");
  });

  test("keeps its audience and its way in once somebody is enrolled", async ({ desk }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const organizer = await desk("ines", PLAIN);
    const event = await publishEvent(organizer, joinUrl);
    await enrol(event.slug);
    await inSettings(organizer, event.id, "Close sign-ups");
    await organizer.goto(`${eventPath(event.id)}/edit`);
    const members = organizer.locator("#audience-organization");
    await expect(members).toBeDisabled();
    await expect(organizer.locator("#audience-note")).toContainText("Microsoft can’t change it");
    await expect(organizer.locator("#registrar-direct")).toBeDisabled();
    // Sent by hand all the same.
    await members.evaluate((radio: HTMLInputElement) => {
      radio.disabled = false;
    });
    await members.check();
    await organizer.locator(".savebar").getByRole("button", { name: "Save" }).click();
    await expect(organizer.locator("#audience-error")).toContainText("This can’t change any more");
    expect(await registrationOf(subject)).toMatchObject({ allowedRegistrant: "everyone" });
  });
});

test.describe("closing", () => {
  for (const { size, device } of SIZES)
    test.describe(size, () => {
      test.use({ ...device, ...PLAIN });

      test("stops sign-ups and touches no link; reopening takes them again", async ({
        desk,
        browser,
        page,
      }) => {
        const { subject, joinUrl } = await makeMeeting("ines");
        const organizer = await desk("ines", device);
        const event = await publishEvent(organizer, joinUrl);
        const pass = await enrolled(browser, event.slug);
        const link = await joinButton(pass).getAttribute("href");
        const before = await registrantIds(subject);
        expect(before).toHaveLength(1);
        await page.goto(`/e/${event.slug}`);

        await inSettings(organizer, event.id, "Close sign-ups");
        await expect(organizer.locator(".banner.done")).toContainText("Sign-ups are closed.");
        const who = somebody("Grace");
        await fillForm(page, who);
        await expect(page.getByText("Registration has closed").first()).toBeVisible();
        await expect(page.getByText("You haven’t been signed up.")).toBeVisible();
        await expect
          .poll(async () => (await page.request.get(`/e/${event.slug}`)).text())
          .toContain("Registration has closed");
        await pass.reload();
        await expect(joinButton(pass)).toHaveAttribute("href", link ?? "");
        expect(await registrantIds(subject)).toEqual(before);

        await organizer.getByRole("button", { name: "Take sign-ups again" }).click();
        await expect(organizer.locator(".banner.done")).toContainText("Sign-ups are open again.");
        await expect
          .poll(async () => (await page.request.get(`/e/${event.slug}`)).text())
          .toContain('name="email"');
        await signUp(page, event.slug, who);
        await expect(page).toHaveURL(/\/r\/[\w-]{22}$/);
        await expect.poll(async () => (await registrantIds(subject))?.length).toBe(2);
        const { id } = await meetingOf("ines", subject);
        const methods = (await registrantCalls(id)).map(({ method }) => method);
        expect(methods).toEqual(["POST", "POST"]);
        await leave(pass);
      });
    });
});

test.describe("cancelling", () => {
  test("says how many links end, and ends them", async ({ desk, browser }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const organizer = await desk("ines");
    const event = await publishEvent(organizer, joinUrl);
    const people = [somebody("Ada"), somebody("Grace")];
    const passes: Page[] = [];
    for (const who of people) passes.push(await enrolled(browser, event.slug, who));
    await organizer.goto(`${eventPath(event.id)}/settings`);
    await organizer.getByRole("link", { name: "Cancel the event…" }).click();
    const ask = organizer.locator("form.ask");
    await expect(ask).toContainText("2 links end: they stop working within a minute.");
    await expect(ask).toContainText("2 people are told by mail");
    await ask.getByRole("link", { name: "Keep it" }).click();
    await expect(organizer.getByText("Sign-ups are open", { exact: true })).toBeVisible();
    expect(await registrantIds(subject)).toHaveLength(2);

    await organizer.getByRole("link", { name: "Cancel the event…" }).click();
    await ask.getByRole("button", { name: "Cancel it and end 2 links" }).click();
    await expect(organizer.locator(".banner.done")).toContainText("The event is cancelled.");
    await expect.poll(() => registrationOf(subject)).toBeUndefined();
    for (const [index, pass] of passes.entries()) {
      await tenant().waitForMail({ to: people[index]?.email ?? "", subject: "ancelled" });
      await pass.reload();
      await expect(pass.getByRole("heading", { level: 1 })).toHaveText("This event is cancelled");
      await expect(joinButton(pass)).toHaveCount(0);
      await pass.goto(`/e/${event.slug}`);
      await expect(pass.getByText("This event is cancelled").first()).toBeVisible();
      await leave(pass);
    }
  });

  test("leaves a registration that Usher did not make, and ends only our links", async ({
    desk,
  }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const { id } = await meetingOf("ines", subject);
    const at = `beta/me/onlineMeetings/${encodeURIComponent(id)}/registration`;
    await askGraph("ines", "POST", at, {
      "@odata.type": "#microsoft.graph.externalMeetingRegistration",
      allowedRegistrant: "everyone",
    });
    await askGraph("ines", "POST", `${at}/registrants`, {
      "@odata.type": "#microsoft.graph.externalMeetingRegistrant",
      id: "theirs",
    });
    const organizer = await desk("ines", PLAIN);
    const event = await publishEvent(organizer, joinUrl);
    await enrol(event.slug);
    expect(await registrantIds(subject)).toHaveLength(2);
    await cancel(organizer, event.id);
    await expect.poll(() => registrantIds(subject)).toEqual(["theirs"]);
  });

  test("a registration for others than the event's is offered, never changed", async ({ desk }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const { id } = await meetingOf("ines", subject);
    await askGraph(
      "ines",
      "POST",
      `beta/me/onlineMeetings/${encodeURIComponent(id)}/registration`,
      {
        "@odata.type": "#microsoft.graph.externalMeetingRegistration",
        allowedRegistrant: "organization",
      },
    );
    const page = await desk("ines");
    const eventId = await openDraft(page, joinUrl);
    await publish(page).click();
    await expect(problem(page)).toContainText("a registration that Usher didn’t make");
    await problem(page).getByRole("button", { name: "Use that, and publish" }).click();
    await expect(page).toHaveURL(/published=1$/);
    await page.goto(`${eventPath(eventId)}/edit`);
    await expect(page.locator("#audience-organization")).toBeChecked();
    expect(await registrationOf(subject)).toMatchObject({ allowedRegistrant: "organization" });
  });

  test("of two events of one meeting, the registration goes with the last", async ({
    desk,
    browser,
  }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const organizer = await desk("ines", PLAIN);
    const first = await publishEvent(organizer, joinUrl);
    const second = await publishEvent(organizer, joinUrl);
    await enrol(first.slug);
    const [ofFirst] = (await registrantIds(subject)) ?? [];
    const pass = await enrolled(browser, second.slug);
    const link = await joinButton(pass).getAttribute("href");
    await cancel(organizer, first.id);
    await expect.poll(async () => (await registrantIds(subject))?.length).toBe(1);
    expect(await registrantIds(subject)).not.toContain(ofFirst);
    await pass.reload();
    await expect(joinButton(pass)).toHaveAttribute("href", link ?? "");
    await cancel(organizer, second.id);
    await expect.poll(() => registrationOf(subject)).toBeUndefined();
    await leave(pass);
  });

  test("a draft is deleted after a question, and its meeting can be picked again", async ({
    desk,
  }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const page = await desk("ines");
    const id = await openDraft(page, joinUrl);
    await page.goto(`${eventPath(id)}/settings`);
    await page.getByRole("link", { name: "Delete the draft…" }).click();
    await expect(page.locator("form.ask")).toContainText(`Delete the draft “${subject}”?`);
    await page.getByRole("button", { name: "Delete the draft" }).click();
    await expect(page).toHaveURL(/\/dashboard$/);
    expect((await page.request.get(eventPath(id))).status()).toBe(404);
    await page.goto(`/dashboard/new?q=${encodeURIComponent(subject)}`);
    await expect(page.locator("li.slot")).not.toContainText("Has a page");
    await openDraft(page, joinUrl);
  });
});

test.describe("where Microsoft has no registration for the meeting", () => {
  for (const status of [410, 403, 501])
    test(`a personal link is offered in plain words (${status})`, async ({ desk, browser }) => {
      const { subject, joinUrl } = await makeMeeting("ines");
      const { id } = await meetingOf("ines", subject);
      const page = await desk("ines", status === 410 ? {} : PLAIN);
      const eventId = await openDraft(page, joinUrl);
      const slug = await field(page, "slug").inputValue();
      const fault = await tenant().fault({
        service: "graph",
        match: { organizer: PEOPLE.ines.oid, path: registrationPath(id) },
        times: null,
        fault: { kind: "status", status },
      });
      try {
        await publish(page).click();
        const box = problem(page);
        await expect(box).toContainText("Microsoft doesn’t open registration for this meeting");
        await expect(box).toContainText("Usher’s own personal links");
        expect((await page.request.get(`/e/${slug}`)).status()).toBe(404);
        await box.getByRole("button", { name: "Use personal links and publish" }).click();
        await expect(page).toHaveURL(/published=1$/);
        await expect(page.getByText("A personal link of Usher’s to the meeting")).toBeVisible();
        // Looked at before it was there, it is a page within a second.
        await expect.poll(async () => (await page.request.get(`/e/${slug}`)).status()).toBe(200);
        const pass = await enrolled(browser, slug);
        const link = (await joinButton(pass).getAttribute("href")) ?? "";
        expect(new URL(link, page.url()).pathname).toMatch(/^\/j\/[\w-]{22}$/);
        await leave(pass);
        await page.goto(`${eventPath(eventId)}/settings?ask=cancel`);
        await expect(page.locator("form.ask")).toContainText("One link ends");
      } finally {
        await tenant().clearFault(fault);
      }
    });

  test("but not where Microsoft only doesn't answer", async ({ desk }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const { id } = await meetingOf("ines", subject);
    const page = await desk("ines");
    await openDraft(page, joinUrl);
    const fault = await tenant().fault({
      service: "graph",
      match: { organizer: PEOPLE.ines.oid, path: registrationPath(id) },
      times: null,
      fault: { kind: "status", status: 503 },
    });
    try {
      await publish(page).click();
      await expect(problem(page)).toContainText("Microsoft doesn’t answer just now");
      await expect(problem(page).getByRole("button")).toHaveCount(0);
    } finally {
      await tenant().clearFault(fault);
    }
    await publish(page).click();
    await expect(page).toHaveURL(/published=1$/);
    expect(await registrantIds(subject)).toEqual([]);
  });
});
