import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { log } from "@/lib/log";
import { SLOT_MS } from "./limits";
import { sign } from "./signing";

/*
 * How often something happened in the current slot, over all processes. Each counts in memory and
 * adds what it has to the database now and then, in one statement for all of it, which answers with
 * what all of them have: no sign-up waits for it, and a count is at most a few seconds old.
 */

const FLUSH_MS = 2_000;
/** More than this is a flood from everywhere: then what is nobody's neighbour is forgotten. */
const MOST_KEPT = 50_000;

interface Count {
  /** Of all processes, as the database said last. */
  shared: number;
  /** Of this one, not in the database yet. */
  pending: number;
}

interface Tallies {
  slot: number;
  counts: Map<string, Count>;
  timer: NodeJS.Timeout | null;
}

const KEY = Symbol.for("usher.tallies");
const owner = globalThis as { [KEY]?: Tallies };
// One for all copies of this module: Next gives pages and routes their own each.
owner[KEY] ??= { slot: 0, counts: new Map(), timer: null };
const tallies = owner[KEY];

function current(now: Date): Map<string, Count> {
  const slot = Math.floor(now.getTime() / SLOT_MS) * SLOT_MS;
  if (slot !== tallies.slot || tallies.counts.size > MOST_KEPT) {
    tallies.slot = slot;
    tallies.counts.clear();
  }
  return tallies.counts;
}

/** Nothing that says who somebody is goes into the database. */
function keyOf(name: string): string {
  return sign("tally", name);
}

/** Counts it once more. */
export function tally(name: string, now: Date): void {
  const counts = current(now);
  const key = keyOf(name);
  const count = counts.get(key);
  if (count) count.pending += 1;
  else counts.set(key, { shared: 0, pending: 1 });
  if (tallies.timer) return;
  tallies.timer = setTimeout(() => {
    tallies.timer = null;
    flushTallies().catch((err: unknown) => log.warn({ err }, "sign-ups could not be tallied"));
  }, FLUSH_MS);
  tallies.timer.unref();
}

/** How often it was counted in this slot. */
export function tallied(name: string, now: Date): number {
  const count = current(now).get(keyOf(name));
  return count ? count.shared + count.pending : 0;
}

/** Adds what this process counted to what all have; what could not be added waits for the next time. */
export async function flushTallies(): Promise<void> {
  const { slot, counts } = tallies;
  const asked = [...counts]
    .filter(([, { pending }]) => pending > 0)
    .map(([key, { pending }]) => ({ key, count: pending }));
  if (asked.length === 0) return;
  const { rows } = await sql<{ key: string; count: number }>`
    insert into sign_up_tallies (key, slot, count)
    select key, ${new Date(slot)}::timestamptz, count
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (key text, count integer)
    order by key
    on conflict (key, slot) do update set count = sign_up_tallies.count + excluded.count
    returning key, count`.execute(db());
  if (tallies.slot !== slot) return;
  const added = new Map(asked.map(({ key, count }) => [key, count]));
  for (const { key, count } of rows) {
    const known = counts.get(key);
    if (known)
      Object.assign(known, { shared: count, pending: known.pending - (added.get(key) ?? 0) });
  }
}

/** Forgets what this process knows, as a new one would begin. */
export function forgetTallies(): void {
  if (tallies.timer) clearTimeout(tallies.timer);
  tallies.timer = null;
  tallies.counts.clear();
}
