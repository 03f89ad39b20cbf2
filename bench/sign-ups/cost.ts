import { setTimeout as sleep } from "node:timers/promises";
import { type CompiledQuery, type DatabaseConnection, sql } from "kysely";
import { closeDatabase, db, openDatabase } from "@/lib/db/database";
import { register } from "@/lib/registrations/register";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { median, round } from "../support/figures";

const SIGN_UPS = 100;
/** People in one statement: it has to end within a statement's limit. */
const CHUNK = 5_000;

export interface Cost {
  statements: number;
  /** Rows read, inserted and changed of all tables. */
  rows: number;
  /** Milliseconds from the call to the durable promise. */
  ms: number;
  /** Of them, from having the event's lock to the end of the commit. */
  lockedMs: number;
}

/** An event with so many people in it, made by SQL. */
export async function insertFullEvent(people: number): Promise<TestEvent> {
  const event = await insertEvent({ capacity: people + 1_000_000 });
  for (let made = 0; made < people; made += CHUNK) {
    await insertPeople(event, Math.min(CHUNK, people - made));
  }
  await db().updateTable("events").set({ occupied: people }).where("id", "=", event.id).execute();
  await sql`vacuum analyze`.execute(db());
  return event;
}

async function insertPeople(event: TestEvent, number: number): Promise<void> {
  await sql`
    with people as (
      insert into registrations (event_id, first_name, last_name, email, email_normalized, place,
        locale)
      select ${event.id}::uuid, 'Amara', 'Diallo', address, address, 'taken', 'en'
      from (select gen_random_uuid() || '@example.org' as address
        from generate_series(1, ${number}::integer)) addresses
      returning id
    ), enrolled as (
      insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id,
        wanted, state)
      select id, 1, 'external', ${event.meetingId}::uuid, gen_random_uuid()::text, 'enrolled',
        'enrolled' from people
    ), mailed as (
      insert into mails (registration_id, kind, state) select id, 'confirmation', 'sent' from people
    )
    insert into passes (hash, registration_id, sealed, proved)
    select id::text, id, 'sealed', false from people`.execute(db());
}

/** What one more sign-up of each event costs; they take turns, one at a time. */
export async function costsOf(databaseUrl: string, events: TestEvent[]): Promise<Cost[]> {
  const timed = events.map(() => ({ ms: [] as number[], lockedMs: [] as number[], statements: 0 }));
  const meter = await meterStatements();
  for (let turn = 0; turn < SIGN_UPS; turn += 1) {
    for (const [at, event] of events.entries()) {
      const into = timed[at];
      const measured = await meter.measure(() => register(signUp(event.slug), new Date()));
      into?.ms.push(measured.ms);
      into?.lockedMs.push(measured.lockedMs);
      if (into) into.statements = measured.statements;
    }
  }
  meter.stop();
  const rows: number[] = [];
  for (const event of events) rows.push(await rowsOf(databaseUrl, event));
  return timed.map(({ ms, lockedMs, statements }, at) => ({
    statements,
    rows: rows[at] ?? Number.NaN,
    ms: round(median(ms)),
    lockedMs: round(median(lockedMs)),
  }));
}

/** Sign-ups a second that one event takes, pages and HTTP left out, when so many wait all the time. */
export async function ceilingOf(event: TestEvent, waiting: number): Promise<number> {
  const people = Array.from({ length: 20 * waiting }, () => signUp(event.slug));
  const begun = performance.now();
  const next = people.values();
  await Promise.all(
    Array.from({ length: waiting }, async () => {
      for (const person of next) await register(person, new Date());
    }),
  );
  return round((people.length * 1000) / (performance.now() - begun));
}

/** Counts and times what goes over this process's connections. */
async function meterStatements() {
  const connections: DatabaseConnection = await db()
    .getExecutor()
    .provideConnection(async (connection) => Object.getPrototypeOf(connection));
  const execute = connections.executeQuery;
  let statements = 0;
  let locked = Number.NaN;
  let committed = Number.NaN;
  connections.executeQuery = async function metered(query: CompiledQuery) {
    statements += 1;
    const answer = await execute.call(this, query);
    // The first one that locks: the event's row.
    if (Number.isNaN(locked) && /for (no key )?(update|share)/i.test(query.sql))
      locked = performance.now();
    if (query.sql === "commit") committed = performance.now();
    return answer as never;
  };
  return {
    async measure(work: () => Promise<unknown>) {
      statements = 0;
      locked = Number.NaN;
      const begun = performance.now();
      await work();
      const ms = performance.now() - begun;
      return { ms, lockedMs: committed - locked, statements };
    },
    stop() {
      connections.executeQuery = execute;
    },
  };
}

/** A sign-up's rows: connections say what they have touched when they end. */
async function rowsOf(databaseUrl: string, event: TestEvent): Promise<number> {
  const before = await reopened(databaseUrl);
  for (let n = 0; n < SIGN_UPS; n += 1) await register(signUp(event.slug), new Date());
  return round(((await reopened(databaseUrl)) - before) / SIGN_UPS);
}

async function reopened(databaseUrl: string): Promise<number> {
  await closeDatabase();
  await openDatabase({ databaseUrl, dataDir: "" });
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity
      where application_name = 'usher' and pid <> pg_backend_pid()`.execute(db());
    if (rows.length === 0) break;
    await sleep(20);
  }
  const { rows } = await sql<{ touched: number }>`
    select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd
      + n_tup_del)::float8 as touched
    from pg_stat_user_tables`.execute(db());
  return rows[0]?.touched ?? Number.NaN;
}
