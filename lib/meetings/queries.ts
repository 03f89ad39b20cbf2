import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import { hasSeveralDates, nextFirst } from "@/lib/events/next-date";
import { loadFollowedDates } from "./followed-dates";

/** Followed: of an event that is published, neither cancelled nor over. */
function live(db: Db | Tx) {
  return db
    .selectFrom("followed_meetings")
    .innerJoin("events", "events.id", "followed_meetings.event_id")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .where("events.state", "in", ["open", "closed"])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("event_dates")
          .select("event_dates.id")
          .whereRef("event_dates.event_id", "=", "events.id")
          .where("event_dates.cancelled_at", "is", null)
          .where("event_dates.ends_at", ">", sql<Date>`now()`),
      ),
    );
}

/** Some that are due, locked until the transaction ends. */
export function selectDue(tx: Tx, limit: number) {
  return live(tx)
    .select([
      "followed_meetings.event_id as id",
      "events.acts_as as personId",
      "followed_meetings.looked_at as lookedAt",
    ])
    .where("next_look_at", "<=", sql<Date>`now()`)
    .orderBy("next_look_at")
    .limit(limit)
    .forNoKeyUpdate("followed_meetings")
    .skipLocked()
    .execute();
}

/** Looks at them then, unless somebody hastens it. */
export async function setNextLook(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("followed_meetings")
    .set({ next_look_at: at })
    .where("event_id", "in", ids)
    .execute();
}

/** Follows no more what is over or cancelled, and has its organizers' subscriptions looked at. */
export async function endFollowing(tx: Tx): Promise<void> {
  await sql`
    with ended as (
      update followed_meetings set next_look_at = null
      from events
      where events.id = followed_meetings.event_id and next_look_at <= now()
        and (events.state not in ('open', 'closed') or not exists (
          select from event_dates where event_dates.event_id = events.id
            and cancelled_at is null and ends_at > now()))
      returning events.acts_as
    )
    update subscriptions set keep_at = now() from ended where person_id = ended.acts_as`.execute(
    tx,
  );
}

/** A published event with its (next) date, its meeting and what is known of it. */
export async function loadFollowed(db: Db | Tx, eventId: string) {
  const row = await live(db)
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select([
      "events.id as eventId",
      "events.acts_as as actsAs",
      "meetings.id as meetingId",
      "meetings.graph_id as graphId",
      "meetings.kind",
      "meetings.join_url_hash as joinUrlHash",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
      hasSeveralDates.as("severalDates"),
      sql<Date>`max(event_dates.ends_at) over ()`.as("lastEndsAt"),
      "followed_meetings.entry_id as entryId",
      "followed_meetings.series_id as seriesId",
      "followed_meetings.starts_at as seenStartsAt",
      "followed_meetings.new_starts_at as newStartsAt",
      "followed_meetings.next_look_at as nextLookAt",
    ])
    .where("events.id", "=", eventId)
    .orderBy(nextFirst())
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const now = new Date();
  const dates = row.severalDates ? await loadFollowedDates(db, eventId, now) : [];
  /** Occurrences that are to come, as they were when last seen. */
  const seen = dates.flatMap((date) => (date.seen && date.seen.endsAt > now ? [date.seen] : []));
  return { ...row, seen };
}

export type Followed = NonNullable<Awaited<ReturnType<typeof loadFollowed>>>;

/** What is known of an event's meeting, locked; the event's own row is locked before it. */
export function lockFollowed(tx: Tx, eventId: string) {
  return tx
    .selectFrom("followed_meetings")
    .selectAll()
    .where("event_id", "=", eventId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export type FollowedRow = NonNullable<Awaited<ReturnType<typeof lockFollowed>>>;

/** When it is looked at next, unless somebody hastened it since `seen` was read. */
export function laterThan(seen: Date | null, next: Date) {
  return sql<Date>`case when next_look_at is not distinct from ${seen}::timestamptz
    then ${next}::timestamptz else least(next_look_at, ${next}::timestamptz) end`;
}

/** It can't be looked at now, and why where that needs somebody; asked again then. */
export async function putOff(
  db: Db,
  { eventId, nextLookAt }: Followed,
  next: Date,
  trouble: string | null,
): Promise<void> {
  await db
    .updateTable("followed_meetings")
    .set({ trouble, looked_at: sql<Date>`now()`, next_look_at: laterThan(nextLookAt, next) })
    .where("event_id", "=", eventId)
    .execute();
}

/** Somebody's followed events: of their calendar, or of one webinar. */
export function followedOf(db: Db | Tx, personId: string, webinarId: string | null) {
  const all = live(db)
    .select("followed_meetings.event_id as eventId")
    .where("events.acts_as", "=", personId)
    .where("next_look_at", "is not", null);
  return webinarId === null
    ? all.where("meetings.kind", "=", "meeting")
    : all.where("meetings.graph_id", "=", webinarId);
}

/** Microsoft tells of changes of this meeting, as far as is known. */
export async function isTold(
  tx: Tx,
  { actsAs, kind, graphId }: Pick<Followed, "actsAs" | "kind" | "graphId">,
): Promise<boolean> {
  const row = await tx
    .selectFrom("subscriptions")
    .select("id")
    .where("person_id", "=", actsAs)
    .where("webinar_id", kind === "webinar" ? "=" : "is", kind === "webinar" ? graphId : null)
    .where("graph_id", "is not", null)
    .where("ends_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return row !== undefined;
}
