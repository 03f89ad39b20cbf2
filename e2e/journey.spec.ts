import { randomUUID } from "node:crypto";
import { type BrowserContext, devices, type Page } from "@playwright/test";
import { product } from "./setup/product";
import { anotherPage, guest, leave } from "./support/browsers";
import { fillForm, type MadeEvent, publishInEditor } from "./support/events";
import { missingPairs, ROWS, type Row } from "./support/journey-rows";
import { entryOf, passIn, readEntry } from "./support/letters";
import { calendarFile, giveUp, joinLinkOn } from "./support/pass-page";
import { PEOPLE, TENANT } from "./support/people";
import { passMicrosoft } from "./support/sign-in";
import {
  makeMeeting,
  meetingOf,
  registrantCalls,
  registrationCalls,
  registrationOf,
  tenant,
} from "./support/tenant";
import { expect, test } from "./support/test";

const WORDS = {
  en: {
    signIn: "Sign in with Microsoft",
    signedIn: (name: string) => `Signed in as ${name}.`,
    in: "You’re in",
    mailbox: "Look into your mailbox",
    early: "Not open yet",
    meeting: "Join on Microsoft Teams",
    mail: { subject: "You’re in: ", hello: "You’re in, ", gone: "Your place is given up: " },
    over: "You’ve given up your place",
    dead: "This link no longer works",
  },
  de: {
    signIn: "Mit Microsoft anmelden",
    signedIn: (name: string) => `Angemeldet als ${name}.`,
    in: "Sie sind dabei",
    mailbox: "Sehen Sie in Ihr Postfach",
    early: "Noch nicht geöffnet",
    meeting: "In Microsoft Teams teilnehmen",
    mail: {
      subject: "Sie sind dabei: ",
      hello: "Sie sind dabei, ",
      gone: "Ihr Platz ist freigegeben: ",
    },
    over: "Sie haben Ihren Platz freigegeben",
    dead: "Dieser Link funktioniert nicht mehr",
  },
  es: {
    signIn: "Iniciar sesión con Microsoft",
    signedIn: (name: string) => `Ha iniciado sesión como ${name}.`,
    in: "Ya tiene su plaza",
    mailbox: "Mire en su buzón",
    early: "Todavía no está abierto",
    meeting: "Unirse en Microsoft Teams",
    mail: {
      subject: "Ya tiene su plaza: ",
      hello: "Ya tiene su plaza, ",
      gone: "Su plaza ha quedado libre: ",
    },
    over: "Ha liberado su plaza",
    dead: "Este enlace ya no funciona",
  },
  fr: {
    signIn: "Se connecter avec Microsoft",
    signedIn: (name: string) => `Connexion : ${name}.`,
    in: "Vous y êtes",
    mailbox: "Regardez dans votre boîte aux lettres",
    early: "Pas encore ouvert",
    meeting: "Rejoindre sur Teams",
    mail: { subject: "Vous y êtes : ", hello: "Vous y êtes, ", gone: "Votre place est libérée : " },
    over: "Vous avez libéré votre place",
    dead: "Ce lien ne fonctionne plus",
  },
};

const DEVICES = { desktop: devices["Desktop Chrome"], phone: devices["Pixel 7"] };
const LOCALES = { en: "en-GB", de: "de-DE", es: "es-MX", fr: "fr-FR" };
const CAPACITY = 3;
/** Whom members sign in as: one whose ID token tells an address, and one who has only a user name. */
const MEMBERS = { show: PEOPLE.per, email: PEOPLE.noor };

interface Attendee {
  firstName: string;
  lastName: string;
  email: string;
}

test("every pair of what a sign-up may differ in is in the table", () => {
  expect(missingPairs(ROWS)).toEqual([]);
  expect(missingPairs(ROWS.slice(1, 6))).toContain("javaScript on with registrar external");
});

for (const row of ROWS) {
  const { javaScript, audience, delivery, registrar, size, language } = row;
  const title = `${audience}, ${registrar}, ${delivery}; JavaScript ${javaScript}, ${size}, ${language}`;
  test(`from the event's page to the place given up: ${title}`, async ({ browser, desk }) => {
    const meeting = await makeMeeting("ines");
    const choices = { audience, delivery, registrar, capacity: CAPACITY };
    const javaScriptEnabled = javaScript === "on";
    const organizer = await desk("ines", { javaScriptEnabled });
    const event = await publishInEditor(organizer, meeting.joinUrl, choices);
    const page = await guest(browser, {
      ...DEVICES[size],
      javaScriptEnabled,
      locale: LOCALES[language],
      timezoneId: "America/Montreal",
    });
    await followJourney(page, page.context(), { row, event, meeting });
    await leave(page);
  });
}

