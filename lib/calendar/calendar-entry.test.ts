import ICAL from "ical.js";
import nodeIcal, { type VEvent } from "node-ical";
import { describe, expect, it } from "vitest";
import { listZones } from "@/lib/time/zones";
import { type CalendarEntry, calendarEntry } from "./calendar-entry";
import { entrySequence } from "./entry-sequence";

const link =
  "https://teams.microsoft.com/l/meetup-join/19%3ameeting_N2Y4OTk2%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%2c%22prid%22%3a%228f4c%22%7d";

const entry: CalendarEntry = {
  uid: "5f1c7e0a@usher.example",
  sequence: 1,
  method: "REQUEST",
  title: "Reading the sky: an evening",
  description: "Your link:\nhttps://usher.example/e/sky",
  startsAt: new Date("2026-12-03T18:30:00Z"),
  endsAt: new Date("2026-12-03T20:00:00Z"),
  zone: "Europe/London",
  url: link,
  organizer: { name: "Northmoor Observatory", email: "places@usher.example" },
  attendee: { name: "Amara Diallo", email: "amara@example.org" },
  alarmMinutes: 15,
  changedAt: new Date("2026-11-20T09:00:00Z"),
  now: new Date("2026-11-24T10:00:00Z"),
};

/** Read by ical.js, with the zone that the text itself describes. */
function readIcalJs(text: string) {
  ICAL.TimezoneService.reset();
  const component = new ICAL.Component(ICAL.parse(text));
  for (const zone of component.getAllSubcomponents("vtimezone"))
    ICAL.TimezoneService.register(zone);
  const vevent = component.getFirstSubcomponent("vevent");
  if (!vevent) throw new Error("no event");
  return { component, vevent, event: new ICAL.Event(vevent) };
}

function readNodeIcal(text: string): VEvent {
  const found = Object.values(nodeIcal.sync.parseICS(text)).find((one) => one?.type === "VEVENT");
  if (!found) throw new Error("no event");
  return found as VEvent;
}

