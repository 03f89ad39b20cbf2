import { sql } from "kysely";
import { closeDatabase, db, openDatabase } from "@/lib/db/database";
import { migrate } from "@/lib/db/migrate";
import { insertEvent } from "@/test/fixtures";
import { readNumbers } from "../support/arguments";
import { giveFirstCore, leaveFirstCore } from "../support/cores";
import { benchEnvironment } from "../support/environment";
import { loadPerCore, printFigures, printTable, round } from "../support/figures";
import { type Load, startLoad } from "../support/load";
import { startDurablePostgres } from "../support/postgres";
import { stopProcesses } from "../support/process";
import { startProduct } from "../support/product";
import { slowDown } from "../support/slow-proxy";
import { type Cost, ceilingOf, costsOf, insertFullEvent } from "./cost";
import { profileProduct } from "./profile";
import { buildServers, startBare, startEmpty } from "./servers";
import { compare, pairedRatio, type Throughput } from "./throughput";

const DEFAULTS = { pairs: 10, seconds: 3, connections: 64, people: 100_000 };
const NETWORK_MS = 1;
const COMMIT_MS = 5;
/** People who wait for one event at once, for its ceiling. */
const WAITING = 200;

type Size = typeof DEFAULTS;

export async function benchSignUps(args: string[]): Promise<void> {
  const size = readNumbers(args, DEFAULTS);
  await buildServers();
  leaveFirstCore();
  const server = await startDurablePostgres();
  const load = await startLoad();
  try {
    await openDatabase({ databaseUrl: server.url, dataDir: "" });
    const env = benchEnvironment(server.url, null);
    await migrate();
    const direct = await measureThroughput(load, env, size);
    const growth = await measureGrowth(server.url, size.people);
    const slow = await measureSlow(load, env, size);
    const profile = await profileProduct(load, env, (await insertEvent()).slug);
    say({ direct, growth, slow, profile });
  } finally {
    load.stop();
    await stopProcesses();
    await closeDatabase();
    await server.stop();
  }
}

interface Compared {
  load: number;
  all: Throughput[];
  ofEmpty: number;
  ofBare: number;
  oneEvent: Throughput;
  cpuOfEmpty: number;
}

/** The product on an event without a limit, and on one whose places are counted. */
async function measureThroughput(
  load: Load,
  env: Record<string, string>,
  size: Size,
): Promise<Compared> {
  const free = await insertEvent();
  const counted = await insertEvent({ capacity: 1_000_000 });
  const product = await startProduct("web", env);
  const empty = await startEmpty(env);
  const bare = await startBare(env);
  for (const each of [product, empty, bare]) giveFirstCore(each.process.pid);
  const all = await compare(
    load,
    [
      { name: "empty Next action", server: empty, slug: free.slug },
      { name: "sign-up", server: product, slug: free.slug },
      { name: "sign-up, one event's places counted", server: product, slug: counted.slug },
      { name: "bare node:http, same SQL", server: bare, slug: free.slug },
    ],
    { rounds: size.pairs, seconds: size.seconds, connections: size.connections },
  );
  await Promise.all([product, empty, bare].map((each) => each.process.stop()));
  const [nothing, signUp, oneEvent, floor] = all as [
    Throughput,
    Throughput,
    Throughput,
    Throughput,
  ];
  return {
    load: loadPerCore(),
    all,
    ofEmpty: pairedRatio(signUp, nothing),
    ofBare: pairedRatio(signUp, floor),
    cpuOfEmpty: round(nothing.cpuMs / signUp.cpuMs),
    oneEvent,
  };
}

/** The same with a network and a disk that take their time. */
async function measureSlow(load: Load, env: Record<string, string>, size: Size) {
  const url = env.DATABASE_URL ?? "";
  await setCommitDelay(COMMIT_MS);
  const slow = await slowDown(url, NETWORK_MS);
  const few = { ...size, pairs: Math.max(1, Math.round(size.pairs / 2)) };
  const compared = await measureThroughput(load, { ...env, DATABASE_URL: slow.url }, few);
  // Held from the lock to the end of the commit: nobody of the same event overtakes.
  await closeDatabase();
  await openDatabase({ databaseUrl: slow.url, dataDir: "" });
  const event = await insertEvent({ capacity: 1_000_000 });
  const [cost] = await costsOf(slow.url, [event]);
  const ceiling = await ceilingOf(event, WAITING);
  await closeDatabase();
  await openDatabase({ databaseUrl: url, dataDir: "" });
  await slow.stop();
  await setCommitDelay(0);
  return { ...compared, cost: cost as Cost, ceiling };
}

async function setCommitDelay(milliseconds: number): Promise<void> {
  await sql.raw(`alter system set commit_delay = ${milliseconds * 1000}`).execute(db());
  await sql.raw(`alter system set commit_siblings = 0`).execute(db());
  await sql`select pg_reload_conf()`.execute(db());
}

async function measureGrowth(databaseUrl: string, people: number) {
  const empty = await insertEvent({ capacity: 1_000_000 });
  const full = await insertFullEvent(people);
  const [first, last] = (await costsOf(databaseUrl, [empty, full])) as [Cost, Cost];
  return {
    people,
    ceiling: await ceilingOf(full, WAITING),
    first,
    last,
    ms: round(last.ms / first.ms),
    rows: round(last.rows / first.rows),
  };
}

function say(measured: {
  direct: Compared;
  growth: Awaited<ReturnType<typeof measureGrowth>>;
  slow: Awaited<ReturnType<typeof measureSlow>>;
  profile: Record<string, number>;
}): void {
  const { direct, growth, slow, profile } = measured;
  const rows = (all: Throughput[]) =>
    all.map(({ name, perSecond, p50, p99, cpuMs }) => [name, perSecond, p50, p99, cpuMs]);
  const head = ["a second", "p50 ms", "p99 ms", "processor ms"];
  printTable(["Durable PostgreSQL", ...head], rows(direct.all));
  console.log();
  printTable([`Network ${NETWORK_MS} ms, commit ${COMMIT_MS} ms`, ...head], rows(slow.all));
  console.log();
  const cost = (name: string, { statements, rows: touched, ms, lockedMs }: Cost) => [
    name,
    statements,
    touched,
    ms,
    lockedMs,
  ];
  printTable(
    ["One sign-up alone", "statements", "rows", "ms", "ms locked"],
    [
      cost("the first of an event", growth.first),
      cost(`after ${growth.people}`, growth.last),
      cost("slow network and commit", slow.cost),
    ],
  );
  console.log();
  printTable(
    [`One event, ${WAITING} waiting`, "sign-ups a second"],
    [
      ["ceiling", growth.ceiling],
      ["slow network and commit", slow.ceiling],
    ],
  );
  console.log();
  printTable(
    ["Where the process's time goes", "share"],
    Object.entries(profile).map(([name, share]) => [name, share]),
  );
  const figuresOf = ({ all, ...ratios }: Compared) => ({
    load: ratios.load,
    ofEmpty: ratios.ofEmpty,
    ofBare: ratios.ofBare,
    cpuOfEmpty: ratios.cpuOfEmpty,
    perSecond: Object.fromEntries(all.map(({ name, perSecond }) => [name, perSecond])),
  });
  printFigures({
    bench: "sign-ups",
    direct: figuresOf(direct),
    slow: { ...figuresOf(slow), oneEventCeiling: slow.ceiling },
    oneEventCeiling: growth.ceiling,
    growth,
    profile,
  });
}
