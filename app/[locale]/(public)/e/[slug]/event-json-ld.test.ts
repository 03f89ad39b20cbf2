import { expect, it } from "vitest";
import type { PublicPage } from "@/lib/events/read-page";
import { eventJsonLd } from "./event-json-ld";

const page: PublicPage = {
  id: "11111111-1111-4111-8111-111111111111",
  slug: "reading-the-tide",
  title: "Reading the tide",
  description: "",
  hostName: "Tidewater",
  hostEmail: "ines@tidewater.example",
  accent: "sea",
  state: "open",
  audience: "everyone",
  asAttendee: false,
  emailDomains: [],
  invitedOnly: false,
  delivery: "show",
  hasCapacity: true,
  startsAt: "2026-12-03T17:30:00.000Z",
  endsAt: "2026-12-03T19:00:00.000Z",
  zone: "Europe/Paris",
  opensAt: null,
  closesAt: null,
  version: "7",
  form: null,
  privacyNotice: "",
  waitlist: false,
  approval: false,
  holdMinutes: null,
  listed: true,
  movedFrom: null,
  wasFull: false,
  wasNearlyFull: false,
  dates: [],
  choosesDates: false,
  cover: null,
  embedOrigins: [],
};

function read(changes: Partial<PublicPage> = {}, phase: "open" | "before" | "closed" = "open") {
  const options = { publicUrl: "https://usher.example", phase, locale: "en" as const };
  return JSON.parse(eventJsonLd({ ...page, ...changes }, options));
}

it("says when with the zone's offset, where, who and by which picture", () => {
  expect(read()).toMatchObject({
    "@type": "Event",
    name: "Reading the tide",
    startDate: "2026-12-03T18:30:00+01:00",
    endDate: "2026-12-03T20:00:00+01:00",
    eventStatus: "https://schema.org/EventScheduled",
    eventAttendanceMode: "https://schema.org/OnlineEventAttendanceMode",
    location: { "@type": "VirtualLocation", url: "https://usher.example/e/reading-the-tide" },
    organizer: { name: "Tidewater" },
    image: ["https://usher.example/api/share/reading-the-tide?lang=en&v=7"],
    offers: { availability: "https://schema.org/InStock" },
  });
});

it("tells a moved event by where it was, and a cancelled one", () => {
  expect(read({ movedFrom: "2026-12-02T17:30:00.000Z" })).toMatchObject({
    eventStatus: "https://schema.org/EventRescheduled",
    previousStartDate: "2026-12-02T18:30:00+01:00",
  });
  expect(read({ movedFrom: page.startsAt }).eventStatus).toMatch(/EventScheduled$/);
  expect(read({ state: "cancelled" }).eventStatus).toMatch(/EventCancelled$/);
});

it.each([
  ["open", false, "InStock"],
  ["open", true, "SoldOut"],
  ["before", false, "PreOrder"],
  ["closed", false, "SoldOut"],
] as const)("offers places while it is %s (full: %s): %s", (phase, wasFull, word) =>
  expect(read({ wasFull }, phase).offers.availability).toBe(`https://schema.org/${word}`),
);

it("can't end the script that holds it", () => {
  const options = { publicUrl: "https://usher.example", phase: "open", locale: "en" } as const;
  expect(eventJsonLd({ ...page, title: "</script><script>" }, options)).not.toContain("<");
});
