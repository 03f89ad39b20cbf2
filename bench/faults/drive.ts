import { db } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { handlers } from "@/lib/worker";

/** Runs the real handlers until nothing is due, as if each back-off were over, `rounds` times. */
export async function drive(rounds = 4): Promise<void> {
  const worker = createWorker({ handlers: [...handlers] });
  for (let round = 0; round < rounds; round++) {
    await db()
      .updateTable("jobs")
      .set({ run_at: new Date(0) })
      .where("state", "=", "ready")
      .execute();
    await worker.runDue();
  }
}

/** Runs what is due, lanes and back-offs as they are. */
export async function runDue(laneConcurrency?: number): Promise<void> {
  await createWorker({ handlers: [...handlers], laneConcurrency }).runDue();
}

/** Every pause that ends by itself is over; one that waits for somebody stays. */
export async function letTimePass(): Promise<void> {
  await db()
    .deleteFrom("lanes")
    .where("paused_until", "<", new Date("9000-01-01T00:00:00Z"))
    .execute();
}
