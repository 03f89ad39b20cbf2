import { z } from "zod";
import { MOST_DOMAINS, parseDomains } from "@/lib/events/email-domains";
import { isLine, isText, isVisible } from "@/lib/text-rules";

export const TITLE_LENGTH = 200;
export const DESCRIPTION_LENGTH = 20_000;
/** Teams admits no more to a meeting with interaction than this; the page refuses typing slips. */
export const CAPACITY_MAX = 100_000;

/** From the year 1000 on: a year 0 is nothing that PostgreSQL knows. */
const LOCAL_TIME = /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}$/;
/** Longest address of a page, without `/e/`. */
const SLUG_LENGTH = 80;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Could a page have this address? Nobody needs to look up one that couldn't. */
export function isSlug(text: string): boolean {
  return text.length <= SLUG_LENGTH && SLUG.test(text);
}

const text = (field: string, max: number) =>
  z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .refine(isVisible, `errors.${field}.required`)
        .max(max, `errors.${field}.tooLong`)
        .refine(isLine, `errors.${field}.characters`),
    );

/** Something that is on or off. */
const onOff = (field: string) =>
  z.enum(["on", "off"], `errors.${field}.invalid`).transform((value) => value === "on");

/** A length of time that was picked from a list. */
const minutes = (field: string, choices: readonly number[]) =>
  z
    .string()
    .transform(Number)
    .pipe(z.number().refine((value) => choices.includes(value), `errors.${field}.invalid`));

const HOUR = 60;
const DAY = 24 * HOUR;

/** How long an offer may last, in minutes. */
export const OFFER_MINUTES = [HOUR, 3 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY];
/** How long a place may be held for an address, in minutes. */
export const HOLD_MINUTES = [10, 15, 30, HOUR, 3 * HOUR, DAY];

/** How a new event gives its places: to whoever comes, until there are none (docs/decisions/0013). */
export const FIRST_COME = {
  emailDomains: [],
  noThrowaway: false,
  invitedOnly: false,
  waitlist: false,
  offerMinutes: DAY,
  approval: false,
  confirmAddress: false,
  holdMinutes: 30,
};

/** A local date and time as `<input type="datetime-local">` sends it; empty = not set. */
const localTime = (field: string) => z.string().trim().regex(LOCAL_TIME, `errors.${field}.invalid`);

const optionalTime = (field: string) =>
  z
    .string()
    .trim()
    .transform((value) => value || null)
    .pipe(z.string().regex(LOCAL_TIME, `errors.${field}.invalid`).nullable());

/** When calendars may ring, in minutes before the start. */
export const ALARMS = [0, 5, 10, 15, 30, 60, 24 * 60];
/** When a follow-up may go out, in minutes after the end. */
export const FOLLOW_UPS = [60, 24 * 60, 2 * 24 * 60];

/** Minutes picked from a list, or "off". */
const pickedMinutes = (field: string, choices: readonly number[]) =>
  z
    .string()
    .transform((value) => (value === "off" ? null : /^\d+$/.test(value) ? Number(value) : NaN))
    .pipe(
      z
        .number({ error: `errors.${field}.invalid` })
        .refine((value) => choices.includes(value), `errors.${field}.invalid`)
        .nullable(),
    );

const emailDomains = z
  .string()
  .max(10_000, "errors.emailDomains.tooMany")
  .transform(parseDomains)
  .pipe(
    z
      .array(z.string(), { error: "errors.emailDomains.invalid" })
      .max(MOST_DOMAINS, "errors.emailDomains.tooMany"),
  );

const REMINDERS_MAX = 10;
const REMINDER_UNITS = { m: 1, h: 60, d: 24 * 60 } as const;
export type ReminderUnit = keyof typeof REMINDER_UNITS;
const FARTHEST_REMINDER = 60 * REMINDER_UNITS.d;

/** `1d 1h`: each reminder as a number and its unit, with spaces between; empty = none. */
const reminders = z
  .string()
  .transform((value) => [...new Set(value.split(/\s+/).filter(Boolean).map(reminderMinutes))])
  .pipe(
    z
      .array(
        z
          .number({ error: "errors.reminders.invalid" })
          .int("errors.reminders.invalid")
          .min(1, "errors.reminders.invalid")
          .max(FARTHEST_REMINDER, "errors.reminders.tooFar"),
      )
      .max(REMINDERS_MAX, "errors.reminders.tooMany"),
  )
  .transform((all) => all.sort((one, other) => other - one));

function reminderMinutes(text: string): number {
  const [, number, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  return number && unit ? Number(number) * REMINDER_UNITS[unit as ReminderUnit] : Number.NaN;
}

/** Minutes as an editor's row shows them: the largest unit that fits. */
export function reminderText(minutes: number): string {
  for (const unit of ["d", "h"] as const)
    if (minutes % REMINDER_UNITS[unit] === 0) return `${minutes / REMINDER_UNITS[unit]}${unit}`;
  return `${minutes}m`;
}

/**
 * What the editor sends. Times are local to `zone`. Messages are keys of the `desk` catalog
 * (`errors.{field}.{what}`).
 */
export const eventInput = z.object({
  title: text("title", TITLE_LENGTH),
  description: z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .max(DESCRIPTION_LENGTH, "errors.description.tooLong")
        .refine(isText, "errors.description.characters"),
    ),
  hostName: text("hostName", 120),
  accent: z.string().regex(/^[a-z]{2,20}$/, "errors.accent.invalid"),
  zone: z.string().min(1, "errors.zone.invalid").max(64, "errors.zone.invalid"),
  startsAt: localTime("startsAt"),
  endsAt: localTime("endsAt"),
  opensAt: optionalTime("opensAt"),
  closesAt: optionalTime("closesAt"),
  capacity: z
    .string()
    .trim()
    .transform((value) => (value === "" ? null : /^\d{1,12}$/.test(value) ? Number(value) : NaN))
    .pipe(
      z
        .number({ error: "errors.capacity.invalid" })
        .int("errors.capacity.invalid")
        .min(1, "errors.capacity.invalid")
        .max(CAPACITY_MAX, "errors.capacity.tooMany")
        .nullable(),
    ),
  waitlist: onOff("waitlist"),
  offerMinutes: minutes("offerMinutes", OFFER_MINUTES),
  approval: onOff("approval"),
  confirmAddress: onOff("confirmAddress"),
  holdMinutes: minutes("holdMinutes", HOLD_MINUTES),
  audience: z.enum(["everyone", "organization"], "errors.audience.invalid"),
  emailDomains,
  noThrowaway: onOff("noThrowaway"),
  invitedOnly: onOff("invitedOnly"),
  delivery: z.enum(["show", "email"], "errors.delivery.invalid"),
  registrar: z.enum(["external", "webinar", "direct"], "errors.registrar.invalid"),
  alarm: pickedMinutes("alarm", ALARMS),
  reminders,
  followUp: pickedMinutes("followUp", FOLLOW_UPS),
  slug: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(
      z
        .string()
        .min(3, "errors.slug.invalid")
        .max(SLUG_LENGTH, "errors.slug.invalid")
        .regex(SLUG, "errors.slug.invalid"),
    ),
});

export type EventInput = z.infer<typeof eventInput>;
export type EventField = keyof EventInput;
