import { db, withTx } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { enqueueFindDue } from "@/lib/meetings/find-due";
import { handlers } from "@/lib/worker";

/** Runs what is due, a look at every meeting that is followed among it. */
export async function lookAtMeetings(): Promise<void> {
  await db()
    .updateTable("followed_meetings")
    .set({ next_look_at: new Date(0) })
    .where("next_look_at", "is not", null)
    .execute();
  await withTx((tx) => enqueueFindDue(tx, new Date(0)));
  await createWorker({ handlers: [...handlers] }).runDue();
}
