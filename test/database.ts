import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, inject } from "vitest";
import { closeDatabase, type DatabaseOptions, db, openDatabase } from "@/lib/db/database";
import { maintain } from "./maintain";

/** The database that the running tests use through db() and withTx(). */
export interface TestDatabase {
  kind: "embedded" | "postgres";
  /** How another process or pool reaches it. */
  options(): DatabaseOptions;
}

/**
 * Runs a suite twice: over the embedded database and over PostgreSQL, each a migrated copy of
 * its own. db() and withTx() of the code under test lead to it; it is empty at each test's start.
 */
export function describeDatabases(name: string, suite: (database: TestDatabase) => void): void {
  for (const kind of ["embedded", "postgres"] as const) describeDatabase(kind, name, suite);
}

/** The same over one of them, for what only that one can show (lock contention, its guards). */
export function describeDatabase(
  kind: TestDatabase["kind"],
  name: string,
  suite: (database: TestDatabase) => void,
): void {
  describe(`${name} (${kind})`, () => {
    let copy: Copy | undefined;
    beforeAll(async () => {
      copy = await openCopy(kind);
    });
    beforeEach(emptyTables);
    afterAll(async () => {
      if (copy) await closeCopy(kind, copy);
    });
    suite({
      kind,
      options() {
        if (!copy) throw new Error("The database is there in tests and hooks only.");
        return copy.options;
      },
    });
  });
}

interface Copy {
  options: DatabaseOptions;
  remove(): Promise<void>;
}

/** Where lib/db/database.ts keeps what it has open. */
const OPEN = Symbol.for("usher.db");
const KEPT = Symbol.for("usher.test-databases");
type Kept = Map<TestDatabase["kind"], { copy: Copy; open: unknown }>;
const shared = globalThis as { [OPEN]?: unknown; [KEPT]?: Kept };

async function openCopy(kind: TestDatabase["kind"]): Promise<Copy> {
  const kept = shared[KEPT]?.get(kind);
  if (kept) {
    shared[OPEN] = kept.open;
    return kept.copy;
  }
  const copy = kind === "embedded" ? copyEmbedded() : await copyPostgres();
  await openDatabase(copy.options);
  return copy;
}

/** Closes it, or keeps it open for the next file of this process. */
async function closeCopy(kind: TestDatabase["kind"], copy: Copy): Promise<void> {
  if (!inject("keepsDatabases")) {
    await closeDatabase();
    return copy.remove();
  }
  shared[KEPT] ??= new Map();
  shared[KEPT].set(kind, { copy, open: shared[OPEN] });
  delete shared[OPEN];
}

function copyEmbedded(): Copy {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-test-"));
  const from = path.join(inject("embeddedTemplate"), "database");
  fs.cpSync(from, path.join(dataDir, "database"), { recursive: true });
  return {
    options: { databaseUrl: null, dataDir },
    remove: async () => fs.rmSync(dataDir, { recursive: true, force: true }),
  };
}

async function copyPostgres(): Promise<Copy> {
  const server = inject("postgresUrl");
  const name = `usher_test_${randomUUID().replaceAll("-", "")}`;
  await maintain(server, `create database ${name} template ${inject("postgresTemplate")}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    options: { databaseUrl: url.href, dataDir: os.tmpdir() },
    remove: () => maintain(server, `drop database ${name} with (force)`),
  };
}

async function emptyTables(): Promise<void> {
  const { names, isSuperuser } = await readTables();
  if (!isSuperuser) {
    await sql.raw(`truncate ${names.join(", ")} cascade`).execute(db());
    return;
  }
  // A test leaves a few rows: deleting those is much faster than truncating, which makes new files
  // for each table and index.
  await regardless(names.map((name) => `delete from ${name};`));
}

/** Keeps what all tables hold now; the returned function brings it back, as often as it is called. */
export async function keepTables(): Promise<() => Promise<void>> {
  const { names } = await readTables();
  await regardless([
    "drop schema if exists kept cascade; create schema kept;",
    ...names.map((name) => `create table kept.${name} as table ${name};`),
  ]);
  return () =>
    regardless(
      names.map((name) => `delete from ${name}; insert into ${name} select * from kept.${name};`),
    );
}

async function readTables() {
  const { rows } = await sql<{ name: string; superuser: string }>`
    select quote_ident(tablename) as name, current_setting('is_superuser') as superuser
    from pg_tables
    where schemaname = 'public' and tablename not like 'kysely_%'`.execute(db());
  return { names: rows.map(({ name }) => name), isSuperuser: rows[0]?.superuser === "on" };
}

/** In one transaction that doesn't look at foreign keys, so that the order doesn't matter. */
async function regardless(statements: string[]): Promise<void> {
  const all = statements.join(" ");
  await sql
    .raw(`do $$ begin set local session_replication_role = replica; ${all} end $$`)
    .execute(db());
}
