import type { MailData } from "./types";

export const JOIN_LINK =
  "https://teams.microsoft.com/l/meetup-join/19%3ameeting_N2Y4OTk2%40thread.v2/0?context=%7b%22Tid%22%3a%2272f9%22%2c%22prid%22%3a%228f4c%22%7d&attendee=8f4c1d62";
export const PASS_URL = "https://usher.example/r/kT3vPzX9QmY2wLr8Nc5JdA";

/** A mail's data as the tests need it. */
export function mailData(changes: Partial<MailData> = {}): MailData {
  const gone = changes.kind === "withdrawn" || changes.kind === "cancelled";
  return {
    kind: "confirmation",
    place: {
      state: changes.kind === "withdrawn" ? "withdrawn" : "taken",
      unconfirmed: false,
      until: null,
      position: null,
      declinedWords: null,
    },
    event: {
      title: "Reading the sky: an evening with the observatory",
      hostName: "Northmoor Observatory",
      slug: "reading-the-sky",
      startsAt: new Date("2026-12-03T18:30:00Z"),
      endsAt: new Date("2026-12-03T20:00:00Z"),
      zone: "Europe/London",
      accent: "night",
      uid: "5f1c7e0a@usher.example",
      sequence: 0,
      links: 1,
      alarmMinutes: 15,
      entryChangedAt: new Date("2026-11-20T09:00:00Z"),
    },
    person: { firstName: "Amara", lastName: "Diallo", email: "amara.diallo@example.org" },
    locale: "en",
    zone: "Europe/Paris",
    joinLink: gone ? null : JOIN_LINK,
    personalLink: false,
    passUrl: gone ? null : PASS_URL,
    eventUrl: "https://usher.example/e/reading-the-sky",
    before:
      changes.kind === "changed"
        ? {
            title: "Reading the sky: an evening with the observatory",
            startsAt: new Date("2026-12-02T18:30:00Z"),
            endsAt: new Date("2026-12-02T20:00:00Z"),
            zone: "Europe/London",
          }
        : null,
    writtenAt: new Date(
      changes.kind === "reminder" ? "2026-12-02T18:30:04Z" : "2026-11-24T10:00:00Z",
    ),
    messageId: "<confirmation.5f1c7e0a@usher.example>",
    organizerEmail: "hello@northmoor.example",
    own: null,
    isTest: false,
    ...changes,
  };
}
