import { sql } from "kysely";
import { type Db, type Tx, withTx } from "@/lib/db/database";
import { followAgain } from "@/lib/meetings/follow";
import { bumpPage } from "@/lib/pages/bump";
import { handOnNow } from "@/lib/registrations/hand-on";
import { beginMailRound } from "@/lib/registrations/mail-round";
import { changeOccasion } from "@/lib/registrations/occasions";
import type { EventAccess } from "@/lib/session/access";
import { isZone, localToUtc } from "@/lib/time/zones";
import { ACCENTS } from "./accents";
import { nextFirst } from "./next-date";
import { schedulePageChanges } from "./page-change";
import { canHaveRegistrar, countOccupied, countTold, hasRegistrations, lockEvent } from "./queries";
import { scheduleReminders } from "./remind";
import type { EventField, EventInput } from "./schema";
import { findWayIn, type WayIn } from "./way-in";

export type SaveOutcome =
  /** `told`: so many people get a mail about what changed. */
  | { kind: "saved"; told: number }
  /** So many people would be told of the change; nothing is saved before the organizer says which. */
  | { kind: "asks"; people: number; changed: Changed }
  | { kind: "invalid"; errors: Partial<Record<EventField, string>> }
  /** A published page may hold no way into the meeting. */
  | { kind: "leaks-way-in"; found: WayIn[] }
  | { kind: "slug-taken" }
  | { kind: "cancelled" };

/** What people are told of. */
export type Changed = "title" | "time" | "both";

/** Tell those who have a place or wait for one of a change of title or time, or not; `ask` leaves it to the organizer. */
export type Telling = "ask" | "tell" | "quiet";

/**
 * Saves the editor. What cannot change any more (audience and registrar once the event is open or
 * somebody signed up, the address once it is published) is refused beside its field.
 */
export function saveEvent(
  access: EventAccess,
  input: EventInput,
  { telling = "ask", now = new Date() }: { telling?: Telling; now?: Date } = {},
): Promise<SaveOutcome> {
  return withTx(async (tx): Promise<SaveOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    const draft = event.state === "draft";

    const date = await loadDate(tx, access.eventId);
    // Those of several dates are set on their own page.
    const times = readTimes(input, date.dates > 1 ? date : null);
    const errors = { ...times.errors };
    if (!ACCENTS.some((accent) => accent === input.accent)) errors.accent = "errors.accent.invalid";
    const fixed = event.state === "open" || (await hasRegistrations(tx, access.eventId));
    if (fixed && input.audience !== event.audience) errors.audience = "errors.audience.fixed";
    if (fixed && input.registrar !== event.registrar) errors.registrar = "errors.registrar.fixed";
    if (!fixed && !(await canHaveRegistrar(tx, event.meetingId, input.registrar)))
      errors.registrar = "errors.registrar.invalid";
    if (!draft && input.slug !== event.slug) errors.slug = "errors.slug.fixed";
    if (!times.values || Object.keys(errors).length > 0) return { kind: "invalid", errors };

    const found = draft ? [] : findWayIn(publicText(input));
    if (found.length > 0) return { kind: "leaks-way-in", found };
    if (draft && (await slugIsTaken(tx, input.slug, access.eventId))) return { kind: "slug-taken" };

    const places = event.choosesDates ? { ...input, ...PLACES_BY_DATE } : input;
    const { startsAt, endsAt } = times.values;
    const zone = date.dates > 1 ? date.zone : input.zone;
    const wanted = { title: input.title, zone, startsAt, endsAt };
    const changed = draft ? null : whatChanges({ title: event.title, ...date }, wanted);
    // Nobody needs to hear how a past event was called or timed.
    const people = changed && wanted.endsAt > now ? await countTold(tx, access.eventId) : 0;
    if (changed && people > 0 && telling === "ask") return { kind: "asks", people, changed };

    await tx
      .updateTable("events")
      .set({
        title: input.title,
        description: input.description,
        host_name: input.hostName,
        accent: input.accent,
        slug: input.slug,
        audience: input.audience,
        email_domains: input.emailDomains,
        no_throwaway: input.noThrowaway,
        invited_only: input.invitedOnly,
        delivery: input.delivery,
        registrar: input.registrar,
        capacity: places.capacity,
        // Without a capacity nobody counts, so the counter starts true when one is set.
        occupied:
          places.capacity !== null && event.capacity === null
            ? await countOccupied(tx, access.eventId)
            : event.occupied,
        waitlist: places.waitlist,
        offer_minutes: input.offerMinutes,
        approval: places.approval,
        confirm_address: input.confirmAddress,
        hold_minutes: input.holdMinutes,
        alarm_minutes: input.alarm,
        reminders: input.reminders,
        follow_up_minutes: input.followUp,
        opens_at: times.values.opensAt,
        closes_at: times.values.closesAt,
        updated_at: sql<Date>`now()`,
      })
      .where("id", "=", access.eventId)
      .execute();
    const showsOtherwise =
      changed !== null || input.hostName !== event.hostName || input.alarm !== event.alarmMinutes;
    const isNextVersion = !draft && showsOtherwise;
    if (date.dates > 1) await showOtherwise(tx, access.eventId, { isNextVersion });
    else await saveDate(tx, access.eventId, wanted, { draft, isNextVersion });
    if (draft) return { kind: "saved", told: 0 };
    await bumpPage(tx, access.eventId);
    await schedulePageChanges(tx, access.eventId);
    await scheduleReminders(tx, access.eventId, now);
    await followAgain(tx, access.eventId);
    // More places than before are for those who wait; fewer take nobody's.
    if (places.capacity !== event.capacity) await handOnNow(tx, access.eventId);
    const told = telling === "tell" ? people : 0;
    if (changed)
      await noteChange(tx, access.eventId, { title: event.title, ...date }, { tell: told > 0 });
    return { kind: "saved", told };
  });
}

