import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findWayIn } from "./way-in";

const LINK =
  "https://teams.microsoft.com/l/meetup-join/19%3ameeting_N2Y4OTk2%40thread.v2/0?context=%7b%22Tid%22%3a%2272f9%22%7d";
const SHORT = "https://teams.microsoft.com/meet/3811234567890?p=aB3xY9";
const safelink = (url: string) =>
  `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(url)}&data=05%7C02`;
const launcher =
  "https://teams.microsoft.com/dl/launcher/launcher.html?url=%2F_%23%2Fl%2Fmeetup-join%2F19%3ameeting_x%40thread.v2%2F0";

describe("finds Teams links", () => {
  it.each([
    LINK,
    SHORT,
    launcher,
    safelink(LINK),
    safelink(safelink(launcher)),
    encodeURIComponent(LINK),
    LINK.toUpperCase(),
    LINK.replace("https://", ""),
    `[our room](${LINK})`,
    `<${SHORT}>`,
    `[our room][1]\n\n[1]: ${SHORT}`,
    `<a href="${SHORT}">here</a>`,
    `<p>teams.<b>microsoft</b>.com/meet/1</p>`,
    "teams.**microsoft**.com/meet/3811234567890",
    "teams\\.microsoft\\.com/meet/3811234567890",
    "teams&period;microsoft&#46;com&sol;meet&#x2f;3811234567890",
    "te\u200bams.micro\u00adsoft.com/me\u2060et/3811234567890",
    "ｔｅａｍｓ.microsoft.com/meet/3811234567890",
    "msteams:/l/meetup-join/19:meeting_x@thread.v2/0",
    "msteams://teams.microsoft.com/l/meetup-join/x",
    "https://teams.cloud.microsoft/meet/3811234567890",
    "https://teams.live.com/meet/9345678901234",
    "https://gov.teams.microsoft.us/l/meetup-join/x",
    "https://aka.ms/JoinTeamsMeeting?omkt=en-US",
    "19:meeting_N2Y4OTk2@thread.v2",
    "https://teams.microsoft.com/_#/l/meetup-join/x",
  ])("%s", (text) => {
    expect(findWayIn(text)).toContain("teams-link");
    expect(findWayIn(`Before.\n\n${text}\n\nAfter.`)).toContain("teams-link");
  });

  it("wherever it stands and however often it is escaped", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.constantFrom(LINK, SHORT, launcher, safelink(LINK)),
        fc.nat({ max: 4 }),
        (before, after, link, times) => {
          let wrapped = link;
          for (let i = 0; i < times; i++) wrapped = encodeURIComponent(wrapped);
          return findWayIn(`${before} ${wrapped}${after}`).includes("teams-link");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("with invisible characters anywhere in it", () => {
    const invisible = fc.constantFrom("\u200b", "\u200c", "\u200d", "\u00ad", "\u2060", "\ufeff");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), invisible), { maxLength: 12 }), (marks) => {
        let hidden = SHORT;
        for (const [at, mark] of marks) {
          const where = at % (hidden.length + 1);
          hidden = hidden.slice(0, where) + mark + hidden.slice(where);
        }
        return findWayIn(`Come: ${hidden}`).includes("teams-link");
      }),
    );
  });
});

