import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { closeDatabase, type DatabaseOptions, db, openDatabase } from "@/lib/db/database";
import { migrate } from "@/lib/db/migrate";
import { createWorker } from "@/lib/jobs/worker";
import { giveUpPlace } from "@/lib/registrations/give-up-place";
import { handOnHandler } from "@/lib/registrations/hand-on-places.job";
import { insertEvent } from "@/test/fixtures";
import { readNumbers } from "../support/arguments";
import { benchEnvironment } from "../support/environment";
import { median, printFigures, printTable, quantile, round } from "../support/figures";
import { startDurablePostgres } from "../support/postgres";

const DEFAULTS = { waiting: 10_000, places: 200 };
const LOOK_EVERY_MS = 2;
const TARGET_MS = 1_000;

type Size = typeof DEFAULTS;

interface Figures {
  database: string;
  p50: number;
  p99: number;
  most: number;
  /** The same with nobody else in the line: what the line's length costs. */
  p50Alone: number;
}

/** @returns the exit code: 1 when a place took a second to reach the next in line. */
export async function benchNextInLine(args: string[]): Promise<number> {
  const size = readNumbers(args, DEFAULTS);
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "usher-bench-"));
  const server = await startDurablePostgres();
  const all: Figures[] = [];
  try {
    benchEnvironment(server.url, null);
    all.push(await measure("PostgreSQL", { databaseUrl: server.url, dataDir: "" }, size));
    all.push(await measure("embedded", { databaseUrl: null, dataDir }, size));
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  printTable(
    ["Next in line", "p50 ms", "p99 ms", "most ms", "p50 ms with one waiting"],
    all.map(({ database, p50, p99, most, p50Alone }) => [
      database,
      ...[p50, p99, most, p50Alone].map(round),
    ]),
  );
  const reached = all.every(({ p99 }) => p99 < TARGET_MS);
  printFigures({ bench: "next-in-line", ...size, reached, databases: all });
  return reached ? 0 : 1;
}

async function measure(name: string, options: DatabaseOptions, size: Size): Promise<Figures> {
  await openDatabase(options);
  const worker = createWorker({ handlers: [handOnHandler] });
  try {
    await migrate();
    worker.start();
    const long = await giveUpAll(size.places, size.waiting);
    const short: number[] = [];
    for (let n = 0; n < Math.min(size.places, 50); n += 1) short.push(...(await giveUpAll(1, 1)));
    return {
      database: name,
      p50: median(long),
      p99: quantile(long, 0.99),
      most: Math.max(...long),
      p50Alone: median(short),
    };
  } finally {
    await worker.stop();
    await closeDatabase();
  }
}

/** Gives up one place after the other; milliseconds from the press to the next one's offer. */
async function giveUpAll(places: number, waiting: number): Promise<number[]> {
  const event = await insertEvent({ capacity: places, waitlist: true });
  await insertPeople(event.id, places, "taken");
  await insertPeople(event.id, waiting, "waitlisted");
  await db().updateTable("events").set({ occupied: places }).where("id", "=", event.id).execute();
  await sql`analyze registrations`.execute(db());
  const line = await idsOf(event.id, "waitlisted");
  const times: number[] = [];
  for (const [at, id] of (await idsOf(event.id, "taken")).entries()) {
    const next = line[at];
    if (next === undefined) break;
    const begun = performance.now();
    await giveUpPlace({ id, eventId: event.id }, "attendee", new Date());
    while (!(await hasOffer(next))) await sleep(LOOK_EVERY_MS);
    times.push(performance.now() - begun);
  }
  return times;
}

async function insertPeople(
  eventId: string,
  count: number,
  place: "taken" | "waitlisted",
): Promise<void> {
  await sql`
    insert into registrations (event_id, first_name, last_name, email, email_normalized, place,
      locale)
    select ${eventId}::uuid, 'Amara', 'Diallo', address, address, ${place}::text, 'en'
    from (select gen_random_uuid() || '@example.org' as address
      from generate_series(1, ${count}::integer)) addresses`.execute(db());
}

async function idsOf(eventId: string, place: "taken" | "waitlisted"): Promise<string[]> {
  const rows = await db()
    .selectFrom("registrations")
    .select("id")
    .where("event_id", "=", eventId)
    .where("place", "=", place)
    .orderBy("line")
    .execute();
  return rows.map(({ id }) => id);
}

async function hasOffer(id: string): Promise<boolean> {
  const row = await db()
    .selectFrom("registrations")
    .select("place")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.place === "offered";
}
