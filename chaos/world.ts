import { randomBytes, randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { closeDatabase, openDatabase } from "@/lib/db/database";
import { migrate } from "@/lib/db/migrate";
import { resetEnv } from "@/lib/env";
import { type SandboxClient, sandboxClient } from "../sandbox/client.ts";
import { tidewater } from "../sandbox/people.ts";
import { startSandbox } from "../sandbox/start.ts";
import { freePort } from "../scripts/ports.mjs";
import { type MadeEvent, makeEvents } from "./make-events";

export type DatabaseKind = "embedded" | "postgres";

/** What one round happens in: Microsoft and a mailbox that never fall, a database, open events. */
export interface World {
  publicUrl: string;
  /** Ports of the web processes, all behind the public address. */
  webPorts: number[];
  control: SandboxClient;
  events: MadeEvent[];
  /** Environment of the processes, besides role and port. */
  env: Record<string, string>;
  /** Works with the database in this process, while no other has it open. */
  withDatabase<T>(work: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** Makes a new world, with its database migrated and its events open for sign-ups. */
export async function makeWorld(kind: DatabaseKind, postgresUrl: string | null): Promise<World> {
  const dataDir = makeDirectory();
  const database = kind === "postgres" && postgresUrl ? await makeDatabase(postgresUrl) : null;
  if (!database) cpSync(await embeddedTemplate(), dataDir, { recursive: true });
  const webPorts = [await freePort()];
  if (kind === "postgres") webPorts.push(await freePort(webPorts));
  const publicUrl = `http://localhost:${webPorts[0]}`;
  const sandbox = await startSandbox({
    redirectUris: [`${publicUrl}/api/auth/callback/entra`],
  });
  const env: Record<string, string> = {
    NEXTAUTH_URL: publicUrl,
    NEXTAUTH_SECRET: randomBytes(24).toString("hex"),
    TOKEN_KEYS: randomBytes(32).toString("base64"),
    ENTRA_AUTHORITY: sandbox.entraUrl,
    ENTRA_TENANT_ID: tidewater.id,
    ENTRA_CLIENT_ID: sandbox.clientId,
    ENTRA_CLIENT_SECRET: sandbox.clientSecret,
    GRAPH_URL: sandbox.graphUrl,
    SMTP_URL: sandbox.smtpUrl,
    MAIL_FROM: "Usher <usher@tidewater.example>",
    DATA_DIR: dataDir,
    ...(database && { DATABASE_URL: database.url }),
  };
  // The decisions that are called here read the same environment as the processes.
  delete process.env.DATABASE_URL;
  Object.assign(process.env, env);
  resetEnv();
  const withDatabase = async <T>(work: () => Promise<T>) => {
    await openDatabase();
    try {
      return await work();
    } finally {
      await closeDatabase();
    }
  };
  const control = sandboxClient(sandbox.controlUrl);
  const events = await withDatabase(async () => {
    await migrate();
    return makeEvents(control);
  });
  return {
    publicUrl,
    webPorts,
    control,
    events,
    env,
    withDatabase,
    async remove() {
      await sandbox.stop();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
      directories.delete(dataDir);
    },
  };
}

const directories = new Set<string>();

/** A directory that is gone with this process, however early that ends. */
function makeDirectory(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "usher-chaos-"));
  directories.add(made);
  return made;
}

process.on("exit", () => {
  for (const each of directories) rmSync(each, { recursive: true, force: true });
});

let template: Promise<string> | null = null;

/** A migrated embedded database to begin with: making one takes longer than a round's load. */
function embeddedTemplate(): Promise<string> {
  template ??= (async () => {
    const dataDir = makeDirectory();
    await openDatabase({ databaseUrl: null, dataDir });
    await migrate();
    await closeDatabase();
    return dataDir;
  })();
  return template;
}

async function makeDatabase(server: string) {
  const name = `usher_chaos_${randomUUID().replaceAll("-", "")}`;
  await maintain(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => maintain(server, `drop database ${name} with (force)`) };
}

async function maintain(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
