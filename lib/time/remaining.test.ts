import { expect, it } from "vitest";
import { formatRemaining } from "./remaining";

const MINUTE = 60_000;

it.each([
  [9 * 24 * 60 + 5, "9 days", "9 Tage", "9 días", "9 jours"],
  [26 * 60, "26 hours", "26 Stunden", "26 horas", "26 heures"],
  [61, "1 hour", "1 Stunde", "1 hora", "1 heure"],
  [11.2, "12 minutes", "12 Minuten", "12 minutos", "12 minutes"],
  [-5, "1 minute", "1 Minute", "1 minuto", "1 minute"],
])("%d minutes in one unit", (minutes, en, de, es, fr) => {
  expect(formatRemaining(minutes * MINUTE, "en")).toBe(en);
  expect(formatRemaining(minutes * MINUTE, "de")).toBe(de);
  expect(formatRemaining(minutes * MINUTE, "es")).toBe(es);
  // French has a no-break space there.
  expect(formatRemaining(minutes * MINUTE, "fr").replace(/\s/, " ")).toBe(fr);
});
