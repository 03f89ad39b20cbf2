import type { Page } from "@playwright/test";
import { product } from "../setup/product";
import { MAIL_EVENTS_SECRET, noSuchMailbox, tellMailEvents } from "../support/mail-events";
import { PEOPLE } from "../support/people";
import { signIn } from "../support/sign-in";
import { tenant } from "../support/tenant";
import { expect, test } from "../support/test";
import { attendees, signUpOverHttp } from "./attendees";
import { camera } from "./camera";
import { READERS, turnRound } from "./languages";
import { inDays, makeDraft, makeEvent, putMeeting, settle, troubleRegistrants } from "./story";

test("what organizers see", async ({ browser, desk }) => {
  const ines = await desk("ines");
  const guests = attendees(40);
  const subject = "Harbour history in ten objects";
  const event = await makeEvent(
    ines,
    "ines",
    { subject, startsAt: inDays(34, 17), minutes: 75 },
    { accent: "velvet", capacity: 60, description: "A talk from the museum’s stores." },
  );
  const [refused, failed, late, returned, ...well] = guests;
  if (!refused || !failed || !late || !returned) throw new Error("More guests, please.");
  const bounce = await tenant().fault({
    service: "smtp",
    match: { recipient: refused.email },
    times: null,
    fault: { kind: "status", status: 550 },
  });
  for (const guest of [refused, returned, ...well]) await signUpOverHttp(event.slug, guest);
  const mail = await tenant().waitForMail({ to: returned.email });
  await tellMailEvents(noSuchMailbox(mail.headers["message-id"]), MAIL_EVENTS_SECRET);
  const refusal = await troubleRegistrants(subject, 400);
  await signUpOverHttp(event.slug, failed);
  const overview = async () =>
    (await ines.request.get(`/api/events/${event.id}/roster?view=trouble`)).text();
  await expect.poll(overview).toContain(failed.email);
  await expect.poll(overview).toContain(refused.email);
  await tenant().clearFault(refusal);
  const silence = await troubleRegistrants(subject, 503);
  await signUpOverHttp(event.slug, late);

  await putMeeting("ines", {
    subject: "Harbour closed for the regatta",
    startsAt: inDays(6, 0),
    minutes: 24 * 60,
    isAllDay: true,
  });
  const draft = await makeDraft(
    ines,
    "ines",
    { subject: "Sponsor evening", startsAt: inDays(37, 17), minutes: 60 },
    { accent: "night" },
  );
  const state = await ines.context().storageState();
  const shots = await camera(browser, state);
  const { take } = shots;
  const page = `/dashboard/events/${event.id}`;
  await take("/dashboard", "dashboard");
  await take(page, "overview");
  await take(`${page}?published=1`, "overview-published");
  const openPerson = (name: string, sentence: string) => async (desk: Page) => {
    await desk.getByText(name).first().click();
    await expect(desk.getByText(sentence).first()).toBeVisible();
  };
  await take(`${page}/registrations`, "roster", {
    prepare: async (desk) => {
      if (desk.viewportSize()?.width === 1280)
        await openPerson("Björn Håkansson", "Has a place, but no link.")(desk);
    },
    readme: [1280],
    fold: true,
  });
  await take(`${page}/registrations`, "roster-list");
  await take(`${page}/registrations?view=trouble`, "roster-person", {
    prepare: openPerson("Amara Nwosu", "The mail didn’t arrive."),
  });
  await take(`${page}/registrations?view=trouble`, "roster-bounced", {
    prepare: openPerson(`${returned.firstName} ${returned.lastName}`, "The mail came back."),
  });
  await take(`${page}/registrations?view=trouble`, "roster-trouble");
  await take(`${page}/registrations?q=zzz`, "roster-none");
  await take(`/dashboard/events/${draft.id}/registrations`, "roster-draft");
  await take(`/dashboard/events/${draft.id}`, "overview-draft");
  await take(`${page}/edit`, "editor");
  await take(`/dashboard/events/${draft.id}/edit`, "editor-draft");
  await take(`/dashboard/events/${draft.id}/edit`, "editor-problem", {
    prepare: async (desk) => {
      await desk.locator("textarea[name=description]").fill("Meeting ID: 321 654 987 12");
      await desk.getByRole("button", { name: "Publish" }).click();
      await expect(desk.getByRole("alert").first()).toBeVisible();
    },
  });
  await take(`/dashboard/events/${draft.id}/edit`, "editor-errors", {
    prepare: async (desk) => {
      await desk.locator("input[name=capacity]").fill("many");
      await desk.locator("input[name=endsAt]").fill("2020-01-01T10:00");
      await desk.getByRole("button", { name: "Publish" }).click();
      await expect(desk.locator(".error-summary, [id=summary]").first()).toBeVisible();
    },
  });
  await take(`/dashboard/events/${draft.id}/preview`, "preview");
  await take(`${page}/settings`, "settings");
  await take(`${page}/settings?ask=cancel`, "settings-cancel");
  await take(`/dashboard/events/${draft.id}/settings?ask=delete`, "settings-delete");
  await take("/dashboard/connection", "connection");
  await take("/dashboard/check?mail=sent", "check");
  await take("/dashboard/check?tried=2", "check-tried");
  await take("/dashboard/nothing", "desk-not-found");
  await take("/dashboard/new", "picker");
  await take("/dashboard/new?mine=1&q=harbour", "picker-search");
  await take("/dashboard/new?q=zzz", "picker-none");
  await take("/dashboard/new?problem=not-yours", "picker-problem");
  await take("/dashboard/new?way=paste", "picker-paste");
  await take("/dashboard/new?way=paste", "picker-paste-problem", {
    prepare: async (desk) => {
      await desk.locator("textarea[name=reference]").fill("See you on Tuesday!");
      await desk.getByRole("button", { name: "Find the meeting" }).click();
      await expect(desk.locator(".field--bad")).toBeVisible();
    },
  });
  await take("/dashboard/new?way=new", "picker-new");
  await shots.close();

  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take("/dashboard", `${language}-dashboard`);
    await reader.take(page, `${language}-overview`);
    await reader.take(`${page}/registrations`, `${language}-roster`);
    await reader.take(`/dashboard/events/${draft.id}/edit`, `${language}-editor`);
    await reader.take(`${page}/settings`, `${language}-settings`);
    await reader.take("/dashboard/new", `${language}-picker`);
    await reader.take("/dashboard/connection", `${language}-connection`);
    await reader.take("/dashboard/check", `${language}-check`);
    await reader.close();
  }
  const turned = await camera(browser, state);
  await turned.take("/dashboard", "rtl-dashboard", { prepare: turnRound });
  await turned.take(`${page}/registrations`, "rtl-roster", { prepare: turnRound });
  await turned.take(`/dashboard/events/${draft.id}/edit`, "rtl-editor", { prepare: turnRound });
  await turned.close();
  await tenant().clearFault(silence);
  await tenant().clearFault(bounce);
});