interface Journey {
  row: Row;
  event: MadeEvent;
  meeting: { subject: string; joinUrl: string };
}

async function followJourney(page: Page, context: BrowserContext, journey: Journey): Promise<void> {
  const { row, event, meeting } = journey;
  const { language } = row;
  const words = WORDS[language];
  await page.goto(`/e/${event.slug}`);
  await expect(page.locator("html")).toHaveAttribute("lang", language);

  const person = await signUpAs(page, journey);
  const mail = await tenant().waitForMail({ to: person.email, subject: meeting.subject });
  if (row.delivery === "email") await page.goto(passIn(mail));
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  const joinLink = await joinLinkOn(page, language);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(words.in);
  await test.step("the link is this registrant's own", () =>
    expectOwnLink(joinLink, context, journey));
  expect(await placesLeft(page, event)).toBe(CAPACITY - 1);

  await test.step("the mail says it all, in the reader's language", async () => {
    expect(mail.subject).toContain(`${words.mail.subject}${meeting.subject}`);
    expect(mail.headers["content-language"]).toBe(language);
    expect(mail.html).toMatch(new RegExp(`<html[^>]* lang="${language}"`));
    expect(mail.html).toContain(`href="${joinLink}"`);
    expect(mail.html).toContain(`href="${passIn(mail)}"`);
    expect(mail.text).toContain(`\n${joinLink}\n`);
    for (const said of [mail.html, mail.text])
      expect(said).toContain(`${words.mail.hello}${person.firstName}.`);
  });

  const entry = entryOf(mail);
  const startsAt = new Date((await meetingOf("ines", meeting.subject)).start);
  await test.step("calendars take the mail's entry and ask nobody", () => {
    expect(entry).toMatchObject({ method: "REQUEST", title: meeting.subject, startsAt });
    expect(entry.description).toContain(joinLink);
    expect(entry.attendee).toEqual({ email: person.email, rsvp: "FALSE" });
    expect(mail.from).toContain(`<${entry.organizer.email}>`);
    expect(mail.from).toContain(entry.organizer.name);
    expect(entry.organizer.email).not.toBe("ines@tidewater.example");
  });
  await test.step("the pass's calendar file is the same entry", async () => {
    const file = readEntry(await calendarFile(page, language));
    expect(file).toMatchObject({ method: "PUBLISH", uid: entry.uid, startsAt, attendee: null });
    expect(file.description).toContain(joinLink);
  });

  await giveUp(page, language);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.over);
  await expect(page.getByRole("link", { name: words.meeting })).toHaveCount(0);
  expect(await placesLeft(page, event)).toBe(CAPACITY);
  const goodbye = { to: person.email, subject: `${words.mail.gone}${meeting.subject}` };
  const gone = entryOf(await tenant().waitForMail(goodbye));
  expect(gone).toMatchObject({ method: "CANCEL", uid: entry.uid, startsAt });
  expect(gone.sequence).toBeGreaterThan(entry.sequence);
  expect(gone.description).not.toContain(joinLink);
  // The pass that came by mail is no other: neither opens anything any more.
  await page.goto(passIn(mail));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.over);
  await test.step("Microsoft was asked for this and nothing more", () =>
    expectEnd(page, joinLink, journey));
}

