import { db, withTx } from "@/lib/db/database";
import { GiveUp, LanePaused, LeaseLost, PauseLane, RetryLater } from "@/lib/jobs/faults";
import type { Handler } from "@/lib/jobs/handle";
import { pauseLane } from "@/lib/jobs/lanes";
import { buryJob, finishJob, type LeasedJob, releaseJob, retryJob } from "@/lib/jobs/queries";
import { throttleLane } from "@/lib/jobs/throttle";
import { scrub } from "@/lib/scrub";

/** How a run ended. `lost`: the job was another's by then, and nothing was recorded. */
export type Settlement = "done" | "retry" | "paused" | "dead" | "lost";

/** Records a run that went well. */
export async function settleDone(job: LeasedJob): Promise<Settlement> {
  return (await finishJob(db(), job)) ? "done" : "lost";
}

/** Records a run that failed with `fault`. */
export async function settleFault(
  job: LeasedJob,
  handler: Handler,
  fault: Error,
): Promise<Settlement> {
  if (fault instanceof LeaseLost) return "lost";
  if (fault instanceof LanePaused) {
    return (await releaseJob(db(), job, null)) ? "paused" : "lost";
  }
  if (fault instanceof PauseLane) return settlePause(job, fault);
  if (fault instanceof GiveUp || job.attempt >= job.maxAttempts) {
    return settleDead(job, handler, fault);
  }
  const asked = fault instanceof RetryLater ? fault.afterSeconds : null;
  const afterSeconds = asked ?? handler.backoff(job.attempt);
  const kept = await retryJob(db(), job, { afterSeconds, error: sayFault(fault) });
  return kept ? "retry" : "lost";
}

/** Puts a job back as if it had not been tried: the process stops before it is done. */
export async function settleStopped(job: LeasedJob): Promise<Settlement> {
  return (await releaseJob(db(), job, null)) ? "retry" : "lost";
}

/** The worker of this job has vanished: the attempt counts. */
export async function settleVanished(
  job: LeasedJob,
  handler: Handler | undefined,
): Promise<Settlement> {
  const fault = new Error("The worker vanished while it ran.");
  // Another version's job: put back for a worker that knows it.
  if (!handler) {
    return (await retryJob(db(), job, { afterSeconds: 0, error: fault.message }))
      ? "retry"
      : "lost";
  }
  if (job.attempt >= job.maxAttempts) return settleDead(job, handler, fault);
  const kept = await retryJob(db(), job, { afterSeconds: 0, error: fault.message });
  return kept ? "retry" : "lost";
}

async function settlePause(job: LeasedJob, pause: PauseLane): Promise<Settlement> {
  return withTx(async (tx) => {
    if (!(await releaseJob(tx, job, sayFault(pause)))) return "lost";
    const holds = pause.still === null || (await pause.still(tx));
    if (holds) {
      const until = pause.until === "resumed" ? null : pause.until;
      if (pause.tooFast && until) await throttleLane(tx, job, until, pause.reason);
      else await pauseLane(tx, job.lane, until, pause.reason);
    }
    return "paused";
  });
}

async function settleDead(job: LeasedJob, handler: Handler, fault: Error): Promise<Settlement> {
  return withTx(async (tx) => {
    const end = await buryJob(tx, job, sayFault(fault));
    if (end === "dead") await handler.onDead?.(tx, job.payload, fault);
    return end === "again" ? "retry" : end;
  });
}

function sayFault(fault: Error): string {
  return scrub(`${fault.name}: ${fault.message}`).slice(0, 1000);
}