describe("calendarEntry", () => {
  it("is read the same by two parsers", () => {
    const text = calendarEntry(entry);
    const { component, event } = readIcalJs(text);
    expect(component.getFirstPropertyValue("method")).toBe("REQUEST");
    expect(event.uid).toBe(entry.uid);
    expect(event.sequence).toBe(1);
    expect(event.summary).toBe(entry.title);
    expect(event.description).toBe(entry.description);
    expect(event.location).toBe(link);

    const other = readNodeIcal(text);
    expect(other.uid).toBe(entry.uid);
    expect(other.summary).toBe(entry.title);
    expect(other.status).toBe("CONFIRMED");
    expect(other.url).toMatchObject({ val: link });
  });

  it("asks nobody for an answer and has our address as the organizer's", () => {
    const { vevent } = readIcalJs(calendarEntry(entry));
    const organizer = vevent.getFirstProperty("organizer");
    expect(organizer?.getFirstValue()).toBe("mailto:places@usher.example");
    expect(organizer?.getFirstParameter("cn")).toBe("Northmoor Observatory");
    const attendee = vevent.getFirstProperty("attendee");
    expect(String(attendee?.getFirstValue()).toLowerCase()).toBe("mailto:amara@example.org");
    expect(attendee?.getFirstParameter("rsvp")).toBe("FALSE");
    expect(attendee?.getFirstParameter("partstat")).toBe("ACCEPTED");
  });

  it.each([
    [15, "-PT15M"],
    [60, "-PT1H"],
    [1440, "-P1D"],
    [0, "PT0S"],
  ])("rings %i minutes before", (alarmMinutes, trigger) => {
    const text = calendarEntry({ ...entry, alarmMinutes });
    const alarm = readIcalJs(text).vevent.getFirstSubcomponent("valarm");
    expect(String(alarm?.getFirstPropertyValue("trigger"))).toBe(trigger);
    expect(alarm?.getFirstPropertyValue("action")).toBe("DISPLAY");
    expect(readNodeIcal(text).alarms).toHaveLength(1);
  });

  it("doesn't ring where the organizer says so", () => {
    const text = calendarEntry({ ...entry, alarmMinutes: null });
    expect(readIcalJs(text).vevent.getFirstSubcomponent("valarm")).toBeNull();
    expect(readNodeIcal(text).alarms).toBeUndefined();
  });

  it("says when it was sent and since when it is so", () => {
    const text = calendarEntry(entry);
    expect(String(readIcalJs(text).vevent.getFirstPropertyValue("last-modified"))).toBe(
      "2026-11-20T09:00:00Z",
    );
    const read = readNodeIcal(text);
    expect(read.lastmodified?.toISOString()).toBe("2026-11-20T09:00:00.000Z");
    expect(read.dtstamp?.toISOString()).toBe("2026-11-24T10:00:00.000Z");
  });

  it("is one meeting, whatever series it is of", () => {
    const { vevent } = readIcalJs(calendarEntry(entry));
    for (const name of ["rrule", "rdate", "exdate", "recurrence-id"])
      expect(vevent.getFirstProperty(name)).toBeNull();
    expect(readNodeIcal(calendarEntry(entry)).rrule).toBeUndefined();
  });

  it("keeps to the standard where readers are lenient", () => {
    const text = calendarEntry(entry);
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*\r\nEND:VCALENDAR\r\n$/);
    expect(text).toContain("\r\nDTSTAMP:20261124T100000Z\r\n");
    expect(text).toContain("\r\nDTSTART;TZID=Europe/London:20261203T183000\r\n");
    expect(text).toContain("END:VALARM\r\nEND:VEVENT");
    expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
  });

  it("cancels", () => {
    const text = calendarEntry({ ...entry, method: "CANCEL", sequence: 2 });
    const { component, vevent } = readIcalJs(text);
    expect(component.getFirstPropertyValue("method")).toBe("CANCEL");
    expect(vevent.getFirstPropertyValue("status")).toBe("CANCELLED");
    expect(vevent.getFirstSubcomponent("valarm")).toBeNull();
  });

  it("has no attendee when it is published", () => {
    const text = calendarEntry({ ...entry, method: "PUBLISH", attendee: null });
    expect(readIcalJs(text).vevent.getFirstProperty("attendee")).toBeNull();
  });

  it.each([
    ["Europe/London", "2026-07-03T17:30:00Z"],
    ["Europe/London", "2026-03-29T00:30:00Z"],
    ["Europe/Paris", "2026-10-25T02:30:00Z"],
    ["America/New_York", "2026-11-01T07:30:00Z"],
    ["America/Los_Angeles", "2027-03-14T18:00:00Z"],
    ["America/Sao_Paulo", "2026-12-03T18:30:00Z"],
    ["America/St_Johns", "2026-06-01T12:00:00Z"],
    ["Asia/Tokyo", "2026-12-03T18:30:00Z"],
    ["Asia/Calcutta", "2026-12-03T18:30:00Z"],
    ["Asia/Kathmandu", "2026-12-03T18:30:00Z"],
    ["Australia/Sydney", "2027-04-04T02:00:00Z"],
    ["Pacific/Auckland", "2026-09-27T02:00:00Z"],
    ["Pacific/Kiritimati", "2026-12-31T23:30:00Z"],
    // The days on which clocks change, in rules that a yearly one misses now and then too.
    ["America/Santiago", "2029-04-05T12:00:00Z"],
    ["Asia/Jerusalem", "2029-03-25T09:00:00Z"],
    ["Asia/Gaza", "2028-10-28T09:00:00Z"],
    ["Africa/Cairo", "2030-10-27T09:00:00Z"],
    ["America/Scoresbysund", "2029-03-28T09:00:00Z"],
    ["Africa/Casablanca", "2027-02-20T09:00:00Z"],
    ["Australia/Lord_Howe", "2027-04-03T14:30:00Z"],
    ["Pacific/Chatham", "2027-04-03T13:30:00Z"],
    ["Atlantic/Azores", "2027-03-28T00:30:00Z"],
    ["UTC", "2026-12-03T18:30:00Z"],
    ["Europe/Nowhere", "2026-12-03T18:30:00Z"],
  ])("keeps the instant in %s at %s", (zone, at) => {
    const startsAt = new Date(at);
    const endsAt = new Date(startsAt.getTime() + 90 * 60_000);
    const text = calendarEntry({ ...entry, zone, startsAt, endsAt });
    const { event } = readIcalJs(text);
    expect(event.startDate.toJSDate().toISOString()).toBe(startsAt.toISOString());
    expect(event.endDate.toJSDate().toISOString()).toBe(endsAt.toISOString());
    const other = readNodeIcal(text);
    expect(other.start.toISOString()).toBe(startsAt.toISOString());
    expect(other.end?.toISOString()).toBe(endsAt.toISOString());
  });

  it.each([
    ["new lines", "Sky\r\nATTENDEE:mailto:evil@example.org\nEND:VEVENT"],
    ["separators", 'Sky; stars, \\planets\\ and "moons": 100%'],
    ["emoji and accents", "🔭🌌👩‍🚀 Étoiles – ".repeat(20)],
    ["right to left", "ليلة في المرصد \u202eevil\u2066"],
    ["controls", "Sky\u0000\u0007\u009f"],
    ["half an emoji", "Sky \ud83d"],
    ["one long word", "x".repeat(5000)],
  ])("is safe with %s", (_, title) => {
    const text = calendarEntry({
      ...entry,
      title,
      description: title,
      organizer: { ...entry.organizer, name: title },
      attendee: { name: title, email: "amara@example.org" },
    });
    for (const line of text.split("\r\n")) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n]/);
    }
    const { vevent, event, component } = readIcalJs(text);
    expect(component.getAllSubcomponents("vevent")).toHaveLength(1);
    expect(vevent.getAllProperties("attendee")).toHaveLength(1);
    expect(event.summary).toBe(readNodeIcal(text).summary);
    expect(event.summary).not.toMatch(/[\u202a-\u202e\u2066-\u2069\n]/);
    expect(vevent.getFirstProperty("organizer")?.getFirstValue()).toBe(
      "mailto:places@usher.example",
    );
  });

  it("puts no line break into an address", () => {
    const text = calendarEntry({
      ...entry,
      url: "https://usher.example/a\r\nATTENDEE:mailto:x@y.z",
    });
    expect(readIcalJs(text).vevent.getAllProperties("attendee")).toHaveLength(1);
  });
});

