import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { enqueueAll, wantJob } from "@/lib/jobs/enqueue";
import { handle } from "@/lib/jobs/handle";
import { organizerLane } from "@/lib/organizers/lane";
import { enqueueFindDue, findDue, scheduleFindDue } from "./find-due";
import { keepKey, keepSubscription, lookAtMeeting, lookKey } from "./look";
import { endFollowing, takeDue } from "./queries";

/** Of one search; what is left is searched for at once. */
const MOST = 500;
/** A look waits in a lane that is paused, or was given up: asked for again then. */
const AGAIN_MS = 10 * 60_000;

export const findDueHandler = handle(findDue, () =>
  withTx(async (tx) => {
    const now = new Date();
    await endFollowing(tx);
    const again = new Date(now.getTime() + AGAIN_MS);
    const due = await takeDue(tx, MOST, again);
    const keep = await takeKept(tx, again);
    await enqueueAll(tx, [
      ...due.map(({ eventId, actsAs }) =>
        wantJob(
          lookAtMeeting,
          { eventId },
          { lane: organizerLane(actsAs), dedupeKey: lookKey(eventId) },
        ),
      ),
      ...keep.map(({ id, personId }) =>
        wantJob(
          keepSubscription,
          { subscriptionId: id },
          { lane: organizerLane(personId), dedupeKey: keepKey(id) },
        ),
      ),
    ]);
    if (due.length === MOST || keep.length === MOST) await enqueueFindDue(tx, now);
    await scheduleFindDue(tx, now);
  }),
);

/** Subscriptions that are to be made, renewed or ended. */
async function takeKept(tx: Tx, again: Date) {
  const due = await tx
    .selectFrom("subscriptions")
    .select(["id", "person_id as personId"])
    .where("keep_at", "<=", sql<Date>`now()`)
    .orderBy("keep_at")
    .limit(MOST)
    .forUpdate()
    .skipLocked()
    .execute();
  if (due.length > 0)
    await tx
      .updateTable("subscriptions")
      .set({ keep_at: again })
      .where(
        "id",
        "in",
        due.map(({ id }) => id),
      )
      .execute();
  return due;
}
