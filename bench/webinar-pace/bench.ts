import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { WEBINAR_LANE } from "@/lib/enrolment/lane";
import { beginSession } from "@/lib/organizers/begin-session";
import { insertEvent } from "@/test/fixtures";
import { ines, tidewater } from "../../sandbox/people.ts";
import { readNumbers } from "../support/arguments";
import { type Desk, withDesk } from "../support/desk";
import { loadPerCore, printFigures, printTable, round } from "../support/figures";
import { buildProduct, startProduct } from "../support/product";
import { countRegistered, insertWaiting } from "./backlog";

const DEFAULTS = { people: 2_000, processes: 4, faster: 1 };
/** Microsoft's limit: so many creating, updating and deleting calls in so many seconds, by app. */
const LIMIT = { writes: 15, reads: 750, seconds: 30 };
/** The most people that Teams has in a webinar. */
const WEBINAR_TAKES = 1_000;
/** Nobody for so many windows: it does not move any more. */
const STUCK_WINDOWS = 10;

const DAY_MS = 86_400_000;

type Size = typeof DEFAULTS;

/** @returns the exit code: 1 when somebody is left, or a window held more than Microsoft allows. */
export async function benchWebinarPace(args: string[]): Promise<number> {
  const size = readNumbers(args, DEFAULTS);
  await buildProduct();
  const figures = await withDesk((desk) => measure(desk, size));
  const rows = Object.entries(figures).filter(([name]) => name !== "bench");
  printTable(["Webinar's pace", ""], rows);
  printFigures(figures);
  return figures.registered === figures.people && figures.mostInAWindow <= LIMIT.writes ? 0 : 1;
}

async function measure({ sandbox: { control }, env }: Desk, { people, processes, faster }: Size) {
  const windowSeconds = LIMIT.seconds / faster;
  await control.set({
    webinarLimit: { writes: LIMIT.writes, reads: LIMIT.reads, windowSeconds },
  });
  const scopes = ["OnlineMeetings.ReadWrite", "Calendars.ReadBasic", "VirtualEvent.Read"];
  const grant = await control.grant(ines.oid, scopes);
  const { oid, name, email } = ines;
  const claims = { tid: tidewater.id, oid, name, email, locale: null };
  const { person } = await beginSession(claims, grant);
  const events: string[] = [];
  for (let from = 0; from < people; from += WEBINAR_TAKES) {
    const { id: graphId } = await control.makeWebinar({
      organizer: oid,
      displayName: "Bench",
      start: new Date(Date.now() + 7 * DAY_MS).toISOString(),
      end: new Date(Date.now() + 8 * DAY_MS).toISOString(),
      status: "published",
    });
    const event = await insertEvent({ organizerId: person.id, graphId, registrar: "webinar" });
    await insertWaiting(event, person.id, Math.min(WEBINAR_TAKES, people - from));
    events.push(event.id);
  }
  await sql`update lanes set budget = budget * ${faster} where lane = ${WEBINAR_LANE}`.execute(
    db(),
  );
  await control.resetLedger();
  for (let number = 0; number < processes; number += 1) await startProduct("worker", env);
  await watch(events, people, windowSeconds);
  const loadDuring = loadPerCore();
  const writes = (await control.ledger()).filter(
    ({ method, path }) => method === "POST" && path.endsWith("/registrations"),
  );
  const times = writes.map(({ at }) => at / 1000).sort((a, b) => a - b);
  const seconds = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const ideal = ((people - 1) / LIMIT.writes) * windowSeconds;
  return {
    bench: "webinar-pace",
    people,
    processes,
    faster,
    webinars: events.length,
    registered: await countRegistered(events),
    writes: writes.length,
    refused: writes.filter(({ status }) => status === 429).length,
    mostInAWindow: most(times, windowSeconds),
    seconds: round(seconds),
    ofIdeal: round(seconds / ideal),
    loadPerCoreDuring: loadDuring,
  };
}

/** Waits until all are registered, or nobody was for long. */
async function watch(events: string[], people: number, windowSeconds: number): Promise<void> {
  let before = -1;
  let moved = performance.now();
  for (;;) {
    const registered = await countRegistered(events);
    if (registered !== before) moved = performance.now();
    before = registered;
    if (registered >= people) return;
    if (performance.now() - moved > STUCK_WINDOWS * windowSeconds * 1000) return;
    await sleep(1_000);
  }
}

/** The most that fall into any window of so many seconds. */
function most(times: number[], seconds: number): number {
  let first = 0;
  let found = 0;
  for (const [last, at] of times.entries()) {
    while (at - (times[first] ?? at) >= seconds) first += 1;
    found = Math.max(found, last - first + 1);
  }
  return found;
}
