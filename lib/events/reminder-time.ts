import { DateTime } from "luxon";

const DAY_MINUTES = 24 * 60;

/**
 * When a reminder of so many minutes before the start is due. Whole days are the calendar's: a day
 * before 18:30 is 18:30, though the clocks change in between.
 */
export function reminderTime(date: { startsAt: Date; zone: string }, minutes: number): Date {
  return DateTime.fromJSDate(date.startsAt, { zone: date.zone })
    .minus({ days: Math.floor(minutes / DAY_MINUTES) })
    .minus({ minutes: minutes % DAY_MINUTES })
    .toJSDate();
}

/** When the follow-up of so many minutes after the end is due, by the same reckoning. */
export function followUpTime(date: { endsAt: Date; zone: string }, minutes: number): Date {
  return DateTime.fromJSDate(date.endsAt, { zone: date.zone })
    .plus({ days: Math.floor(minutes / DAY_MINUTES) })
    .plus({ minutes: minutes % DAY_MINUTES })
    .toJSDate();
}
