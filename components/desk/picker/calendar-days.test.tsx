import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { PickerEntry } from "@/lib/events/pick-meeting";
import { translator } from "@/lib/i18n/translator";
import { deskDates } from "../dates";
import { CalendarDays } from "./calendar-days";

const regatta: PickerEntry = {
  id: "regatta",
  subject: "Regatta",
  startsAt: "2026-12-03T00:00:00.000Z",
  endsAt: "2026-12-04T00:00:00.000Z",
  zone: "Etc/UTC",
  isAllDay: true,
  isOrganizer: true,
  organizerName: null,
  isCancelled: false,
  isOnline: true,
  isRecurring: false,
  page: null,
};

function draw(zone: string, entries: PickerEntry[]): string {
  return renderToStaticMarkup(
    <CalendarDays
      entries={entries}
      dates={deskDates("en-GB", zone)}
      now={Date.parse("2026-11-25T12:00:00Z")}
      address={{ query: "", onlyMine: false }}
      window={{ from: "", to: "" }}
      hrefs={{ all: "", clear: "", plan: "" }}
      pick={async () => {}}
      words={translator("en", "desk")}
    />,
  );
}

describe("CalendarDays", () => {
  it.each(["Pacific/Honolulu", "Europe/Paris", "Pacific/Auckland"])(
    "puts whole days under their own date in %s, and says so instead of hours",
    (zone) => {
      const page = draw(zone, [regatta]);
      expect(page).toContain("3 December");
      expect(page).toContain("All day");
      expect(page).not.toMatch(/\d\d:\d\d–/);
    },
  );

  it("keeps the days in order, whole days first in theirs", () => {
    const talk = (id: string, startsAt: string) => ({
      ...regatta,
      id,
      subject: id,
      startsAt,
      endsAt: startsAt,
      isAllDay: false,
    });
    // In Honolulu the evening before comes after UTC's midnight; in Auckland the morning before it.
    const west = draw("Pacific/Honolulu", [regatta, talk("Evening", "2026-12-03T05:00:00.000Z")]);
    expect(west.indexOf("Evening")).toBeLessThan(west.indexOf("Regatta"));
    const east = draw("Pacific/Auckland", [talk("Morning", "2026-12-02T21:00:00.000Z"), regatta]);
    expect(east.indexOf("Regatta")).toBeLessThan(east.indexOf("Morning"));
  });
});
