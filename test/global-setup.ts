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

/** One server and one migrated template of each database for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
    : await startPostgres();
  // Not the process's id: on a server that others use too, it may be theirs as well.
  const template = `usher_test_${randomUUID().replaceAll("-", "")}`;
  const embedded = fs.mkdtempSync(path.join(os.tmpdir(), "usher-embedded-"));
  const tearDown = async () => {
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
    await tearDown().catch(() => {});
    throw error;
  }
  project.provide("postgresUrl", server.url);
  project.provide("postgresTemplate", template);
  project.provide("embeddedTemplate", embedded);
  return async () => {
    await tearDown();
    checkLog();
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
