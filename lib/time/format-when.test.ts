import { describe, expect, it } from "vitest";
import { formatWhen } from "./format-when";
import { otherZone, whenLines } from "./when-lines";

const evening = {
  startsAt: new Date("2026-12-03T18:30:00Z"),
  endsAt: new Date("2026-12-03T20:00:00Z"),
};

describe("formatWhen", () => {
  it.each([
    ["Europe/London", "en", "Thursday 3 December 2026, 18:30 to 20:00, London (GMT)"],
    ["Europe/Paris", "en", "Thursday 3 December 2026, 19:30 to 21:00, Paris (CET)"],
    ["America/New_York", "en", "Thursday 3 December 2026, 13:30 to 15:00, New York (EST)"],
    ["Asia/Kolkata", "en", "Friday 4 December 2026, 00:00 to 01:30, Kolkata (IST)"],
    ["Asia/Tokyo", "en", "Friday 4 December 2026, 03:30 to 05:00, Tokyo (GMT+9)"],
    ["UTC", "en", "Thursday 3 December 2026, 18:30 to 20:00, UTC"],
    ["Europe/London", "de", "Donnerstag, 3. Dezember 2026, 18:30 bis 20:00 Uhr, London (GMT+0)"],
    ["Europe/Vienna", "de", "Donnerstag, 3. Dezember 2026, 19:30 bis 21:00 Uhr, Wien (MEZ)"],
    ["Europe/Madrid", "es", "jueves 3 de diciembre de 2026, de 19:30 a 21:00, Madrid (CET)"],
    [
      "America/Mexico_City",
      "es",
      "jueves 3 de diciembre de 2026, de 12:30 a 14:00, Ciudad de México (CST)",
    ],
    ["Europe/London", "fr", "jeudi 3 décembre 2026, de 18:30 à 20:00, Londres (UTC+0)"],
    ["Europe/Paris", "fr", "jeudi 3 décembre 2026, de 19:30 à 21:00, Paris (UTC+1)"],
  ] as const)("in %s, %s: %s", (zone, locale, full) =>
    expect(formatWhen({ ...evening, zone, locale }).full).toBe(full),
  );

  it("gives the parts", () => {
    expect(formatWhen({ ...evening, zone: "Europe/London", locale: "en" })).toMatchObject({
      date: "Thursday 3 December 2026",
      time: "18:30 to 20:00",
      zoneName: "London (GMT)",
    });
  });

  it("says midnight as 00:00", () => {
    const span = {
      startsAt: new Date("2026-12-03T00:00:00Z"),
      endsAt: new Date("2026-12-03T01:00Z"),
    };
    expect(formatWhen({ ...span, zone: "UTC", locale: "en" }).time).toBe("00:00 to 01:00");
  });

  it("names both days of an event over several", () => {
    const days = {
      startsAt: new Date("2026-12-01T09:00:00Z"),
      endsAt: new Date("2026-12-02T16:00:00Z"),
    };
    expect(formatWhen({ ...days, zone: "Europe/London", locale: "en" }).full).toBe(
      "Tuesday 1 December 2026, 09:00 to Wednesday 2 December 2026, 16:00, London (GMT)",
    );
    expect(formatWhen({ ...days, zone: "Europe/Paris", locale: "fr" }).full).toBe(
      "du mardi 1er décembre 2026, 10:00 au mercredi 2 décembre 2026, 17:00, Paris (UTC+1)",
    );
    expect(formatWhen({ ...days, zone: "Europe/Madrid", locale: "es" }).full).toBe(
      "del martes 1 de diciembre de 2026, 10:00 al miércoles 2 de diciembre de 2026, 17:00, Madrid (CET)",
    );
    expect(formatWhen({ ...days, zone: "Europe/Berlin", locale: "de" }).full).toBe(
      "Dienstag, 1. Dezember 2026, 10:00 bis Mittwoch, 2. Dezember 2026, 17:00, Berlin (MEZ)",
    );
  });

  it("names each clock where they change meanwhile", () => {
    const night = {
      startsAt: new Date("2026-10-25T00:30:00Z"),
      endsAt: new Date("2026-10-25T01:30:00Z"),
    };
    expect(formatWhen({ ...night, zone: "Europe/London", locale: "en" }).full).toBe(
      "Sunday 25 October 2026, 01:30 (BST) to 01:30 (GMT), London",
    );
    const morning = {
      startsAt: new Date("2026-03-29T00:30:00Z"),
      endsAt: new Date("2026-03-29T01:30:00Z"),
    };
    expect(formatWhen({ ...morning, zone: "Europe/Paris", locale: "en" }).time).toBe(
      "01:30 (CET) to 03:30 (CEST)",
    );
    expect(formatWhen({ ...morning, zone: "Europe/Berlin", locale: "de" }).time).toBe(
      "01:30 Uhr (MEZ) bis 03:30 Uhr (MESZ)",
    );
  });
});

describe("whenLines", () => {
  const event = { ...evening, zone: "Europe/London", locale: "en" } as const;

  it("puts the reader's zone first and the event's below", () => {
    const lines = whenLines({ ...event, readerZone: "Europe/Paris" });
    expect(lines.first.zoneName).toBe("Paris (CET)");
    expect(otherZone(lines)).toBe("18:30 to 20:00, London (GMT)");
  });

  it("says the event's date too when it is another", () => {
    const lines = whenLines({ ...event, readerZone: "Asia/Tokyo" });
    expect(otherZone(lines)).toBe("Thursday 3 December 2026, 18:30 to 20:00, London (GMT)");
  });

  it.each([null, "Europe/London", "Europe/Lisbon"])("has one line for a reader in %s", (zone) =>
    expect(otherZone(whenLines({ ...event, readerZone: zone }))).toBeNull(),
  );
});
