import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { readNumbers } from "../support/arguments";
import { type Desk, withDesk } from "../support/desk";
import { loadPerCore, printFigures, printTable, quantile, round } from "../support/figures";
import { openForm } from "../support/form";
import { startLoad } from "../support/load";
import type { LoadAnswer } from "../support/load-process";
import { makeOrganizer, type Organizer } from "../support/organizer";
import { buildProduct, startProduct } from "../support/product";
import { type Arrival, countWaiting, judge } from "./judge";

/** Graph counts its calls in windows of ten seconds and more. */
const DEFAULTS = {
  people: 10_000,
  seconds: 60,
  places: 8_000,
  rate: 20,
  window: 10,
  connections: 200,
};
/** A drain that takes so many times the ideal is given up. */
const PATIENCE = 4;

type Size = typeof DEFAULTS;

/** @returns the exit code: 1 when somebody was lost, oversold or wrongly refused. */
export async function benchFlashCrowd(args: string[]): Promise<number> {
  const size = readNumbers(args, DEFAULTS);
  await buildProduct();
  const figures = await withDesk((desk) => measure(desk, size));
  const rows = Object.entries(figures).filter(([name]) => name !== "bench");
  printTable(
    ["Flash crowd", ""],
    rows.map(([name, value]) => [name, value]),
  );
  printFigures(figures);
  return figures.lost + figures.oversold + figures.wronglyRefused === 0 ? 0 : 1;
}

async function measure({ sandbox, env }: Desk, size: Size) {
  const event = await makeOrganizer(sandbox, 1, { capacity: size.places });
  // From now on, and not for what it takes to make the meeting.
  const { rate, window } = size;
  const rateLimit = { perOrganizer: rate * window, windowSeconds: window };
  await sandbox.control.set({ rateLimit });
  await sandbox.control.resetLedger();
  const web = await startProduct("web", env);
  await startProduct("worker", env);
  const load = await startLoad();
  const form = await openForm(`${web.origin}/e/${event.slug}`);
  const { people, seconds, connections } = size;
  const answers = await load.run({ form, people, seconds, connections });
  load.stop();
  const loadDuring = loadPerCore();
  const ideal = size.places / rate;
  await untilLinked(event.id, ideal * PATIENCE);

  const { registrants, refused, calls } = await seenByGraph({ sandbox, event });
  const verdict = await judge(
    { id: event.id, places: size.places },
    answers.map(toArrival),
    registrants,
  );
  const times = answers.filter((each) => toArrival(each).told === "in").map(({ ms }) => ms);
  const drain = await drainSeconds(event.id);
  return {
    bench: "flash-crowd",
    people,
    seconds,
    places: size.places,
    rate,
    window,
    ...verdict,
    p50Ms: round(quantile(times, 0.5)),
    p99Ms: round(quantile(times, 0.99)),
    drainSeconds: round(drain),
    idealSeconds: round(ideal),
    drainOfIdeal: round(drain / ideal),
    throttledShare: round(refused / calls),
    loadPerCoreDuring: loadDuring,
  };
}

function toArrival({ email, status, location, begun, ms }: LoadAnswer): Arrival {
  const isIn = status === 303 && /\/r\/[\w-]{22}$/.test(location);
  const isFull = status === 303 && location.endsWith("/register#summary");
  return { email, told: isIn ? "in" : isFull ? "full" : "nothing", begun, ended: begun + ms };
}

async function untilLinked(eventId: string, patienceSeconds: number): Promise<void> {
  const until = Date.now() + patienceSeconds * 1000;
  while ((await countWaiting(eventId)) > 0 && Date.now() < until) await sleep(500);
}

async function seenByGraph({ sandbox, event }: { sandbox: Desk["sandbox"]; event: Organizer }) {
  const all = await sandbox.control.registrants();
  const meeting = all.find(({ organizer }) => organizer === event.oid);
  const ledger = await sandbox.control.ledger();
  const calls = ledger.filter((each) => each.organizer === event.oid && each.method === "POST");
  return {
    registrants: new Set(meeting?.registrants.map(({ id }) => id)),
    refused: calls.filter(({ status }) => status === 429).length,
    calls: calls.length,
  };
}

/** From the first sign-up to the last link. */
async function drainSeconds(eventId: string): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from max(enrolled_at) - min(created_at))::float8 as seconds
    from registrations join enrolments on registration_id = registrations.id
    where event_id = ${eventId}::uuid`.execute(db());
  return rows[0]?.seconds ?? Number.NaN;
}