describe("an hour of every quarter in every zone", () => {
  const zones = listZones();
  const instants = Array.from(
    { length: 20 },
    (_, at) => new Date(Date.UTC(2026, 10 + 3 * at, 1 + ((at * 7) % 28), at)),
  );

  it.each([0, 1, 2, 3])("keeps the instant (part %i of 4)", (part) => {
    for (const [at, zone] of zones.entries()) {
      if (at % 4 !== part) continue;
      // Each zone with two of them: together every quarter has forty zones.
      for (const startsAt of instants.filter((_, nth) => nth % 10 === (at >> 2) % 10)) {
        const endsAt = new Date(startsAt.getTime() + 60 * 60_000);
        const { event } = readIcalJs(calendarEntry({ ...entry, zone, startsAt, endsAt }));
        expect(`${zone} ${event.startDate.toJSDate().toISOString()}`).toBe(
          `${zone} ${startsAt.toISOString()}`,
        );
      }
    }
  });
});

describe("entrySequence", () => {
  const all: [string, Parameters<typeof entrySequence>[0]][] = [
    ["a place without a link", { changes: 0, links: 0, step: "without-link" }],
    ["the link arrives", { changes: 0, links: 1, step: "with-link" }],
    [
      "the time changes while the link is made anew",
      { changes: 1, links: 1, step: "without-link" },
    ],
    ["the new link arrives", { changes: 1, links: 2, step: "with-link" }],
    ["the title changes", { changes: 2, links: 2, step: "with-link" }],
    ["the place is given up", { changes: 2, links: 2, step: "gone" }],
  ];

  it("rises with whatever happens to an entry", () => {
    const numbers = all.map(([, entry]) => entrySequence(entry));
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it("ends an entry whose link never came", () => {
    const place = { changes: 0, links: 0 } as const;
    expect(entrySequence({ ...place, step: "gone" })).toBeGreaterThan(
      entrySequence({ ...place, step: "without-link" }),
    );
  });

  it("lets no confirmation that comes late take the link out again", () => {
    const place = { changes: 3, links: 1 } as const;
    expect(entrySequence({ ...place, step: "without-link" })).toBeLessThan(
      entrySequence({ ...place, step: "with-link" }),
    );
  });
});