/** Signs up on the open event page, and follows to where the answer leads. */
async function signUpAs(page: Page, { row, event }: Journey): Promise<Attendee> {
  const words = WORDS[row.language];
  let person = { firstName: "Zoë", lastName: "D’Árcy", email: `${randomUUID()}@example.com` };
  if (row.audience === "organization") {
    const member = MEMBERS[row.delivery];
    await page.getByRole("button", { name: words.signIn }).click();
    await passMicrosoft(page, member.name);
    await expect(page).toHaveURL(new RegExp(`/e/${event.slug}/register$`));
    await expect(page.getByText(words.signedIn(member.name))).toBeVisible();
    const [firstName = "", lastName = ""] = member.name.split(" ");
    person = { firstName, lastName, email: `${firstName.toLowerCase()}@tidewater.example` };
    for (const [field, value] of Object.entries(person))
      await expect(page.locator(`input[name=${field}]`)).toHaveValue(value);
  }
  const answered = page.waitForResponse(
    (answer) => answer.request().method() === "POST" && answer.url().includes(`/e/${event.slug}`),
  );
  await fillForm(page, person);
  // With scripts it is Next's own client that is answered, in a way of its own.
  if (row.javaScript === "off") expect((await answered).status()).toBe(303);
  if (row.delivery === "show") {
    await expect(page).toHaveURL(/\/r\/[\w-]{22}$/);
    return person;
  }
  await expect(page).toHaveURL(new RegExp(`/e/${event.slug}/mailbox$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.mailbox);
  await expect(page.getByText(person.email)).toBeVisible();
  const wayIn = /\/r\/[\w-]{22}|\/j\/|teams\.microsoft/.exec(await page.content());
  expect(wayIn).toBeNull();
  return person;
}

/** External: the link that Graph made for this registrant. Direct: a personal one, still shut. */
async function expectOwnLink(
  joinLink: string,
  context: BrowserContext,
  { row, meeting }: Journey,
): Promise<void> {
  const registration = await registrationOf(meeting.subject);
  if (row.registrar === "external") {
    expect(registration?.registrants.map(({ joinWebUrl }) => joinWebUrl)).toEqual([joinLink]);
    expect(registration?.allowedRegistrant).toBe(row.audience);
    return;
  }
  expect(registration).toBeUndefined();
  expect(joinLink).toMatch(new RegExp(`^${product().appUrl}/j/[\\w-]{22}$`));
  const page = await anotherPage(context);
  await page.goto(joinLink);
  const words = WORDS[row.language];
  await expect(page.getByRole("heading", { name: words.early })).toBeVisible();
  expect(await page.content()).not.toContain("teams.microsoft");
  await leave(page);
}

/** The registrant is gone, and the bodies that Graph got on the way were exactly these. */
async function expectEnd(page: Page, joinLink: string, { row, meeting }: Journey): Promise<void> {
  const { id } = await meetingOf("ines", meeting.subject);
  if (row.registrar === "direct") {
    // Picking asks whether Microsoft could register people; nothing was made.
    const made = (await registrationCalls(id)).filter(({ method }) => method !== "GET");
    expect(made).toEqual([]);
    await page.goto(joinLink);
    await expect(page.getByRole("heading", { name: WORDS[row.language].dead })).toBeVisible();
    return;
  }
  await expect.poll(async () => (await registrationOf(meeting.subject))?.registrants).toEqual([]);
  const calls = await registrationCalls(id);
  const opened = calls.filter(({ method, path }) => method === "POST" && path.endsWith("ation"));
  expect(opened.map(({ path, body }) => ({ path: decodeURIComponent(path), body }))).toEqual([
    {
      path: `/beta/me/onlineMeetings/${id}/registration`,
      body: {
        "@odata.type": "#microsoft.graph.externalMeetingRegistration",
        allowedRegistrant: row.audience,
      },
    },
  ]);
  const registrants = `/beta/me/onlineMeetings/${id}/registration/registrants`;
  const registrantId = new URL(joinLink).searchParams
    .get("context")
    ?.match(/"prid":"([^"]+)"/)?.[1];
  const asked = (await registrantCalls(id)).map(({ method, path, body }) => ({
    method,
    path: decodeURIComponent(path),
    body,
  }));
  expect(asked).toEqual([
    {
      method: "POST",
      path: registrants,
      body: {
        "@odata.type": "#microsoft.graph.externalMeetingRegistrant",
        id: registrantId,
        ...(row.audience === "organization" && {
          tenantId: TENANT,
          userId: MEMBERS[row.delivery].oid,
        }),
      },
    },
    { method: "DELETE", path: `${registrants}/${registrantId}`, body: null },
  ]);
}

/** As the event's page counts them. */
async function placesLeft(page: Page, { slug }: MadeEvent): Promise<number> {
  const answer = await page.request.get(`/api/places/${slug}`);
  return ((await answer.json()) as { left: number }).left;
}
