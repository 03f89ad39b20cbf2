import ICAL from "ical.js";
import nodeIcal, { type VEvent } from "node-ical";
import { describe, expect, it } from "vitest";
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

  it("rings a quarter of an hour before", () => {
    const alarm = readIcalJs(calendarEntry(entry)).vevent.getFirstSubcomponent("valarm");
    expect(String(alarm?.getFirstPropertyValue("trigger"))).toBe("-PT15M");
    expect(alarm?.getFirstPropertyValue("action")).toBe("DISPLAY");
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

describe("entrySequence", () => {
  it("rises with the link, the cancellation and each change of the time", () => {
    const all = [0, 1].flatMap((n) =>
      (["without-link", "with-link", "cancelled"] as const).map((step) => entrySequence(n, step)),
    );
    expect(all).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
