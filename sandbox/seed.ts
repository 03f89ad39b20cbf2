import { createHash } from "node:crypto";
import { invitation, makeMeeting } from "./graph/meetings.ts";
import { ianaName, momentOf, wallClock } from "./graph/zones.ts";
import type { CalendarEntry, Meeting, State } from "./model.ts";
import { aiko, ifeoma, ines, noor, type Person, per, tomas } from "./people.ts";
import { type Planned, plan, sampleTitle } from "./seed-plan.ts";

const DAY_MS = 86_400_000;
const STALE_MS = 45 * DAY_MS;

/** Fills the calendars the first time, and again when what is in them lies long in the past. */
export function seedCalendars(state: State, now: Date): boolean {
  if (state.seededAt !== null && now.getTime() - Date.parse(state.seededAt) < STALE_MS)
    return false;
  const run = state.seeds++;
  state.seededAt = now.toISOString();
  for (const [index, planned] of plan.entries()) addPlanned(state, planned, { now, run, index });
  return true;
}

/** The meeting that the sample event is made from. */
export function sampleMeeting(state: State): Meeting | null {
  const found = Object.values(state.meetings).filter(({ subject }) => subject === sampleTitle);
  return found.at(-1) ?? null;
}

const persons: Record<Planned["by"], Person> = { ines, tomas, aiko, noor, per, ifeoma };

interface Place {
  now: Date;
  run: number;
  index: number;
}

function addPlanned(state: State, planned: Planned, { now, run, index }: Place): void {
  const organizer = persons[planned.by];
  const zone = organizer.zone;
  const starts = Array.from({ length: planned.weeks ?? 1 }, (_, week) =>
    startOf(planned, now, zone, week),
  );
  const [first] = starts;
  if (first === undefined) return;
  const seed = `${organizer.oid}:${run}:${index}`;
  const end = (start: Date) => new Date(start.getTime() + planned.minutes * 60_000);
  const meeting =
    planned.offline === true
      ? null
      : makeMeeting(state, {
          organizer,
          subject: planned.title,
          start: first.toISOString(),
          end: end(first).toISOString(),
          seed,
          link: index % 2 === 0 ? "long" : "short",
        });
  const attendees = (planned.with ?? []).map((key) => persons[key]);
  for (const owner of [organizer, ...attendees]) {
    const base = (name: string, start: Date): CalendarEntry => ({
      id: entryId(`${seed}:${owner.oid}:${name}`),
      iCalUId: createHash("sha256").update(`${seed}:${name}`).digest("hex").toUpperCase(),
      owner: owner.oid,
      subject: planned.title,
      start: start.toISOString(),
      end: end(start).toISOString(),
      zone,
      type: "singleInstance",
      seriesMasterId: null,
      isOrganizer: owner === organizer,
      organizer: { name: organizer.name, address: organizer.upn },
      isCancelled: planned.cancelled ?? false,
      joinUrl: meeting?.joinWebUrl ?? null,
      location: planned.offline ? "Boathouse, first floor" : "Microsoft Teams Meeting",
      bodyHtml: `<p>${planned.about}</p>${meeting ? `\n${invitation(meeting)}` : ""}`,
      attendees: attendees.map(({ name: who, upn }) => ({ name: who, address: upn })),
      transactionId: null,
      createdAt: now.toISOString(),
    });
    if (planned.weeks === undefined) {
      state.calendar.push(base("single", first));
      continue;
    }
    const master: CalendarEntry = { ...base("master", first), type: "seriesMaster" };
    const occurrences = starts.map(
      (start, week): CalendarEntry => ({
        ...base(`occurrence-${week}`, start),
        type: "occurrence",
        seriesMasterId: master.id,
      }),
    );
    state.calendar.push(master, ...occurrences);
  }
}

/** At the same time of the clock each week, whatever summer time does; a weekday unless it says so. */
export function startOf(
  planned: Pick<Planned, "day" | "at" | "anyDay">,
  now: Date,
  zone: string,
  week: number,
): Date {
  const iana = ianaName(zone) ?? "UTC";
  let day = new Date(now.getTime() + (planned.day + week * 7) * DAY_MS);
  const weekend = () => [0, 6].includes(new Date(`${wallClock(day, iana)}Z`).getUTCDay());
  while (!planned.anyDay && weekend()) day = new Date(day.getTime() + DAY_MS);
  return momentOf(`${wallClock(day, iana).slice(0, 10)}T${planned.at}:00`, iana);
}

function entryId(seed: string): string {
  return `AAMkAG${createHash("sha512").update(seed).digest("base64url")}=`;
}
