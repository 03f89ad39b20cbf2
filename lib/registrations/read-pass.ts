import { sql } from "kysely";
import { db } from "@/lib/db/database";
import type { EventState, Place } from "@/lib/db/schema";
import { deadLink } from "@/lib/enrolment/dead-link";
import { expectLink } from "@/lib/enrolment/estimate";
import { joinLinkSecret } from "@/lib/enrolment/meeting";
import { pausedLaneOf } from "@/lib/enrolment/paused-lane";
import { log } from "@/lib/log";
import { open, SealError } from "@/lib/seal";
import { closedBecause } from "./answers-until";
import { calendarUid } from "./calendar-uid";
import { findPass } from "./find-pass";
import { linePosition } from "./line-position";
import { type OwnDate, readOwnDates } from "./own-dates";
import { ACTIVE_PLACES } from "./queries";
import { selectStanding } from "./standing";

export type PassLink =
  | { kind: "ready"; url: string }
  /** On its way: the worker does it as soon as Microsoft answers; `by` where that is foreseeable. */
  | { kind: "waiting"; by: Date | null }
  /** Microsoft has a line, or an approval, of its own for it. */
  | { kind: "held"; as: "waitlisted" | "pendingApproval" }
  /** Only Teams' own mail tells it. */
  | { kind: "by-teams" }
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
    alarmMinutes: number | null;
    /** The holder's own: links given so far, and since when their calendar entry is what it is. */
    links: number;
    entryChangedAt: Date;
  };
  /** Every date, where the event has several; empty where it has one. */
  dates: OwnDate[];
  /** They may choose other dates. */
  canChangeDates: boolean;
  place: Place;
  /** The address is still to be confirmed, by the pass that its mail brings. */
  unconfirmed: boolean;
  /** When a hold or an offer runs out. */
  until: Date | null;
  /** Where its holder stands in the line, from 1; null for who waits in none. */
  position: number | null;
  /** The organizer's own words to somebody declined. */
  declinedWords: string | null;
  link: PassLink;
  /** There was a place at some time, and a link with it. */
  hadPlace: boolean;
  /** The pass was read in the mailbox, so it may say that the address is right. */
  proved: boolean;
  /** Null while nobody proved the pass by mail: it shows the link, not who signed up. */
  person: { firstName: string; lastName: string; email: string } | null;
  locale: string;
  zone: string | null;
  canWithdraw: boolean;
  /** Names and answers may be changed: by whoever reads the pass in the mailbox. */
  canChangeAnswers: boolean;
}

export type PassView = LivePass | { ended: true; slug: string };

/** What the holder of this secret may see; null for a secret that opens nothing. */
export async function readPass(token: string, now: Date): Promise<PassView | null> {
  const pass = await findPass(db(), token);
  if (!pass) return null;
  if (pass.endedAt) return { ended: true, slug: pass.slug };
  const row = await loadPass(pass.registrationId);
  const holds = row.place === "taken" && row.state !== "cancelled";
  const dates = row.dates > 1 ? await readOwnDates(db(), pass.registrationId) : [];
  return {
    ended: false,
    token,
    dates,
    canChangeDates:
      row.choosesDates &&
      (holds || row.place === "held") &&
      row.state !== "cancelled" &&
      dates.some(({ cancelled, startsAt }) => !cancelled && startsAt > now),
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
      alarmMinutes: row.alarmMinutes,
      links: row.links,
      entryChangedAt: row.entryChangedAt,
    },
    place: row.place,
    unconfirmed: row.unconfirmed,
    until: row.lapsesAt,
    position: await linePosition(db(), pass.registrationId),
    declinedWords: row.declinedWords,
    link: holds ? await withEstimate(linkOf(row), pass.registrationId, now) : { kind: "none" },
    hadPlace: row.enrolmentId !== null,
    proved: pass.proved,
    person: pass.proved
      ? { firstName: row.firstName, lastName: row.lastName, email: row.email }
      : null,
    locale: row.locale,
    zone: row.zone,
    canWithdraw:
      ACTIVE_PLACES.some((place) => place === row.place) &&
      row.state !== "cancelled" &&
      row.endsAt > now,
    canChangeAnswers: closedBecause(row, now) === null,
  };
}

/** Reasons that only a person can mend. */
const NEEDS_SOMEBODY = ["connection", "operator"];

function linkOf(row: Awaited<ReturnType<typeof loadPass>>): PassLink {
  if (row.isDead) return { kind: "delayed" };
  if (row.enrolmentState === "enrolled" && row.joinLinkSealed && row.enrolmentId)
    return openLink(row.joinLinkSealed, row.enrolmentId);
  if (row.enrolmentState === "enrolled" && row.linkByMail) return { kind: "by-teams" };
  if (row.enrolmentState === "failed") return { kind: "delayed" };
  const held = row.remoteStatus;
  if (held === "waitlisted" || held === "pendingApproval") return { kind: "held", as: held };
  if (row.reason && NEEDS_SOMEBODY.includes(row.reason)) return { kind: "delayed" };
  // Whoever signed up after the trouble began was not tried: their lane says why it waits.
  const [paused = ""] = row.pausedFor?.split(":") ?? [];
  if (NEEDS_SOMEBODY.includes(paused)) return { kind: "delayed" };
  return { kind: "waiting", by: null };
}

async function withEstimate(link: PassLink, registrationId: string, now: Date): Promise<PassLink> {
  if (link.kind !== "waiting") return link;
  return { kind: "waiting", by: await expectLink(registrationId, now) };
}

/** With its key missing the link waits for the operator; the pass and the place stand. */
function openLink(sealed: string, enrolmentId: string): PassLink {
  try {
    return { kind: "ready", url: open(sealed, joinLinkSecret(enrolmentId)) };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    log.error({ err: error }, "a join link can't be opened: is a key missing in TOKEN_KEYS?");
    return { kind: "delayed" };
  }
}

async function loadPass(registrationId: string) {
  return selectStanding(db(), registrationId)
    .leftJoin("meetings as m", "m.id", "e.meeting_id")
    .leftJoin("lanes", (join) => join.on(pausedLaneOf))
    .select([
      "events.answers_until as answersUntil",
      "events.answers_until_at as answersUntilAt",
      "e.state as enrolmentState",
      "e.reason",
      "e.link_by_mail as linkByMail",
      "e.remote_status as remoteStatus",
      "lanes.reason as pausedFor",
      sql<boolean>`coalesce(${deadLink}, false)`.as("isDead"),
    ])
    .executeTakeFirstOrThrow();
}