/** Where people choose among dates, each has its places; who waits for which is nobody's line. */
export const PLACES_BY_DATE = { capacity: null, waitlist: false, approval: false } as const;

/** Everything of an event that anybody can read. */
export function publicText(event: {
  title: string;
  description: string;
  hostName: string;
}): string {
  return [event.title, event.hostName, event.description].join("\n");
}

interface Times {
  startsAt: Date;
  endsAt: Date;
  opensAt: Date | null;
  closesAt: Date | null;
}

function readTimes(
  input: EventInput,
  kept: { startsAt: Date; endsAt: Date; lastEndsAt: Date; zone: string } | null,
): {
  values: Times | null;
  errors: Partial<Record<EventField, string>>;
} {
  if (!isZone(input.zone)) return { values: null, errors: { zone: "errors.zone.invalid" } };
  const errors: Partial<Record<EventField, string>> = {};
  const read = (field: "startsAt" | "endsAt" | "opensAt" | "closesAt") => {
    const local = input[field];
    const at = local ? localToUtc(local, kept?.zone ?? input.zone) : null;
    if (local && !at) errors[field] = `errors.${field}.invalid`;
    return at;
  };
  const startsAt = kept?.startsAt ?? read("startsAt");
  const endsAt = kept?.endsAt ?? read("endsAt");
  const lastEndsAt = kept?.lastEndsAt ?? endsAt;
  const opensAt = read("opensAt");
  const closesAt = read("closesAt");
  if (startsAt && endsAt && endsAt <= startsAt) errors.endsAt = "errors.endsAt.beforeStart";
  if (closesAt && lastEndsAt && closesAt > lastEndsAt) errors.closesAt = "errors.closesAt.afterEnd";
  if (opensAt && closesAt && closesAt <= opensAt) errors.closesAt = "errors.closesAt.beforeOpening";
  if (!startsAt || !endsAt || Object.keys(errors).length > 0) return { values: null, errors };
  return { values: { startsAt, endsAt, opensAt, closesAt }, errors };
}

async function slugIsTaken(tx: Tx, slug: string, eventId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("events")
    .select("id")
    .where("slug", "=", slug)
    .where("id", "!=", eventId)
    .executeTakeFirst();
  return row !== undefined;
}

export interface Announced {
  title: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
}

export function whatChanges(before: Announced, after: Announced): Changed | null {
  const title = before.title !== after.title;
  const time =
    before.zone !== after.zone ||
    before.startsAt.getTime() !== after.startsAt.getTime() ||
    before.endsAt.getTime() !== after.endsAt.getTime();
  if (title && time) return "both";
  return title ? "title" : time ? "time" : null;
}

/** The event's next date, how many it has, and when the last one ends. */
export function loadDate(tx: Db | Tx, eventId: string) {
  return tx
    .selectFrom("event_dates")
    .select(["starts_at as startsAt", "ends_at as endsAt", "zone"])
    .select([
      sql<number>`(count(*) over ())::int`.as("dates"),
      sql<Date>`max(ends_at) over ()`.as("lastEndsAt"),
    ])
    .where("event_id", "=", eventId)
    .orderBy(nextFirst())
    .limit(1)
    .executeTakeFirstOrThrow();
}

/** The entries of all its dates show something else than a time anew: their next version. */
export async function showOtherwise(
  tx: Tx,
  eventId: string,
  { isNextVersion }: { isNextVersion: boolean },
): Promise<void> {
  if (!isNextVersion) return;
  await tx
    .updateTable("event_dates")
    .set((eb) => ({ sequence: eb("sequence", "+", 1), changed_at: sql<Date>`now()` }))
    .where("event_id", "=", eventId)
    .execute();
}

/** What its calendar entries show is their next version, once the event is published. */
export async function saveDate(
  tx: Tx,
  eventId: string,
  date: Announced,
  { draft, isNextVersion }: { draft: boolean; isNextVersion: boolean },
): Promise<void> {
  await tx
    .updateTable("event_dates")
    .set((eb) => ({
      starts_at: date.startsAt,
      ends_at: date.endsAt,
      zone: date.zone,
      previous_starts_at: draft
        ? null
        : eb
            .case()
            .when("starts_at", "!=", date.startsAt)
            .then(eb.ref("starts_at"))
            .else(eb.ref("previous_starts_at"))
            .end(),
      ...(isNextVersion ? { sequence: eb("sequence", "+", 1), changed_at: sql<Date>`now()` } : {}),
    }))
    .where("event_id", "=", eventId)
    .execute();
}

/**
 * Keeps what stood there, told or not: whoever is told of a later change hears what they knew. The
 * mails are promised by a job of this transaction.
 */
export async function noteChange(
  tx: Tx,
  eventId: string,
  before: Announced,
  { tell, followed = false }: { tell: boolean; followed?: boolean },
): Promise<void> {
  const { id, madeAt } = await tx
    .insertInto("event_changes")
    .values({
      event_id: eventId,
      title: before.title,
      starts_at: before.startsAt,
      ends_at: before.endsAt,
      zone: before.zone,
      followed,
    })
    .returning(["id", "made_at as madeAt"])
    .executeTakeFirstOrThrow();
  if (!tell) return;
  const occasion = changeOccasion(id);
  await beginMailRound(tx, { eventId, kind: "changed", occasion, before: madeAt });
}