describe("finds what an invitation says", () => {
  it.each([
    [
      "in English",
      "Meeting ID: 381 123 456 789 0\nPasscode: aB3xY9\nDial in by phone\n+44 20 3321 5208,,987654321#\nPhone conference ID: 987 654 321#",
    ],
    [
      "in French",
      "ID de réunion\u00a0: 381\u202f123\u202f456\u202f789\u202f0\nCode secret\u00a0: aB3xY9\nID de conférence téléphonique : 987 654 321#",
    ],
    [
      "in German",
      "Besprechungs-ID: 381 123 456 789 0\nPasscode: aB3xY9\nTelefonkonferenz-ID: 987 654 321#",
    ],
    [
      "in Markdown",
      "**Meeting ID:** 381 123 456 789 0 \n- *Passcode*: `aB3xY9`\n\n| Conference ID | 987 654 321# |",
    ],
    [
      "in HTML",
      "<td>Meeting&nbsp;ID:</td><td>381&nbsp;123&nbsp;456&nbsp;789&nbsp;0</td><td>Passcode:</td><td>aB3xY9</td><i>Conference ID:</i> <b>987654321</b>#",
    ],
  ])("%s", (_, text) => expect(findWayIn(text)).toEqual(["meeting-id", "passcode", "dial-in"]));

  it.each([
    ["Meeting ID 3811234567890", "meeting-id"],
    ["meeting-id = 381-123-456-789", "meeting-id"],
    ["The meeting number is 381 123 456 789", "meeting-id"],
    ["Numéro de la réunion : 381 123 456 789", "meeting-id"],
    ["ID della riunione: 381 123 456 789", "meeting-id"],
    ["ID de la reunión: 381 123 456 789", "meeting-id"],
    ["会议 ID：381 123 456 789", "meeting-id"],
    ["Join with 381 123 456 789 0", "meeting-id"],
    ["Me\u00adeting\u00a0ID: 381\u200b 123 456 789", "meeting-id"],
    ["The passcode is Xk29Lm", "passcode"],
    ["Passcode: 123456", "passcode"],
    ["Passcode\nabCDef", "passcode"],
    ["Mot de passe : hG7kP2", "passcode"],
    ["Code d’accès : 482913", "passcode"],
    ["Kenncode: hG7kP2", "passcode"],
    ["https://dialin.teams.microsoft.com/8f2?id=987654321", "dial-in"],
    ["tel:+442033215208,,987654321#", "dial-in"],
    ["Konferenz-ID: 987 654 321", "dial-in"],
    ["Video ID: 118 234 567 8", "dial-in"],
  ])("%s", (text, kind) => expect(findWayIn(text)).toContain(kind));
});

describe("lets ordinary text be", () => {
  it.each([
    "",
    "Call 020 7946 0018",
    "Call +44 20 7946 0018 or +49 123 456 789 012",
    "Tél. 01 23 45 67 89, fax 01 23 45 67 80",
    "Téléphone : 00 420 123 456 789",
    "Phone: 420 123 456 789",
    "ISBN 978 0 14 044913 6",
    "ISBN 978-2-07-036822-8",
    "2026",
    "Thursday 3 December 2026, 18:30 to 20:00",
    "2026-12-03 18:30",
    "Join us on Microsoft Teams. Your personal link comes by email.",
    "It runs at teams.microsoft.com, in your browser. No account needed.",
    "Download Teams: https://www.microsoft.com/microsoft-teams/download-app",
    "You need no passcode. Password: required? No.",
    "Le code secret : aucun. Mot de passe : inutile.",
    "A budget of 250 000 000 000 € and 123 456 789 012 dollars",
    "Population: 7 942 645 086 123",
    "SIRET 123 456 789 00012",
    "Our conference identified 123456 stars",
    "The conference ID badge is at the door",
    "50% of 100 % — 3,000 people, 1 000 000 views",
    "https://example.org/e/sky?utm_source=mail&id=123456789012",
    "https://en.wikipedia.org/wiki/Microsoft_Teams",
    "Our password policy changed in 2026.",
    "Écrire à contact@example.org",
  ])("%s", (text) => expect(findWayIn(text)).toEqual([]));
});

it("looks to the end of a text of any length, soon", () => {
  const started = performance.now();
  for (const filler of [
    "word ",
    "<",
    "%25",
    "1 ",
    "Passcode: ",
    "Meeting ID: ",
    "a.",
    "&#x41;",
    "*",
  ])
    expect(findWayIn(`${filler.repeat(20_000)} ${LINK}`)).toContain("teams-link");
  expect(performance.now() - started).toBeLessThan(8000);
});
