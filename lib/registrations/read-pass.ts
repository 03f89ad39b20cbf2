import { sql } from "kysely";
import { db } from "@/lib/db/database";
import type { EventState, Place } from "@/lib/db/schema";
import { deadLink } from "@/lib/enrolment/dead-link";
import { joinLinkSecret } from "@/lib/enrolment/meeting";
import { pausedLaneOf } from "@/lib/enrolment/paused-lane";
import { open } from "@/lib/seal";
import { calendarUid } from "./calendar-uid";
import { findPass } from "./find-pass";

export type PassLink =
  | { kind: "ready"; url: string }
  /** On its way: the worker does it as soon as Microsoft answers. */
  | { kind: "waiting" }
  /** Somebody has to mend something first; the place is safe. */
  | { kind: "delayed" }
  | { kind: "none" };

export interface LivePass {
  ended: false;
  token: string;
  event: {
    slug: string;
    title: string;
    hostName: string;
    accent: string;
    state: EventState;
    startsAt: Date;
    endsAt: Date;
    zone: string;
    calendarUid: string;
    sequence: number;
  };
  place: Place;
  link: PassLink;
  /** Null while nobody proved the pass by mail: it shows the link, not who signed up. */
  person: { firstName: string; lastName: string; email: string } | null;
  locale: string;
  zone: string | null;
  canWithdraw: boolean;
}

export type PassView = LivePass | { ended: true; slug: string };

/** What the holder of this secret may see; null for a secret that opens nothing. */
export async function readPass(token: string, now: Date): Promise<PassView | null> {
  const pass = await findPass(db(), token);
  if (!pass) return null;
  if (pass.endedAt) return { ended: true, slug: pass.slug };
  const row = await loadPass(pass.registrationId);
  const holds = row.place === "taken" && row.state !== "cancelled";
  return {
    ended: false,
    token,
    event: {
      slug: row.slug,
      title: row.title,
      hostName: row.hostName,
      accent: row.accent,
      state: row.state,
      startsAt: row.startsAt,
      endsAt: row.endsAt,
      zone: row.eventZone,
      calendarUid: calendarUid(pass.registrationId, row.calendarUid),
      sequence: row.sequence,
    },
    place: row.place,
    link: holds ? linkOf(row) : { kind: "none" },
    person: pass.proved
      ? { firstName: row.firstName, lastName: row.lastName, email: row.email }
      : null,
    locale: row.locale,
    zone: row.zone,
    canWithdraw: holds && row.endsAt > now,
  };
}

/** Reasons that only a person can mend. */
const NEEDS_SOMEBODY = ["connection", "operator"];

function linkOf(row: Awaited<ReturnType<typeof loadPass>>): PassLink {
  if (row.isDead) return { kind: "delayed" };
  if (row.enrolmentState === "enrolled" && row.joinLinkSealed)
    return { kind: "ready", url: open(row.joinLinkSealed, joinLinkSecret(row.enrolmentId)) };
  if (row.enrolmentState === "failed") return { kind: "delayed" };
  if (row.reason && NEEDS_SOMEBODY.includes(row.reason)) return { kind: "delayed" };
  // Whoever signed up after the trouble began was not tried: their lane says why it waits.
  const [paused = ""] = row.pausedFor?.split(":") ?? [];
  if (NEEDS_SOMEBODY.includes(paused)) return { kind: "delayed" };
  return { kind: "waiting" };
}

async function loadPass(registrationId: string) {
  return db()
    .selectFrom("registrations")
    .innerJoin("events", "events.id", "registrations.event_id")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .innerJoin("enrolments as e", "e.registration_id", "registrations.id")
    .innerJoin("meetings as m", "m.id", "e.meeting_id")
    .leftJoin("lanes", (join) => join.on(pausedLaneOf))
    .select([
      "registrations.first_name as firstName",
      "registrations.last_name as lastName",
      "registrations.email",
      "registrations.locale",
      "registrations.zone",
      "registrations.place",
      "events.slug",
      "events.title",
      "events.host_name as hostName",
      "events.accent",
      "events.state",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone as eventZone",
      "event_dates.calendar_uid as calendarUid",
      "event_dates.sequence",
      "e.id as enrolmentId",
      "e.state as enrolmentState",
      "e.reason",
      "e.join_link_sealed as joinLinkSealed",
      "lanes.reason as pausedFor",
      sql<boolean>`coalesce(${deadLink}, false)`.as("isDead"),
    ])
    .where("registrations.id", "=", registrationId)
    .orderBy("e.generation", "desc")
    .orderBy("event_dates.starts_at")
    .limit(1)
    .executeTakeFirstOrThrow();
}
