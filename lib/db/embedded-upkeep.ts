import type { PGlite } from "@electric-sql/pglite";
import { log } from "@/lib/log";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** Write-ahead log that may gather before a checkpoint is made without waiting for its time. */
const MUCH_WAL = 64 * 1024 * 1024;

export interface UpkeepTimes {
  lookEvery: number;
  checkpointAfter: number;
  vacuumAfter: number;
}

const TIMES: UpkeepTimes = {
  lookEvery: 15 * SECOND,
  checkpointAfter: 5 * MINUTE,
  vacuumAfter: DAY,
};

export interface Upkeep {
  /** Looks now instead of at the next tick; resolves when what was due is done. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Does what PostgreSQL's background processes would: PGlite has none, its write-ahead log grows
 * for ever (800 MB in a test) and dead rows are never taken away. Checkpoints five minutes after
 * a write, or when much was written; vacuums daily, the jobs with each checkpoint.
 */
export function keepHouse(pglite: PGlite, times: UpkeepTimes = TIMES): Upkeep {
  let checkpointed = { at: Date.now(), position: 0n };
  let vacuumedAt = Date.now();
  let looking: Promise<void> | null = null;
  let stopped = false;

  async function tend(): Promise<void> {
    const written = (await walPosition(pglite)) - checkpointed.position;
    const due = Date.now() - checkpointed.at >= times.checkpointAfter;
    if (written > MUCH_WAL || (written > 0n && due)) {
      await pglite.query("checkpoint");
      // The queue's rows come and go all day.
      if (await hasJobs(pglite)) await pglite.query("vacuum analyze jobs");
      checkpointed = { at: Date.now(), position: await walPosition(pglite) };
    }
    if (Date.now() - vacuumedAt >= times.vacuumAfter) {
      await pglite.query("vacuum analyze");
      vacuumedAt = Date.now();
    }
  }

  function look(): Promise<void> {
    looking ??= tend()
      .catch((error: unknown) => {
        if (!stopped) log.error({ err: error }, "upkeep of the embedded database failed");
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  const timer = setInterval(() => void look(), times.lookEvery);
  timer.unref();
  return {
    look,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
    },
  };
}

async function walPosition(pglite: PGlite): Promise<bigint> {
  const { rows } = await pglite.query<{ position: string }>(
    "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as position",
  );
  return BigInt(rows[0]?.position ?? "0");
}

async function hasJobs(pglite: PGlite): Promise<boolean> {
  const { rows } = await pglite.query<{ found: boolean }>(
    "select to_regclass('jobs') is not null as found",
  );
  return rows[0]?.found ?? false;
}
