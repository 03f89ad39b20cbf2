import { randomUUID } from "node:crypto";
import { type Tx, withTx } from "@/lib/db/database";
import { reconcileJob } from "@/lib/enrolment/reconcile";
import { lockEvent } from "@/lib/events/queries";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { handle } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { isLive, readTimes } from "@/lib/registrations/lock-places";
import { endMove } from "./end-move";
import { checkMove, movePeople } from "./move-people";
import {
  countUnmoved,
  insertGenerations,
  loadMove,
  selectIdle,
  selectUnmoved,
  type Target,
} from "./queries";

/** Rows a transaction: sign-ups for the same event wait for one no longer than a moment. */
const BATCH = 200;
/** Nothing is to be waited for that no job brings; this is for what one lost. */
const AGAIN_MS = 60_000;

export const movePeopleHandler = handle(movePeople, async ({ eventId }) => {
  while ((await withTx((tx) => takeBatch(tx, eventId))) === BATCH);
  while ((await withTx((tx) => wakeIdle(tx, eventId))) === BATCH);
  await withTx((tx) => settle(tx, eventId));
});

/** The event's move with where it goes, its event locked; null when nothing is to be moved now. */
async function lockMove(tx: Tx, eventId: string) {
  const event = await lockEvent(tx, eventId);
  const move = await loadMove(tx, eventId);
  if (!move) return null;
  const { endsAt } = await readTimes(tx, eventId);
  const target: Target = { meetingId: move.toMeetingId, registrar: move.toRegistrar };
  return { ...move, event, target, isLive: isLive(event, endsAt, new Date()) };
}

async function takeBatch(tx: Tx, eventId: string): Promise<number> {
  const move = await lockMove(tx, eventId);
  if (move?.state !== "moving" || !move.isLive) return 0;
  const ids = await selectUnmoved(tx, eventId, move.target, BATCH);
  if (ids.length === 0) return 0;
  const people = ids.map((id) => ({ id, registrantId: randomUUID() }));
  await insertGenerations(tx, move.id, move.target, people);
  await enqueueAll(tx, jobsOf(ids, move));
  return ids.length;
}

async function wakeIdle(tx: Tx, eventId: string): Promise<number> {
  const move = await lockMove(tx, eventId);
  if (move?.state !== "moving" || !move.isLive) return 0;
  const ids = await selectIdle(tx, eventId, BATCH);
  await enqueueAll(tx, jobsOf(ids, move));
  return ids.length;
}

function jobsOf(ids: string[], { id, event, target }: NonNullable<Locked>) {
  const { registrar } = target;
  return ids.map((registrationId) =>
    reconcileJob(registrationId, { id: event.id, registrar, actsAs: event.actsAs, share: id }),
  );
}

type Locked = Awaited<ReturnType<typeof lockMove>>;

/** Everybody is there: what was left behind goes. Else it is looked at again. */
async function settle(tx: Tx, eventId: string): Promise<void> {
  const move = await lockMove(tx, eventId);
  if (!move) return;
  const left = await countUnmoved(tx, eventId, move.target);
  if (left === 0 || !move.isLive) {
    await endMove(tx, eventId, left === 0 ? "done" : "left");
    log.info({ eventId, left }, "a move ended");
  } else if (move.state === "moving") await checkMove(tx, eventId, new Date(Date.now() + AGAIN_MS));
}
