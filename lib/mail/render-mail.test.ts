import nodeIcal, { type VEvent } from "node-ical";
import { describe, expect, it } from "vitest";
import { MAIL_KINDS } from "@/lib/db/schema";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { accentColors } from "./colors";
import { JOIN_LINK, mailData, PASS_URL } from "./mail-data.fixture";
import { renderMail } from "./render-mail";
import type { MailData, OutgoingMail } from "./types";

const context = { sender: "places@usher.example", now: new Date("2026-11-24T10:00:00Z") };
const UNTIL = new Date("2026-11-25T13:00:00Z");

/** A mail about somebody who has no place, or not yet. */
function about(state: MailData["place"]["state"], changes: Partial<MailData["place"]> = {}) {
  const place = { state, unconfirmed: false, until: null, position: null, declinedWords: null };
  return { place: { ...place, ...changes }, joinLink: null };
}

/** The fixture's evening for its reader in Paris. */
const WHEN: Record<Locale, string> = {
  en: "Thursday 3 December 2026\n19:30 to 21:00, Paris (CET)",
  de: "Donnerstag, 3. Dezember 2026\n19:30 bis 21:00 Uhr, Paris (MEZ)",
  es: "jueves 3 de diciembre de 2026\nde 19:30 a 21:00, París (CET)",
  fr: "jeudi 3 décembre 2026\nde 19:30 à 21:00, Paris (UTC+1)",
};

const show = (changes?: Partial<MailData>) => renderMail(mailData(changes), context);

function entryOf(mail: OutgoingMail): VEvent {
  const all = Object.values(nodeIcal.sync.parseICS(mail.calendar?.content ?? ""));
  return all.find((one) => one?.type === "VEVENT") as VEvent;
}

