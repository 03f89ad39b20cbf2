import { db } from "@/lib/db/database";
import { log } from "@/lib/log";
import { selectComingChanges } from "./queries";

/** What is planned at once, and how long before its end the next plan is made. */
const AHEAD_MS = 60_000;
const EARLIER_MS = 30_000;

export interface ClockChanges {
  /** Looks what the clock changes next, in the place of what was planned before. */
  plan(): Promise<void>;
  /** The same, once what was planned is about to run out. */
  planAhead(): Promise<void>;
  stop(): void;
}

/**
 * Hands pages to `revalidate` at the moment at which they open, close or end, by this process's own
 * clock, since its pages say what they are by that as well. The job that marks the page as changed
 * (lib/events/page-change) comes to every process up to two seconds later; it mends what this missed.
 */
export function clockChanges(revalidate: (slugs: string[]) => Promise<void>): ClockChanges {
  let timers: NodeJS.Timeout[] = [];
  let plannedUntil = 0;
  let stopped = false;

  async function plan(): Promise<void> {
    const from = new Date();
    const until = new Date(from.getTime() + AHEAD_MS);
    const coming = await selectComingChanges(db(), from, until);
    clear();
    if (stopped) return;
    plannedUntil = until.getTime();
    timers = coming.map(({ slug, at }) => {
      const timer = setTimeout(() => void hand(slug, at), at.getTime() - Date.now());
      return timer.unref();
    });
  }

  async function hand(slug: string, at: Date): Promise<void> {
    // Timers may be a millisecond early, and the page would be rendered as it was.
    while (Date.now() < at.getTime()) await new Promise((resolve) => setTimeout(resolve, 1));
    await revalidate([slug]).catch((error: unknown) =>
      log.warn({ err: error }, "a page was not rendered anew at its time"),
    );
  }

  function clear(): void {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
  }

  return {
    plan,
    async planAhead() {
      if (Date.now() > plannedUntil - EARLIER_MS) await plan();
    },
    stop() {
      stopped = true;
      clear();
    },
  };
}
