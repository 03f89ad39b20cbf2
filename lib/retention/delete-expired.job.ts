import { withTx } from "@/lib/db/database";
import { handle } from "@/lib/jobs/handle";
import { deleteUnconfirmed } from "@/lib/registrations/delete-unconfirmed";
import { deleteExpired, scheduleDeletion } from "./delete-expired";

const DAY_MS = 24 * 60 * 60_000;
/** An ended pass says "replaced by a newer one" for so long, then it is like any unknown one. */
const ENDED_PASSES_MS = 90 * DAY_MS;
/** A test of a mail has told all that it can. */
const TESTS_MS = 7 * DAY_MS;

export const deleteExpiredHandler = handle(deleteExpired, () =>
  withTx(async (tx) => {
    const now = new Date();
    await tx.deleteFrom("drafts").where("expires_at", "<", now).execute();
    await tx.deleteFrom("handoffs").where("expires_at", "<", now).execute();
    await tx.deleteFrom("attendee_tokens").where("expires_at", "<", now).execute();
    await tx.deleteFrom("sessions").where("expires_at", "<", now).execute();
    await tx
      .deleteFrom("passes")
      .where("ended_at", "<", new Date(now.getTime() - ENDED_PASSES_MS))
      .execute();
    await tx.deleteFrom("spent_proofs").where("expires_at", "<", now).execute();
    await tx
      .deleteFrom("sign_up_tallies")
      .where("slot", "<", new Date(now.getTime() - DAY_MS))
      .execute();
    await deleteUnconfirmed(tx, now);
    await tx
      .deleteFrom("test_mails")
      .where("created_at", "<", new Date(now.getTime() - TESTS_MS))
      .execute();
    await scheduleDeletion(tx, now);
  }),
);