test("a broken connection", async ({ browser }) => {
  const context = await browser.newContext({
    locale: "en-GB",
    baseURL: product().appUrl,
    timezoneId: "Europe/Paris",
  });
  const tomas = await context.newPage();
  await signIn(tomas, PEOPLE.tomas.name);
  const event = await makeEvent(
    tomas,
    "tomas",
    { subject: "First aid on board", startsAt: inDays(24, 16), minutes: 90 },
    { accent: "rust" },
  );
  const past = await makeEvent(
    tomas,
    "tomas",
    { subject: "Radio procedure", startsAt: inDays(15, 15), minutes: 60 },
    { accent: "sea" },
  );
  await settle(tomas, past.id, "", "Close");
  const crew = attendees(9);
  for (const guest of crew.slice(0, 1)) await signUpOverHttp(event.slug, guest);
  await tenant().revoke(PEOPLE.tomas.oid, 50173, "access");
  const passes = [];
  for (const guest of crew.slice(1)) passes.push(await signUpOverHttp(event.slug, guest));
  await tomas.goto("/dashboard");
  await expect
    .poll(async () => {
      await tomas.reload();
      return tomas.getByRole("button", { name: "Reconnect" }).count();
    })
    .toBeGreaterThan(0);
  const shots = await camera(browser, await context.storageState());
  await shots.take("/dashboard", "broken-dashboard");
  await shots.take(`/dashboard/events/${event.id}`, "broken-overview");
  await shots.take(`/dashboard/events/${event.id}/registrations`, "broken-roster");
  await shots.take("/dashboard/connection", "broken-connection");
  await shots.take("/dashboard/check?mail=failed&reason=unreachable", "broken-check");
  await shots.take("/dashboard/new", "broken-picker");
  await shots.take("/dashboard/new?way=new", "broken-picker-new");
  await shots.take(passes[0] ?? "", "broken-pass");
  await shots.close();
  await context.close();
});
