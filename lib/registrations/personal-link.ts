import { sql } from "kysely";
import { type Db, db, type Tx, withTx } from "@/lib/db/database";
import { meetingSecret } from "@/lib/enrolment/meeting";
import { nextFirst } from "@/lib/events/next-date";
import { hashSecret, open } from "@/lib/seal";
import { isOwnDate } from "./own-dates";

/** Meetings run over, and who dropped out comes back: links lead on for so long after the end. */
const LEADS_AFTER_MS = 60 * 60_000;
const MINUTE = 60_000;

export type LinkState =
  | { kind: "open" }
  /** It leads on from then. */
  | { kind: "early"; opensAt: Date }
  | { kind: "over" | "withdrawn" | "cancelled" }
  /** Another one took its place; whoever it belongs to has that by mail. */
  | { kind: "replaced" };

export interface PersonalLink {
  event: { slug: string; title: string; hostName: string; accent: string };
  state: LinkState;
  /** The sign-up's zone, else the event's. */
  zone: string;
}

/**
 * How a personal link stands; null for one that never was. Reading it changes nothing, since mail
 * scanners open every link, and does not tell where it leads.
 */
export async function readPersonalLink(secret: string, now: Date): Promise<PersonalLink | null> {
  const row = await load(db(), hashSecret(secret));
  if (!row) return null;
  const { slug, title, hostName, accent } = row;
  return {
    event: { slug, title, hostName, accent },
    state: stateOf(row, now),
    zone: row.zone ?? row.eventZone,
  };
}

/**
 * Somebody pressed the button behind a personal link: counted, and answered with the meeting's link
 * as it is stored now. Null, and not counted, while the link leads nowhere.
 */
export function pressPersonalLink(secret: string, now: Date): Promise<string | null> {
  return withTx(async (tx) => {
    const row = await load(tx, hashSecret(secret));
    if (!row || stateOf(row, now).kind !== "open") return null;
    await tx
      .updateTable("registrations")
      .set({
        join_presses: sql<number>`join_presses + 1`,
        first_pressed_at: sql<Date>`coalesce(first_pressed_at, ${now}::timestamptz)`,
        last_pressed_at: now,
      })
      .where("id", "=", row.id)
      .execute();
    return open(row.joinUrlSealed, meetingSecret(row.meetingId));
  });
}

const leadsNoMore = sql<boolean>`(event_dates.ends_at + interval '1 hour' <= now())`;

type Row = NonNullable<Awaited<ReturnType<typeof load>>>;

function stateOf(row: Row, now: Date): LinkState {
  if (row.state === "cancelled") return { kind: "cancelled" };
  if (row.place !== "taken") return { kind: "withdrawn" };
  // None of the dates that they chose is left.
  if (row.dateCancelled) return { kind: "cancelled" };
  if (!row.isOwn) return { kind: "over" };
  if (row.endsAt.getTime() + LEADS_AFTER_MS <= now.getTime()) return { kind: "over" };
  if (row.replaced) return { kind: "replaced" };
  if (row.opensMinutes === null) return { kind: "open" };
  const opensAt = new Date(row.startsAt.getTime() - row.opensMinutes * MINUTE);
  return now < opensAt ? { kind: "early", opensAt } : { kind: "open" };
}

/** The registration that a link was made for, whether it is the newest of its links or not. */
function load(db: Db | Tx, hash: string) {
  return (
    db
      .selectFrom("registrations")
      .innerJoin("events", "events.id", "registrations.event_id")
      .innerJoin("event_dates", "event_dates.event_id", "events.id")
      // Where the link was made for: while an event moves, each leads to the meeting of its own.
      .leftJoin("enrolments", (join) =>
        join
          .onRef("enrolments.registration_id", "=", "registrations.id")
          .on("enrolments.registrar", "=", "direct"),
      )
      .innerJoin("meetings", (join) =>
        join.on(
          "meetings.id",
          "=",
          sql<string>`coalesce(enrolments.meeting_id, events.meeting_id)`,
        ),
      )
      .select([
        "registrations.id",
        "registrations.place",
        "registrations.zone",
        // Ended for good where the way in is Microsoft's by now.
        sql<boolean>`registrations.personal_hash is distinct from ${hash}`.as("replaced"),
        "events.state",
        "events.slug",
        "events.title",
        "events.host_name as hostName",
        "events.accent",
        "events.link_opens_minutes as opensMinutes",
        "event_dates.starts_at as startsAt",
        "event_dates.ends_at as endsAt",
        "event_dates.zone as eventZone",
        isOwnDate.as("isOwn"),
        sql<boolean>`event_dates.cancelled_at is not null`.as("dateCancelled"),
        "meetings.id as meetingId",
        "meetings.join_url_sealed as joinUrlSealed",
      ])
      .where((eb) =>
        eb.or([
          eb("registrations.personal_hash", "=", hash),
          eb(
            "registrations.id",
            "in",
            eb.selectFrom("ended_links").select("registration_id").where("hash", "=", hash),
          ),
        ]),
      )
      .orderBy("enrolments.generation", (by) => by.desc().nullsLast())
      .orderBy(sql`${isOwnDate} desc`)
      .orderBy(nextFirst(leadsNoMore))
      .limit(1)
      .executeTakeFirst()
  );
}
