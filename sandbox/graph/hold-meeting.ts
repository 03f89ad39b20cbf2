import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Context } from "../context.ts";
import type { AttendanceRecord, AttendanceReport, Meeting, Webinar } from "../model.ts";
import { findPerson } from "../people.ts";

const KEPT = 10;

/** A meeting or a webinar that took place, with who was there. */
export const heldSchema = z.strictObject({
  /** As planned, unless it says otherwise. */
  start: z.iso.datetime().optional(),
  end: z.iso.datetime().optional(),
  /** Microsoft's reports appear some ten minutes after the end. */
  afterMs: z.number().min(0).default(0),
  people: z.array(
    z.strictObject({
      /** A member of an organization. */
      oid: z.string().optional(),
      /** The id of a registrant, or of a registration for the webinar. */
      registrant: z.string().optional(),
      name: z.string().optional(),
      /** Absent: taken from who it is, else empty as a guest's may be. */
      email: z.string().nullable().optional(),
      role: z.enum(["Attendee", "Presenter", "Organizer"]).default("Attendee"),
      /** Absent: from beginning to end. */
      intervals: z
        .array(z.strictObject({ join: z.iso.datetime(), leave: z.iso.datetime() }))
        .optional(),
    }),
  ),
});

export type Held = z.input<typeof heldSchema>;
type Guest = z.infer<typeof heldSchema>["people"][number];

/** Each time it is held makes a report of its own; the ten latest are kept. */
export function holdMeeting(
  context: Context,
  id: string,
  { start, end, afterMs, people }: z.infer<typeof heldSchema>,
): AttendanceReport | null {
  const { meetings, webinars } = context.state;
  const held = meetings[id] ?? webinars[id];
  if (held === undefined) return null;
  const report: AttendanceReport = {
    id: randomUUID(),
    start: start ?? held.start,
    end: end ?? held.end,
    appearsAt: new Date(Date.now() + afterMs).toISOString(),
    records: [],
  };
  report.records = people.map((guest) => recordOf(held, report, guest));
  held.reports = [...(held.reports ?? []), report].slice(-KEPT);
  context.changed();
  return report;
}

function recordOf(
  held: Meeting | Webinar,
  { start, end }: AttendanceReport,
  guest: Guest,
): AttendanceRecord {
  const member = guest.oid === undefined ? undefined : findPerson(guest.oid);
  const registration =
    "registrations" in held
      ? held.registrations.find(({ id }) => id === guest.registrant)
      : undefined;
  const registered =
    registration === undefined ? null : `${registration.firstName} ${registration.lastName}`;
  return {
    id: randomUUID(),
    oid: member?.oid ?? null,
    tid: member?.tid ?? null,
    name: guest.name ?? member?.name ?? registered,
    email: guest.email === undefined ? (member?.email ?? registration?.email ?? "") : guest.email,
    role: guest.role,
    registrantId: guest.registrant ?? null,
    external: registration?.external ?? null,
    intervals: guest.intervals ?? [{ join: start, leave: end }],
  };
}
