import { describe, expect, it } from "vitest";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { LOCALES } from "@/lib/i18n/locales";
import { mailData } from "./mail-data.fixture";
import { fillPlaceholders, type PlaceholderValues, templateProblem } from "./placeholders";
import { renderMail } from "./render-mail";

const VALUES: PlaceholderValues = {
  firstName: "Amara",
  lastName: "Diallo",
  title: "Reading {hostName}",
  hostName: "Tidewater",
  when: "Thursday, 18:30",
  date: "Thursday",
  time: "18:30",
  starts: "tomorrow",
  page: "https://usher.example/e/tide",
};

describe("placeholders", () => {
  it("are filled once, so that braces in a value are just braces", () => {
    expect(fillPlaceholders("{firstName} {lastName}: {title} ({time})", VALUES)).toBe(
      "Amara Diallo: Reading {hostName} (18:30)",
    );
  });

  it("go with the blank before them where there is no value", () => {
    const values = { ...VALUES, firstName: null };
    expect(fillPlaceholders("Hello {firstName},\n{firstName}!", values)).toBe("Hello,\n!");
  });

  it.each([
    ["{surname}", { kind: "unknown-placeholder", name: "surname" }],
    ["{ firstName }", { kind: "unknown-placeholder", name: "firstName" }],
    ["{}", { kind: "unknown-placeholder", name: "" }],
    ["{toString}", { kind: "unknown-placeholder", name: "toString" }],
    ["{__proto__}", { kind: "unknown-placeholder", name: "__proto__" }],
    ["{starts}", { kind: "unknown-placeholder", name: "starts" }],
    ["{firstName", { kind: "stray-brace" }],
    ["firstName}", { kind: "stray-brace" }],
    ["{{firstName}}", { kind: "stray-brace" }],
    ["{firstName}} {", { kind: "stray-brace" }],
  ])("refuses %s", (template, problem) => {
    expect(templateProblem(template, "confirmation")).toEqual(problem);
  });

  it("tell how far off it is in reminders alone", () => {
    expect(templateProblem("{starts}: {title}", "reminder")).toBeNull();
  });

  it("take every standard subject, so that it can stand in the field", () => {
    for (const locale of LOCALES)
      for (const kind of ["confirmation", "reminder", "follow_up", "cancelled", "offer"] as const)
        expect(templateProblem(CATALOGS[locale].mail[kind].subject, kind), kind).toBeNull();
  });
});

const context = { sender: "places@usher.example", now: new Date("2026-11-24T10:00:00Z") };

function ownMail(subject: string | null, words: string | null, changes = {}) {
  const own = { subject, words: words === null ? null : { text: words, locale: "en" as const } };
  return renderMail(mailData({ own, ...changes }), context);
}

describe("an organizer's own words in a mail", () => {
  it("stand in HTML and text under the host's name, with Usher's parts as they were", async () => {
    const mail = await ownMail(
      "{firstName}, see you {date}",
      "Bring a photo.\n\n\nYours,\n{hostName}",
    );
    expect(mail.subject).toBe("Amara, see you Thursday 3 December 2026");
    expect(mail.text).toContain(
      "Northmoor Observatory writes:\nBring a photo.\n\nYours,\nNorthmoor Observatory\n",
    );
    expect(mail.html).toContain("Bring a photo.");
    for (const part of [mail.html, mail.text]) {
      expect(part).toContain("/r/kT3vPzX9QmY2wLr8Nc5JdA");
      expect(part).toContain("Join on Microsoft Teams");
      expect(part).toContain("Why you get this.");
    }
    expect(mail.calendar?.method).toBe("REQUEST");
  });

  it("are no markup, and no second header", async () => {
    const mail = await ownMail(
      "<b>{title}</b>",
      '<img src=x onerror=alert(1)> <a href="javascript:x">x</a> & {lastName}',
      {
        person: { firstName: "Amara", lastName: "<i>Diallo</i>", email: "amara@example.org" },
        event: { ...mailData().event, title: "Tide\r\nBcc: everybody@example.org" },
      },
    );
    expect(mail.html).not.toMatch(/<img|<a [^>]*javascript|<i>/i);
    expect(mail.html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.subject).toBe("<b>Tide Bcc: everybody@example.org</b>");
    expect(mail.text).toContain('<img src=x onerror=alert(1)> <a href="javascript:x">x</a> &\n');
  });

  it("make links of web addresses only, and of nothing that an attendee typed", async () => {
    const { html } = await ownMail(
      null,
      "Slides: https://tidewater.example/slides?a=1&b=2. And ftp://x.example, {firstName}",
      { person: { firstName: "https://spam.example", lastName: "x", email: "x@example.org" } },
    );
    expect(html).toContain('href="https://tidewater.example/slides?a=1&amp;b=2"');
    expect(html).not.toContain('href="ftp');
    expect(html).not.toContain("spam.example");
  });

  it("say their language where it isn't the reader's", async () => {
    const { html } = await ownMail(null, "Bring a photo.", { locale: "fr" });
    expect(html).toMatch(/<p[^>]* lang="en"[^>]*>Bring a photo\./);
    const same = await ownMail(null, "Bring a photo.");
    expect(same.html).toMatch(/<p(?![^>]* lang=)[^>]*>Bring a photo\./);
  });

  it("begin a reminder's subject with a capital, and say nothing untrue once it has begun", async () => {
    const reminder = { kind: "reminder" as const };
    expect((await ownMail("{starts}: {title}", null, reminder)).subject).toMatch(/^Tomorrow: /);
    const begun = await ownMail("{starts}: {title}", null, {
      ...reminder,
      writtenAt: new Date("2026-12-03T18:31:00Z"),
    });
    expect(begun.subject).toMatch(/^Under way: /);
  });

  it("stand below what was said to somebody declined", async () => {
    const declined = {
      kind: "declined" as const,
      joinLink: null,
      passUrl: null,
      place: {
        state: "declined" as const,
        unconfirmed: false,
        until: null,
        position: null,
        declinedWords: "Next time, Amara.",
      },
    };
    const { text } = await ownMail(null, "We keep a list.", declined);
    expect(text).toContain("writes:\nNext time, Amara.\n\nWe keep a list.\n");
  });
});

describe("a test of a mail", () => {
  it("says that it is one, in its subject and at its foot", async () => {
    const mail = await renderMail(mailData({ isTest: true }), context);
    expect(mail.subject).toMatch(/^\[Test\] You’re in: /);
    expect(mail.text).toContain("You asked for this test");
  });
});
