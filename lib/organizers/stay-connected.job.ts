import { db, withTx } from "@/lib/db/database";
import { laneFault } from "@/lib/enrolment/lane-fault";
import { handle } from "@/lib/jobs/handle";
import { actFor, ConnectionBroken } from "./act-for";
import { findIdleConnections } from "./queries";
import { enqueueStayConnected, findIdle, scheduleFindIdle, stayConnected } from "./stay-connected";

/** Far from ninety: a month of trouble at Microsoft or here may come between. */
const IDLE_DAYS = 30;

export const findIdleHandler = handle(findIdle, () =>
  withTx(async (tx) => {
    const now = new Date();
    for (const personId of await findIdleConnections(tx, IDLE_DAYS, now))
      await enqueueStayConnected(tx, personId);
    await scheduleFindIdle(tx, now);
  }),
);

export const stayConnectedHandler = handle(stayConnected, async ({ personId }) => {
  // Used, broken or without an event by now: nothing to do.
  if (!(await findIdleConnections(db(), IDLE_DAYS, new Date())).includes(personId)) return;
  try {
    // An access token lasts an hour or so: getting one is using the grant.
    await actFor(personId, async () => {});
  } catch (error) {
    // Whoever found it broken has told its owner, and nobody waits for this job.
    if (error instanceof ConnectionBroken) return;
    throw laneFault(error, personId).fault;
  }
});