/** What the HTML shows: without tags and sheet, entities undone. */
function words(html: string): string {
  return html
    .replace(/<(style|title)>[\s\S]*?<\/\1>/g, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");
}

describe("a confirmation with its link", () => {
  it("says everything, in HTML and in text", async () => {
    const mail = await show();
    expect(mail.subject).toBe(
      "You’re in: Reading the sky: an evening with the observatory, Thursday 3 December 2026",
    );
    for (const said of [words(mail.html), mail.text.replace(/\s+/g, " ")]) {
      expect(said).toContain("Northmoor Observatory");
      expect(said).toContain("You’re in, Amara.");
      expect(said).toContain("Thursday 3 December 2026 19:30 to 21:00, Paris (CET)");
      expect(said).toContain("18:30 to 20:00, London (GMT)");
      expect(said).toContain("Online, on Microsoft Teams");
      expect(said).toContain("Join on Microsoft Teams");
      expect(said).toContain(JOIN_LINK);
      expect(said).toContain("Open your pass");
      expect(said).toContain("Why you get this.");
      expect(said).toContain("Just reply, it goes to Northmoor Observatory.");
    }
    expect(mail.text).toContain(`\n${JOIN_LINK}\n`);
    expect(mail.text).toContain(`\n${PASS_URL}\n`);
    expect(mail.html).toContain(`href="${PASS_URL}"`);
  });

  it("holds no picture, script or form, and nothing from elsewhere", async () => {
    const { html } = await show();
    expect(html).not.toMatch(/<(img|script|form|iframe|link|svg)\b|url\(|@import/i);
    const hosts = [...html.matchAll(/(?:href|src)="https?:\/\/([^/"]+)/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(["teams.microsoft.com", "usher.example"]));
  });

  it("knows the dark and names its language", async () => {
    const { html } = await show();
    expect(html).toMatch(/<html[^>]* lang="en"/);
    expect(html).toContain("@media (prefers-color-scheme: dark)");
    expect(html).toContain(accentColors("night").band);
  });

  it("asks machines for no answer", async () => {
    const { headers, from, replyTo } = await show();
    expect(headers).toMatchObject({
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
    });
    expect(from).toEqual({ name: "Northmoor Observatory", address: "places@usher.example" });
    expect(replyTo?.address).toBe("hello@northmoor.example");
  });

  it("brings an entry with the link and without the pass", async () => {
    const mail = await show();
    expect(mail.calendar?.method).toBe("REQUEST");
    const entry = entryOf(mail);
    expect(entry.uid).toBe("5f1c7e0a@usher.example");
    expect(entry.start.toISOString()).toBe("2026-12-03T18:30:00.000Z");
    expect(String(entry.location)).toBe(JOIN_LINK);
    expect(mail.calendar?.content.replace(/\r\n /g, "")).not.toContain(PASS_URL);
  });
});

describe("each kind", () => {
  it.each([
    [
      "confirmation",
      { en: "You’re in", de: "Sie sind dabei", es: "Ya tiene su plaza", fr: "Vous y êtes" },
    ],
    [
      "link",
      {
        en: "Your link is here",
        de: "Ihr Link ist da",
        es: "Aquí está su enlace",
        fr: "Votre lien est là",
      },
    ],
    [
      "again",
      {
        en: "Your new pass",
        de: "Ihr neues Ticket",
        es: "Su nuevo pase",
        fr: "Votre nouveau billet",
      },
    ],
    [
      "withdrawn",
      {
        en: "Your place is given up",
        de: "Ihr Platz ist freigegeben",
        es: "Su plaza ha quedado libre",
        fr: "Votre place est libérée",
      },
    ],
    ["cancelled", { en: "Cancelled", de: "Abgesagt", es: "Cancelado", fr: "Annulé" }],
    [
      "confirm_address",
      {
        en: "Confirm your address",
        de: "Bestätigen Sie Ihre Adresse",
        es: "Confirme su dirección",
        fr: "Confirmez votre adresse",
      },
    ],
    [
      "waiting",
      {
        en: "You’re on the waitlist",
        de: "Sie stehen auf der Warteliste",
        es: "Está en la lista de espera",
        fr: "Vous êtes sur la liste d’attente",
      },
    ],
    [
      "offer",
      {
        en: "A place for you",
        de: "Ein Platz für Sie",
        es: "Una plaza para usted",
        fr: "Une place pour vous",
      },
    ],
    [
      "requested",
      {
        en: "We passed your request on",
        de: "Ihre Anfrage ist weitergeleitet",
        es: "Hemos transmitido su solicitud",
        fr: "Votre demande est transmise",
      },
    ],
    [
      "approved",
      { en: "You’re in", de: "Sie sind dabei", es: "Ya tiene su plaza", fr: "Vous y êtes" },
    ],
    [
      "declined",
      {
        en: "No place this time",
        de: "Diesmal kein Platz",
        es: "Esta vez no hay plaza",
        fr: "Pas de place cette fois",
      },
    ],
    [
      "left",
      {
        en: "You’re no longer on the list",
        de: "Sie stehen nicht mehr auf der Liste",
        es: "Ya no está en la lista",
        fr: "Vous n’êtes plus sur la liste",
      },
    ],
    [
      "lapsed",
      {
        en: "Your offer has run out",
        de: "Ihr Angebot ist abgelaufen",
        es: "Su oferta ha caducado",
        fr: "Votre offre a expiré",
      },
    ],
    ["changed", { en: "Changed", de: "Geändert", es: "Cambio", fr: "Changement" }],
    ["reminder", { en: "Tomorrow", de: "Morgen", es: "Mañana", fr: "Demain" }],
    ["follow_up", { en: "Thank you", de: "Danke", es: "Gracias", fr: "Merci" }],
    ["resent", { en: "Once more", de: "Noch einmal", es: "Otra vez", fr: "De nouveau" }],
    [
      "replaced",
      {
        en: "Your new pass",
        de: "Ihr neues Ticket",
        es: "Su nuevo pase",
        fr: "Votre nouveau billet",
      },
    ],
  ] as const)("%s has its words in every language", async (kind, subjects) => {
    for (const locale of LOCALES) {
      const mail = await show({ kind, locale });
      expect(mail.subject).toContain(subjects[locale]);
      expect(mail.html).toMatch(new RegExp(`<html[^>]* lang="${locale}"`));
      expect(mail.text).toContain(WHEN[locale]);
      expect(mail.headers["Content-Language"]).toBe(locale);
    }
  });

  it.each(MAIL_KINDS)("%s leaves no placeholder and no key unfilled", async (kind) => {
    for (const locale of [...LOCALES, "tlh"])
      for (const joinLink of [null, JOIN_LINK]) {
        const mail = await show({ kind, locale, joinLink });
        for (const said of [mail.subject, mail.text, words(mail.html)])
          expect(said).not.toMatch(/\{\w*\}|undefined|null|\bmail\.\w/);
      }
  });

  it("promises the link where it isn't there yet", async () => {
    const mail = await show({ joinLink: null });
    expect(mail.subject).toContain("Your place is safe");
    expect(mail.text).toContain("personal link follows");
    expect(mail.text).not.toContain("Join on Microsoft Teams");
    expect(mail.text).toContain(PASS_URL);
    expect(String(entryOf(mail).location)).toBe("Online, on Microsoft Teams");
  });

  it("says that the pass before has ended", async () => {
    expect((await show({ kind: "again" })).text).toContain("the one before it has ended");
    expect((await show({ kind: "again", joinLink: null })).text).toContain("still follows by mail");
  });

  it("to somebody without a place brings no calendar entry and speaks of no link", async () => {
    for (const mail of [
      await show({ kind: "confirm_address", ...about("held", { unconfirmed: true }) }),
      await show({ kind: "waiting", ...about("waitlisted", { position: 3 }) }),
      await show({ kind: "offer", ...about("offered", { until: UNTIL }) }),
      await show({ kind: "requested", ...about("awaiting_approval") }),
      await show({ kind: "declined", ...about("declined"), passUrl: null }),
      await show({ kind: "left", ...about("withdrawn"), passUrl: null }),
      await show({ kind: "lapsed", ...about("expired"), passUrl: null }),
      await show({ kind: "cancelled", ...about("waitlisted"), passUrl: null }),
    ]) {
      expect(mail.calendar).toBeNull();
      expect(mail.text).not.toMatch(/calendar|personal link/i);
    }
  });

  it("says the position, and until when something is kept, in the reader's zone", async () => {
    const waiting = await show({ kind: "waiting", ...about("waitlisted", { position: 1204 }) });
    expect(waiting.text).toContain("You are number 1,204 in line.");
    const until = "until Wednesday 25 November 2026, 14:00, Paris (CET).";
    const offer = await show({ kind: "offer", ...about("offered", { until: UNTIL }) });
    expect(offer.text).toContain(until);
    expect(offer.text).toContain(`Accept my place:\n${PASS_URL}\n`);
    const held = about("held", { unconfirmed: true, until: UNTIL });
    const confirm = await show({ kind: "confirm_address", ...held });
    expect(confirm.text).toContain(until);
    expect(confirm.html).toContain(`href="${PASS_URL}"`);
    expect(confirm.text).toContain("without your press nobody gets a place");
  });

  it("brings the organizer's own words as they are", async () => {
    const declinedWords = "Members <b>first</b>.\n\nNext time!";
    const mail = await show({ kind: "declined", ...about("declined", { declinedWords }) });
    expect(mail.text).toContain("Northmoor Observatory writes:\nMembers <b>first</b>.\n");
    expect(words(mail.html)).toContain("Members <b>first</b>.");
    expect(mail.html).not.toContain("<b>first");
  });

  it("of a new pass says how it stands without a place", async () => {
    const again = (changes: ReturnType<typeof about>) => show({ kind: "again", ...changes });
    expect((await again(about("waitlisted", { position: 2 }))).subject).toContain("waitlist");
    expect((await again(about("offered", { until: UNTIL }))).subject).toContain("A place for you");
    expect((await again(about("awaiting_approval"))).subject).toContain("request");
    const held = about("held", { unconfirmed: true, until: UNTIL });
    expect((await again(held)).subject).toContain("Confirm your address");
  });

  it.each(["withdrawn", "cancelled"] as const)("%s takes the entry out again", async (kind) => {
    // Even when somebody hands over a link: it works no longer.
    const mail = await show({ kind, joinLink: JOIN_LINK });
    expect(mail.calendar?.method).toBe("CANCEL");
    expect(entryOf(mail).status).toBe("CANCELLED");
    for (const part of [mail.html, mail.text, mail.calendar?.content])
      expect(part).not.toContain("teams.microsoft.com");
  });

  it("numbers the entries in the order they hold", async () => {
    const sequence = async (changes: Partial<MailData>) => entryOf(await show(changes)).sequence;
    const { event } = mailData();
    const numbers = [
      await sequence({ joinLink: null, event: { ...event, links: 0 } }),
      await sequence({ kind: "link" }),
      await sequence({ kind: "changed", event: { ...event, sequence: 1 } }),
      await sequence({ kind: "withdrawn", event: { ...event, sequence: 1 } }),
    ].map(Number);
    expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
  });

  it.each(["reminder", "follow_up", "replaced"] as const)(
    "%s leaves the calendar alone",
    async (kind) => {
      const mail = await show({ kind });
      expect(mail.calendar).toBeNull();
      expect(mail.text).not.toContain("For your calendar");
    },
  );

  it("a replaced pass brings the calendar its new personal link", async () => {
    const mail = await show({ kind: "replaced", personalLink: true });
    expect(mail.calendar).not.toBeNull();
    expect(mail.text).toContain("your personal link were replaced");
    for (const locale of LOCALES)
      expect((await show({ kind: "replaced", personalLink: true, locale })).text).not.toBe(
        (await show({ kind: "replaced", locale })).text,
      );
  });

  it("a reminder brings the link, and says how far off it is", async () => {
    const mail = await show({ kind: "reminder" });
    expect(mail.subject).toBe(
      "Tomorrow: Reading the sky: an evening with the observatory, Thursday 3 December 2026",
    );
    for (const said of [words(mail.html), mail.text]) {
      expect(said).toContain("It starts tomorrow.");
      expect(said).toContain(JOIN_LINK);
      expect(said).toContain("Open your pass");
    }
    const late = await show({ kind: "reminder", writtenAt: new Date("2026-12-03T18:40:00Z") });
    expect(late.subject).toContain("Under way: ");
    expect(late.text).toContain("It has begun.");
    expect((await show({ kind: "reminder", joinLink: null })).text).toContain("still follows");
  });

  it("a change says what stood there before, and replaces the entry", async () => {
    const mail = await show({ kind: "changed" });
    for (const said of [words(mail.html), mail.text.replace(/\s+/g, " ")]) {
      expect(said).toContain("It has a new time.");
      expect(said).toContain("Thursday 3 December 2026 19:30 to 21:00, Paris (CET)");
      expect(said).toMatch(/before Wednesday 2 December 2026 19:30 to 21:00, Paris \(CET\)/i);
      expect(said).toContain("replaces the one that you have");
    }
    expect(mail.calendar?.method).toBe("REQUEST");
    const named = mailData({ kind: "changed" });
    const title = await show({
      kind: "changed",
      before: { ...named.event, title: "Stars, simply" },
    });
    expect(title.text).toContain("It has a new title.");
    expect(title.text).toContain("BEFORE\nStars, simply\n");
    const both = { ...(named.before as NonNullable<MailData["before"]>), title: "Stars, simply" };
    expect((await show({ kind: "changed", before: both })).text).toContain(
      "BEFORE\nStars, simply\nWednesday 2 December 2026\n",
    );
  });

  it("a follow-up holds no link and no pass", async () => {
    const mail = await show({ kind: "follow_up" });
    for (const part of [mail.html, mail.text]) {
      expect(part).not.toContain("teams.microsoft.com");
      expect(part).not.toContain(PASS_URL);
    }
  });
});

describe("what people and organizers type", () => {
  it.each([
    ["mark-up", '<script>alert(1)</script> & "quotes"'],
    ["new lines", "Sky\r\nBcc: everybody@example.org\r\n\r\n<b>x</b>"],
    ["ICU", "{title} '{'x'}' {n, plural, one {#}}"],
    ["right to left", "ليلة \u202egnp.exe"],
    ["emoji", "👩‍🚀🔭".repeat(60)],
    ["something huge", "Sky ".repeat(3000)],
  ])("is safe as %s", async (_, hostile) => {
    const mail = await show({
      event: { ...mailData().event, title: hostile, hostName: hostile },
      person: { firstName: hostile, lastName: hostile, email: "amara@example.org" },
    });
    for (const header of [mail.subject, mail.from.name, mail.to.name, mail.replyTo?.name ?? ""]) {
      expect(header).not.toMatch(/[\r\n\u202a-\u202e]/);
      expect([...header].length).toBeLessThanOrEqual(180);
    }
    expect(mail.html).not.toContain("<script>");
    expect(mail.html).not.toContain("<b>");
    expect(mail.html.length).toBeLessThan(100_000);
  });

  it("greets nobody with an advertisement", async () => {
    for (const firstName of ["Win at casino.example", "http://evil.example", "www evil", "x@y.z"]) {
      const mail = await show({ person: { ...mailData().person, firstName } });
      expect(mail.text).not.toContain(firstName);
      expect(mail.html).not.toContain(firstName);
      expect(mail.text).toContain("You’re in.");
      expect(mail.to.name).toBe("");
    }
    const mail = await show({ person: { ...mailData().person, firstName: "J. R. R." } });
    expect(mail.text).toContain("You’re in, J. R. R.\n");
  });

  it("speaks the first language to an unknown one and the event's zone to an unknown zone", async () => {
    const mail = await show({ locale: "tlh", zone: "Mars/Olympus" });
    expect(mail.subject).toContain("You’re in");
    expect(mail.text).toContain("18:30 to 20:00, London (GMT)\n");
  });
});
