import { oneLine } from "@/lib/calendar/plain-text";
import { type Tx, withTx } from "@/lib/db/database";
import type { MeetingChanges, MeetingLoss } from "@/lib/db/schema";
import { lockEvent } from "@/lib/events/queries";
import { loadDate } from "@/lib/events/save-event";
import { log } from "@/lib/log";
import { bumpPage } from "@/lib/pages/bump";
import { applyChange, ownZoneKept, type Taken, titleOf } from "./apply-change";
import { NO_NEWS } from "./follow";
import { askNothingOfDates, loadFollowedDates } from "./followed-dates";
import { isSameTime, type Time } from "./is-same-time";
import { howAllAreLost, matchDates } from "./match-dates";
import { noticeDates } from "./notice-dates";
import { nextLook } from "./pace";
import { type Followed, type FollowedRow, isTold, laterThan, lockFollowed } from "./queries";
import type { MeetingNow } from "./read-meeting";
import { wantSubscription } from "./want-subscription";

type LockedEvent = Awaited<ReturnType<typeof lockEvent>>;
type There = Extract<MeetingNow, { kind: "there" }>;
type News = Partial<FollowedRow>;

/**
 * Keeps what a look at the meeting found. A change is compared with what the meeting was when last
 * seen, never with the event, which its organizer may have named and timed otherwise on purpose: by
 * the event's rule it is applied, or asked about. A meeting that is lost closes the sign-ups.
 */
export function noticeMeeting(followed: Followed, found: MeetingNow, now: Date): Promise<void> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, followed.eventId);
    const row = await lockFollowed(tx, followed.eventId);
    if (!row || (event.state !== "open" && event.state !== "closed")) return;
    // Its meeting was exchanged while Microsoft was asked about the other one.
    if (event.meetingId !== followed.meetingId || row.entry_id !== followed.entryId) return;
    const news =
      found.kind === "lost"
        ? await noticeLoss(tx, event, row, found.how, now)
        : await noticeThere(tx, event, row, found, now);
    await wantSubscription(tx, followed);
    const next = nextLook(now, followed.startsAt, await isTold(tx, followed));
    await tx
      .updateTable("followed_meetings")
      .set({
        ...news,
        trouble: null,
        looked_at: now,
        next_look_at: laterThan(followed.nextLookAt, next),
      })
      .where("event_id", "=", event.id)
      .execute();
  });
}

async function noticeThere(
  tx: Tx,
  event: LockedEvent,
  row: FollowedRow,
  found: There,
  now: Date,
): Promise<News> {
  const { series } = found;
  const dates = series ? await loadFollowedDates(tx, event.id, now) : [];
  const matched = matchDates(dates, series?.occurrences ?? [], now);
  const how = howAllAreLost(matched);
  if (how) return noticeLoss(tx, event, row, how, now);
  const back = await noticeReturn(tx, event, row);
  // Before the name: whoever hears of that knows the dates as they are by then.
  const rule = await readRule(tx, event.id);
  const asks = await noticeDates(tx, event, matched, { rule, now });
  return {
    ...back,
    ...(await noticeChange(tx, event, row, found, now)),
    ...(asks && { version: row.version + 1 }),
    ...(series && { series_id: series.id }),
  };
}

/** Sign-ups close, people stay: whether the event is cancelled is its organizer's to say. */
async function noticeLoss(
  tx: Tx,
  event: LockedEvent,
  row: FollowedRow,
  how: MeetingLoss,
  now: Date,
): Promise<News> {
  if (row.lost !== null) return { lost: how };
  const closes = event.state === "open";
  if (closes) await setState(tx, event.id, "closed");
  await askNothingOfDates(tx, event.id);
  log.info({ eventId: event.id, how, closes }, "an event's meeting is lost");
  return {
    ...NO_NEWS,
    lost: how,
    lost_at: now,
    version: row.version + 1,
    closed_by_loss: closes || row.closed_by_loss,
  };
}

