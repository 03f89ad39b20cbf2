import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import { handOnNow } from "@/lib/registrations/hand-on";
import type { EventAccess } from "@/lib/session/access";
import { isZone, localToUtc } from "@/lib/time/zones";
import { ACCENTS } from "./accents";
import { schedulePageChanges } from "./page-change";
import { countOccupied, hasRegistrations, lockEvent } from "./queries";
import type { EventField, EventInput } from "./schema";
import { findWayIn, type WayIn } from "./way-in";

export type SaveOutcome =
  | { kind: "saved" }
  | { kind: "invalid"; errors: Partial<Record<EventField, string>> }
  /** A published page may hold no way into the meeting. */
  | { kind: "leaks-way-in"; found: WayIn[] }
  | { kind: "slug-taken" }
  | { kind: "cancelled" };

/**
 * Saves the editor. What cannot change any more (audience and registrar once the event is open or
 * somebody signed up, the address once it is published) is refused beside its field.
 */
export function saveEvent(access: EventAccess, input: EventInput): Promise<SaveOutcome> {
  return withTx(async (tx): Promise<SaveOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    const draft = event.state === "draft";

    const times = readTimes(input);
    const errors = { ...times.errors };
    if (!ACCENTS.some((accent) => accent === input.accent)) errors.accent = "errors.accent.invalid";
    const fixed = event.state === "open" || (await hasRegistrations(tx, access.eventId));
    if (fixed && input.audience !== event.audience) errors.audience = "errors.audience.fixed";
    if (fixed && input.registrar !== event.registrar) errors.registrar = "errors.registrar.fixed";
    if (!draft && input.slug !== event.slug) errors.slug = "errors.slug.fixed";
    if (!times.values || Object.keys(errors).length > 0) return { kind: "invalid", errors };

    const found = draft ? [] : findWayIn(publicText(input));
    if (found.length > 0) return { kind: "leaks-way-in", found };
    if (draft && (await slugIsTaken(tx, input.slug, access.eventId))) return { kind: "slug-taken" };

    await tx
      .updateTable("events")
      .set({
        title: input.title,
        description: input.description,
        host_name: input.hostName,
        accent: input.accent,
        slug: input.slug,
        audience: input.audience,
        delivery: input.delivery,
        registrar: input.registrar,
        capacity: input.capacity,
        // Without a capacity nobody counts, so the counter starts true when one is set.
        occupied:
          input.capacity !== null && event.capacity === null
            ? await countOccupied(tx, access.eventId)
            : event.occupied,
        waitlist: input.waitlist,
        offer_minutes: input.offerMinutes,
        approval: input.approval,
        confirm_address: input.confirmAddress,
        hold_minutes: input.holdMinutes,
        opens_at: times.values.opensAt,
        closes_at: times.values.closesAt,
        updated_at: sql<Date>`now()`,
      })
      .where("id", "=", access.eventId)
      .execute();
    await saveDate(tx, access.eventId, { ...times.values, zone: input.zone, draft });
    if (!draft) {
      await bumpPage(tx, access.eventId);
      await schedulePageChanges(tx, access.eventId);
      // More places than before are for those who wait; fewer take nobody's.
      if (input.capacity !== event.capacity) await handOnNow(tx, access.eventId);
    }
    return { kind: "saved" };
  });
}

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

function readTimes(input: EventInput): {
  values: Times | null;
  errors: Partial<Record<EventField, string>>;
} {
  if (!isZone(input.zone)) return { values: null, errors: { zone: "errors.zone.invalid" } };
  const errors: Partial<Record<EventField, string>> = {};
  const read = (field: "startsAt" | "endsAt" | "opensAt" | "closesAt") => {
    const local = input[field];
    const at = local ? localToUtc(local, input.zone) : null;
    if (local && !at) errors[field] = `errors.${field}.invalid`;
    return at;
  };
  const startsAt = read("startsAt");
  const endsAt = read("endsAt");
  const opensAt = read("opensAt");
  const closesAt = read("closesAt");
  if (startsAt && endsAt && endsAt <= startsAt) errors.endsAt = "errors.endsAt.beforeStart";
  if (closesAt && endsAt && closesAt > endsAt) errors.closesAt = "errors.closesAt.afterEnd";
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

/** A date that moved after publishing is the next version of its calendar entry. */
async function saveDate(
  tx: Tx,
  eventId: string,
  date: { startsAt: Date; endsAt: Date; zone: string; draft: boolean },
): Promise<void> {
  await tx
    .updateTable("event_dates")
    .set((eb) => ({
      starts_at: date.startsAt,
      ends_at: date.endsAt,
      zone: date.zone,
      sequence: date.draft ? eb.ref("sequence") : eb("sequence", "+", 1),
      previous_starts_at: date.draft
        ? null
        : eb
            .case()
            .when("starts_at", "!=", date.startsAt)
            .then(eb.ref("starts_at"))
            .else(eb.ref("previous_starts_at"))
            .end(),
    }))
    .where("event_id", "=", eventId)
    .where((eb) =>
      eb.or([
        eb("starts_at", "!=", date.startsAt),
        eb("ends_at", "!=", date.endsAt),
        eb("zone", "!=", date.zone),
      ]),
    )
    .execute();
}
