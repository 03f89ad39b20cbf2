import { z } from "zod";
import { db, withTx } from "@/lib/db/database";
import type { Handler } from "@/lib/jobs/handle";
import { laneState, resumeLane } from "@/lib/jobs/lanes";
import { listWork, type WorkList } from "./list-work";
import { retryJobs } from "./retry-jobs";

/** What `npm run jobs` can be asked. */
export const operatorCommand = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("list") }),
  z.object({
    kind: z.literal("retry"),
    /** Null: everything that is dead. */
    ids: z.array(z.uuid()).min(1).max(1000).nullable(),
    name: z.string().nullable(),
  }),
  z.object({ kind: z.literal("resume"), lane: z.string().min(1).max(200) }),
]);
export type OperatorCommand = z.infer<typeof operatorCommand>;

export type OperatorAnswer =
  | ({ kind: "list" } & WorkList)
  | { kind: "retry"; found: number; retried: number }
  | { kind: "resume"; lane: string; wasPaused: boolean };

/** Does it on the open database. */
export async function runOperatorCommand(
  command: OperatorCommand,
  handlers: readonly Handler[],
): Promise<OperatorAnswer> {
  switch (command.kind) {
    case "list":
      return { kind: "list", ...(await listWork(db())) };
    case "retry":
      return { kind: "retry", ...(await retryJobs(handlers, command)) };
    case "resume":
      return withTx(async (tx) => {
        const { lane } = command;
        const { paused } = await laneState(tx, lane);
        await resumeLane(tx, lane);
        return { kind: "resume", lane, wasPaused: paused };
      });
  }
}
