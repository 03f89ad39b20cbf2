import { DateTime } from "luxon";
import { z } from "zod";
import { ianaZone, windowsZone } from "@/lib/time/windows-zones";

/** Graph's dateTimeTimeZone, as a moment. */
export const graphMoment = z
  .object({ dateTime: z.string(), timeZone: z.string() })
  .transform((value, context) => {
    const zone = ianaZone(value.timeZone);
    const moment = zone ? DateTime.fromISO(value.dateTime, { zone }) : null;
    if (moment?.isValid) return moment.toJSDate();
    context.addIssue({ code: "custom", message: "not a moment" });
    return z.NEVER;
  });

/** An ISO time with its offset, or null: meetings without a time answer with year 1. */
export const optionalMoment = z
  .string()
  .nullish()
  .transform((text) => {
    const moment = text ? new Date(text) : null;
    return moment && moment.getTime() > 0 ? moment : null;
  });

/** A moment in Graph's dateTimeTimeZone: wall time in the zone, which Outlook then shows. */
export function toGraphMoment(moment: Date, zone: string) {
  const timeZone = windowsZone(zone);
  const wall = DateTime.fromJSDate(moment, { zone: timeZone ? zone : "UTC" });
  return {
    dateTime: wall.toFormat("yyyy-MM-dd'T'HH:mm:ss"),
    timeZone: timeZone ?? "UTC",
  };
}
