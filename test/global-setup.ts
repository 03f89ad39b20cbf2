import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { closeDatabase, openDatabase } from "@/lib/db/database";
import { migrate } from "@/lib/db/migrate";
import { refuseSecrets } from "./log-secrets";
import { maintain } from "./maintain";
import { startPostgres } from "./postgres-server";

declare module "vitest" {
  export interface ProvidedContext {
    /** Maintenance address of the PostgreSQL server, and its migrated template. */
    postgresUrl: string;
    postgresTemplate: string;
    /** Data directory with a migrated embedded database, to be copied. */
    embeddedTemplate: string;
    /** The files of a process share its databases (vitest.config.ts). */
    keepsDatabases?: boolean;
  }
}

interface Made {
  provided: { postgresUrl: string; postgresTemplate: string; embeddedTemplate: string };
  remove: () => Promise<void>;
}

/** Each project of vitest.config.ts loads this file anew and asks for the same. */
const SHARED = Symbol.for("usher.test-setup");
const run = globalThis as { [SHARED]?: { made: Promise<Made>; users: number } };

/** One server and one migrated template of each database for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  run[SHARED] ??= { made: make(), users: 0 };
  const shared = run[SHARED];
  shared.users += 1;
  const { provided, remove } = await shared.made;
  project.provide("postgresUrl", provided.postgresUrl);
  project.provide("postgresTemplate", provided.postgresTemplate);
  project.provide("embeddedTemplate", provided.embeddedTemplate);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete run[SHARED];
    await remove();
    checkLog();
  };
}

async function make(): Promise<Made> {
  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
    : await startPostgres();
  // Not the process's id: on a server that others use too, it may be theirs as well.
  const template = `usher_test_${randomUUID().replaceAll("-", "")}`;
  const embedded = fs.mkdtempSync(path.join(os.tmpdir(), "usher-embedded-"));
  const remove = async () => {
    fs.rmSync(embedded, { recursive: true, force: true });
    await maintain(server.url, `drop database if exists ${template} with (force)`).finally(
      server.stop,
    );
  };
  try {
    await maintain(server.url, `create database ${template}`);
    await makeTemplate({ databaseUrl: databaseUrl(server.url, template), dataDir: embedded });
    await makeTemplate({ databaseUrl: null, dataDir: embedded });
  } catch (error) {
    // Left running, the server would keep the whole run from ending.
    await remove().catch(() => {});
    throw error;
  }
  return {
    provided: { postgresUrl: server.url, postgresTemplate: template, embeddedTemplate: embedded },
    remove,
  };
}

/** Whatever the tests made the code say, no secret was in it. A log that holds one is kept. */
function checkLog(): void {
  const file = process.env.USHER_TEST_LOG;
  if (!file) throw new Error("vitest.config.ts says where the tests log.");
  try {
    refuseSecrets([file]);
  } catch (error) {
    process.exitCode = 1;
    throw error;
  }
  fs.rmSync(file, { force: true });
}

async function makeTemplate(options: { databaseUrl: string | null; dataDir: string }) {
  await openDatabase(options);
  await migrate();
  await closeDatabase();
}

function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