/** It is there after all. Whoever follows opens again what the loss had closed; others are asked. */
async function noticeReturn(tx: Tx, event: LockedEvent, row: FollowedRow): Promise<News> {
  if (row.lost === null) return {};
  const found: News = { lost: null, lost_at: null, dismissed: false, version: row.version + 1 };
  if (!row.closed_by_loss || event.state !== "closed") return { ...found, closed_by_loss: false };
  if ((await readRule(tx, event.id)) === "ask") return found;
  await setState(tx, event.id, "open");
  return { ...found, closed_by_loss: false };
}

/** What of a change is still to be done to the event. */
interface Open {
  subject: string | null;
  time: There["time"];
}

async function noticeChange(
  tx: Tx,
  event: LockedEvent,
  row: FollowedRow,
  found: There,
  now: Date,
): Promise<News> {
  const date = await loadDate(tx, event.id);
  const subject = oneLine(found.subject) || row.subject;
  const seen = timeOf(row);
  const renamed = row.subject !== null && subject !== row.subject ? subject : null;
  const moved = seen && found.time && !isSameTime(seen, found.time) ? found.time : null;
  // Where the event says it already, its organizer was there first.
  const open: Open = {
    subject: renamed !== null && event.title !== titleOf(renamed) ? renamed : null,
    time: moved && !isSameTime(date, moved) ? moved : null,
  };
  const asked = await follow(tx, event, { row, date, open, now });
  return {
    entry_id: found.entryId ?? row.entry_id,
    // What isn't asked about is known from now on.
    ...(asked.subject === null && { subject }),
    ...(asked.time === null && found.time && asTime(found.time)),
    ...asNews(row, asked),
  };
}

/**
 * Applies what the event's rule lets it, and answers what its organizer is to be asked. What was
 * written by hand is never overwritten without asking.
 */
async function follow(
  tx: Tx,
  event: LockedEvent,
  { row, date, open, now }: { row: FollowedRow; date: Time; open: Open; now: Date },
): Promise<Open> {
  if (open.subject === null && !open.time) return open;
  if ((await readRule(tx, event.id)) === "ask") return open;
  const seen = timeOf(row);
  const isNameTheirs = row.subject !== null && event.title === titleOf(row.subject);
  const isTimeTheirs = seen !== null && isSameTime(date, seen);
  const taken: Taken = {
    subject: isNameTheirs ? open.subject : null,
    time: isTimeTheirs && open.time ? ownZoneKept(row.zone, open.time) : null,
  };
  if (taken.subject === null && !taken.time) return open;
  const outcome = await applyChange(tx, event, taken, { tell: true, followed: true, now });
  if (outcome.kind !== "applied") return open;
  log.info({ eventId: event.id, told: outcome.told }, "an event followed its meeting");
  return {
    subject: taken.subject === null ? open.subject : null,
    time: taken.time ? null : open.time,
  };
}

/** What waits for an answer; another version, so that an answer to an older question is known as one. */
function asNews(row: FollowedRow, open: Open): News {
  const same =
    row.new_subject === open.subject &&
    row.new_starts_at?.getTime() === open.time?.startsAt.getTime() &&
    row.new_ends_at?.getTime() === open.time?.endsAt.getTime();
  if (same) return {};
  return {
    new_subject: open.subject,
    new_starts_at: open.time?.startsAt ?? null,
    new_ends_at: open.time?.endsAt ?? null,
    new_zone: open.time?.zone ?? null,
    version: row.version + 1,
  };
}

function timeOf({ starts_at: startsAt, ends_at: endsAt }: FollowedRow): Time | null {
  return startsAt && endsAt ? { startsAt, endsAt } : null;
}

function asTime({ startsAt, endsAt, zone }: NonNullable<There["time"]>) {
  return { starts_at: startsAt, ends_at: endsAt, zone };
}

async function setState(tx: Tx, eventId: string, state: "open" | "closed"): Promise<void> {
  await tx.updateTable("events").set({ state }).where("id", "=", eventId).execute();
  await bumpPage(tx, eventId);
}

async function readRule(tx: Tx, eventId: string): Promise<MeetingChanges> {
  const { rule } = await tx
    .selectFrom("events")
    .select("meeting_changes as rule")
    .where("id", "=", eventId)
    .executeTakeFirstOrThrow();
  return rule;
}
