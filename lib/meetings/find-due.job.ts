import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { enqueueAll, wantJob } from "@/lib/jobs/enqueue";
import { handle } from "@/lib/jobs/handle";
import { selectIdle } from "@/lib/jobs/lanes";
import { organizerLane } from "@/lib/organizers/lane";
import { enqueueFindDue, findDue, scheduleFindDue } from "./find-due";
import { keepKey, keepSubscription, lookAtMeeting, lookKey } from "./look";
import { endFollowing, selectDue, setNextLook } from "./queries";

/** Of one search; what is left is searched for at once. */
const MOST = 500;
const MINUTE_MS = 60_000;
/** A look that was given up is asked for again then. */
const AGAIN_MS = 10 * MINUTE_MS;
/** However much waits in a lane, something of it is looked at once in so long. */
const STARVED_MS = 60 * MINUTE_MS;

export const findDueHandler = handle(findDue, () =>
  withTx(async (tx) => {
    const now = new Date();
    await endFollowing(tx);
    const looks = await selectDue(tx, MOST);
    const keeps = await selectKept(tx);
    const goes = await choose(
      tx,
      [...keeps.map((keep) => ({ ...keep, lookedAt: null })), ...looks],
      now,
    );
    const again = new Date(now.getTime() + AGAIN_MS);
    const soon = new Date(now.getTime() + MINUTE_MS);
    const [goingLooks, waitingLooks] = split(looks, goes);
    const [goingKeeps, waitingKeeps] = split(keeps, goes);
    await setNextLook(tx, goingLooks, again);
    await setNextLook(tx, waitingLooks, soon);
    await setKeep(tx, goingKeeps, again);
    await setKeep(tx, waitingKeeps, soon);
    await enqueueAll(tx, [
      ...looks
        .filter(({ id }) => goes.has(id))
        .map(({ id, personId }) =>
          wantJob(
            lookAtMeeting,
            { eventId: id },
            { lane: organizerLane(personId), dedupeKey: lookKey(id) },
          ),
        ),
      ...keeps
        .filter(({ id }) => goes.has(id))
        .map(({ id, personId }) =>
          wantJob(
            keepSubscription,
            { subscriptionId: id },
            { lane: organizerLane(personId), dedupeKey: keepKey(id) },
          ),
        ),
    ]);
    if (looks.length === MOST || keeps.length === MOST) await enqueueFindDue(tx, now);
    await scheduleFindDue(tx, now);
  }),
);

interface Due {
  id: string;
  personId: string;
  lookedAt: Date | null;
}

/**
 * What goes into its organizer's lane now. People who wait for their link go first: nothing goes into
 * a lane where something waits, and only one at a time where each call takes a turn.
 */
async function choose(tx: Tx, due: readonly Due[], now: Date): Promise<Set<string>> {
  const lanes = [...new Set(due.map(({ personId }) => organizerLane(personId)))];
  const idle = await selectIdle(tx, lanes);
  const used = new Set<string>();
  const goes = due.filter(({ personId, lookedAt }) => {
    const lane = organizerLane(personId);
    const free = idle.get(lane);
    if (free && !free.paced) return true;
    const starves = lookedAt !== null && now.getTime() - lookedAt.getTime() > STARVED_MS;
    if (used.has(lane) || !(free || starves)) return false;
    used.add(lane);
    return true;
  });
  return new Set(goes.map(({ id }) => id));
}

function split(due: readonly { id: string }[], goes: ReadonlySet<string>): [string[], string[]] {
  const ids = due.map(({ id }) => id);
  return [ids.filter((id) => goes.has(id)), ids.filter((id) => !goes.has(id))];
}

/** Subscriptions that are to be made, renewed or ended. */
function selectKept(tx: Tx) {
  return tx
    .selectFrom("subscriptions")
    .select(["id", "person_id as personId"])
    .where("keep_at", "<=", sql<Date>`now()`)
    .orderBy("keep_at")
    .limit(MOST)
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
}

async function setKeep(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable("subscriptions").set({ keep_at: at }).where("id", "in", ids).execute();
}
