import { type Tx, withTx } from "@/lib/db/database";
import type { Handler } from "@/lib/jobs/handle";
import { retryDead } from "@/lib/jobs/watch";

const BATCH = 200;

/**
 * Puts dead jobs back into the queue with all their attempts, and takes back what their noun wrote
 * when they died: a link or a mail that says "failed" would not be tried.
 * @param which.ids only these; null: all that are dead.
 * @param which.name only jobs of this name.
 * @returns how many were found dead, and how many of them are ready now. The others are superseded:
 *   a job of the same key waits or runs already.
 */
export async function retryJobs(
  handlers: readonly Handler[],
  which: { ids: string[] | null; name: string | null },
): Promise<{ found: number; retried: number }> {
  let found = 0;
  let retried = 0;
  let after = "";
  for (;;) {
    const batch = await withTx(async (tx) => {
      const jobs = await lockDead(tx, which, after);
      for (const job of jobs) {
        const handler = handlers.find((each) => each.name === job.name);
        await handler?.onRetry?.(tx, job.payload);
      }
      const ids = jobs.map((job) => job.id);
      if (ids.length > 0) retried += await retryDead(tx, { ids });
      return ids;
    });
    found += batch.length;
    after = batch.at(-1) ?? "";
    if (batch.length < BATCH) return { found, retried };
  }
}

async function lockDead(
  tx: Tx,
  { ids, name }: { ids: string[] | null; name: string | null },
  after: string,
) {
  if (ids?.length === 0) return [];
  return tx
    .selectFrom("jobs")
    .select(["id", "name", "payload"])
    .where("state", "=", "dead")
    .$if(ids !== null, (query) => query.where("id", "in", ids ?? []))
    .$if(name !== null, (query) => query.where("name", "=", name ?? ""))
    .$if(after !== "", (query) => query.where("id", ">", after))
    .orderBy("id")
    .limit(BATCH)
    .forUpdate()
    .execute();
}
