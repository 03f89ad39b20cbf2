import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { closeDatabase, openDatabase } from "@/lib/db/database";
import { migrate } from "@/lib/db/migrate";
import { reconcileEnrolmentHandler } from "@/lib/enrolment/reconcile.job";
import { resetEnv } from "@/lib/env";
import { createWorker } from "@/lib/jobs/worker";
import { startPostgres } from "@/test/postgres-server";
import { tidewater } from "../../sandbox/people.ts";
import { loadPerCore } from "../support/figures";
import { makeOrganizer } from "../support/organizer";
import { type BenchSandbox, spawnSandbox } from "../support/sandbox";
import { enqueueWaiting, insertWaiting, linkTimes } from "./backlog";
import { measureOthers } from "./others";

type Kind = "postgres" | "embedded";

interface Limit {
  perOrganizer: number;
  windowSeconds: number;
}

/** Graph's windows are ten seconds and more; a second is the hardest that a limiter can have. */
const LIMITS: Limit[] = [
  { perOrganizer: 200, windowSeconds: 10 },
  { perOrganizer: 20, windowSeconds: 1 },
];
const DRAIN = Number(process.env.BENCH_DRAIN ?? 2_000);
/** Only the limit with this window, in seconds. */
const WINDOW = process.env.BENCH_WINDOW ? Number(process.env.BENCH_WINDOW) : null;
const SECOND = 1_000;

/** Prints a table and, as the last line, one JSON object. */
export async function benchThrottle(args: string[]): Promise<void> {
  const kinds = (["postgres", "embedded"] as const).filter((kind) => args.includes(`--${kind}`));
  const figures: Record<string, unknown> = {};
  for (const kind of kinds.length > 0 ? kinds : (["postgres", "embedded"] as const)) {
    figures[kind] = await measure(kind);
  }
  console.log(JSON.stringify(figures));
}

async function measure(kind: Kind) {
  const sandbox = await spawnSandbox();
  setEnvironment(sandbox);
  const database = await openBenchDatabase(kind);
  const worker = createWorker({ handlers: [reconcileEnrolmentHandler] });
  worker.start();
  try {
    const drains = [];
    for (const [index, limit] of LIMITS.entries()) {
      if (WINDOW !== null && limit.windowSeconds !== WINDOW) continue;
      drains.push(await measureDrain(kind, sandbox, index, limit));
    }
    const others = await measureOthers(sandbox);
    for (const [name, what] of [
      ["throttledToSteady", "ten others, throttled ÷ as many calls"],
      ["throttledToIdle", "ten others, throttled ÷ nothing"],
      ["steadyToIdle", "ten others, as many calls ÷ nothing"],
    ] as const) {
      say(kind, what, `median ${others[name].median}, p99 ${others[name].p99}`);
    }
    return { drains, others, loadPerCore: loadPerCore() };
  } finally {
    await worker.stop();
    await database.close();
    await sandbox.stop();
  }
}

async function measureDrain(kind: Kind, sandbox: BenchSandbox, number: number, limit: Limit) {
  await sandbox.control.set({ rateLimit: limit });
  const organizer = await makeOrganizer(sandbox, 100 + number);
  await insertWaiting(organizer, DRAIN);
  await sandbox.control.resetLedger();
  const begun = Date.now() / SECOND;
  await enqueueWaiting(organizer);
  let times: number[] = [];
  while (times.length < DRAIN) {
    await new Promise((resolve) => setTimeout(resolve, SECOND));
    times = await linkTimes(organizer);
  }
  const calls = (await sandbox.control.ledger()).filter((each) => each.organizer === organizer.oid);
  const refused = calls.filter(({ status }) => status === 429).length;
  // The first window may be used up in one go, and ours was: what counts is what comes after it.
  const from = begun + limit.windowSeconds;
  const after = times.filter((time) => time >= from).length;
  const allowed = limit.perOrganizer / limit.windowSeconds;
  const seconds = (times.at(-1) ?? begun) - begun;
  const result = {
    limit,
    calls: DRAIN,
    used: round(after / allowed / (seconds - limit.windowSeconds)),
    ofIdeal: round(DRAIN / allowed / seconds),
    refused: round(refused / calls.length),
  };
  const { perOrganizer, windowSeconds } = limit;
  say(
    kind,
    `drain of ${DRAIN} at ${perOrganizer} in ${windowSeconds} s`,
    `${result.used} of what is allowed, ${round(100 * result.refused)} % refused`,
  );
  return result;
}

function setEnvironment({ urls }: BenchSandbox): void {
  Object.assign(process.env, {
    LOG_LEVEL: "fatal",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "a secret for the bench only",
    TOKEN_KEYS: Buffer.alloc(32, 7).toString("base64"),
    ENTRA_TENANT_ID: tidewater.id,
    ENTRA_CLIENT_ID: urls.clientId,
    ENTRA_CLIENT_SECRET: urls.clientSecret,
    ENTRA_AUTHORITY: urls.entraUrl,
    GRAPH_URL: urls.graphUrl,
    SMTP_URL: urls.smtpUrl,
    MAIL_FROM: "Usher <usher@usher.test>",
  });
  resetEnv();
}

async function openBenchDatabase(kind: Kind): Promise<{ close(): Promise<void> }> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-bench-"));
  const server = kind === "postgres" ? await startPostgres() : null;
  await openDatabase({ databaseUrl: server?.url ?? null, dataDir });
  await migrate();
  return {
    async close() {
      await closeDatabase();
      await server?.stop();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function say(kind: Kind, what: string, figures: string): void {
  console.log(`${kind.padEnd(10)}${what.padEnd(40)}${figures}`);
}

function round(ratio: number): number {
  return Math.round(ratio * 1000) / 1000;
}
