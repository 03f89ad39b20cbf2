import nodeIcal, { type VEvent } from "node-ical";
import { describe, expect, it } from "vitest";
import { type PlaceEntry, placeEntry } from "./place-entry";

const LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting/0?context=%7b%22prid%22%7d";

const place: PlaceEntry = {
  uid: "5f1c7e0a@usher.example",
  changes: 1,
  links: 1,
  alarmMinutes: 15,
  changedAt: new Date("2026-11-20T09:00:00Z"),
  title: "Reading the sky",
  startsAt: new Date("2026-12-03T18:30:00Z"),
  endsAt: new Date("2026-12-03T20:00:00Z"),
  zone: "Europe/London",
  locale: "en",
  joinLink: LINK,
  eventUrl: "https://usher.example/e/sky",
  gone: false,
  organizer: { name: "Northmoor Observatory", email: "places@usher.example" },
  attendee: null,
  now: new Date("2026-11-24T10:00:00Z"),
};
const attendee = { name: "Amara Diallo", email: "amara@example.org" };

function read(wanted: Partial<PlaceEntry>) {
  const { method, content } = placeEntry({ ...place, ...wanted });
  const found = Object.values(nodeIcal.sync.parseICS(content)).find(
    (one) => one?.type === "VEVENT",
  );
  return { method, event: found as VEvent };
}

describe("placeEntry", () => {
  it("is one entry in a mail and in a file, with the link as its place", () => {
    const file = read({});
    const mail = read({ attendee });
    expect([file.method, mail.method]).toEqual(["PUBLISH", "REQUEST"]);
    for (const key of ["uid", "sequence", "location", "url", "description", "organizer"] as const)
      expect(file.event[key]).toEqual(mail.event[key]);
    expect(String(file.event.location)).toBe(LINK);
    expect(file.event.url).toMatchObject({ val: LINK });
    expect(String(file.event.description)).toContain(LINK);
    expect(file.event.attendee).toBeUndefined();
  });

  it("replaces the one without the link, and is replaced by its end", () => {
    const before = read({ joinLink: null, links: 0 }).event;
    const after = read({ gone: true, attendee });
    expect(String(before.location)).toBe("Online, on Microsoft Teams");
    expect(before.url).toMatchObject({ val: place.eventUrl });
    expect(after.method).toBe("CANCEL");
    expect(String(after.event.description)).not.toContain(LINK);
    expect(Number(before.sequence)).toBeLessThan(Number(read({}).event.sequence));
    expect(Number(read({}).event.sequence)).toBeLessThan(Number(after.event.sequence));
  });
});
