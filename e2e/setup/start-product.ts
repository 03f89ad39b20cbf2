import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { refuseSecrets } from "../../test/log-secrets";
import { maintain } from "../../test/maintain";
import { startPostgres } from "../../test/postgres-server";
import { MAIL_EVENTS_SECRET } from "../support/mail-events";
import { startCommand } from "./start-command";

const root = path.resolve(import.meta.dirname, "../..");

/** What the tests know of the product that runs for them; kept in .test/e2e.json. */
export interface Product {
  appUrl: string;
  /** Full address of the sample event, as the start command printed it. */
  sampleUrl: string;
  mailboxUrl: string;
  controlUrl: string;
  dataDir: string;
  /** Everything that the product and Next say: its log, and what goes to the terminal. */
  logFiles: string[];
}

/**
 * Starts the whole product as `npm start` does, on a fresh data directory, free ports and a
 * PostgreSQL (on the embedded database, ten tests take a tenth more processor time); stops it after
 * the tests. What a newcomer starts is newcomer.spec.ts's.
 */
export default async function startProduct(): Promise<() => Promise<void>> {
  const port = process.env.USHER_E2E_PORT;
  if (!port) throw new Error("playwright.config.ts sets USHER_E2E_PORT.");
  const dataDir = path.join(root, ".test", `e2e-${port}`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });

  const logFiles = [path.join(dataDir, "usher.log"), path.join(dataDir, "terminal.log")] as const;
  const database = await makeDatabase(`usher_e2e_${port}`);
  const started = await startCommand(
    {
      ...process.env,
      PORT: port,
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      LOG_FILE: logFiles[0],
      // Asked of nobody but members who sign up for a webinar of their organization.
      ENTRA_ATTENDEE_SCOPE: "VirtualEvent.ReadWrite",
      MAIL_EVENTS: `generic:${MAIL_EVENTS_SECRET}`,
    },
    logFiles[1],
  ).catch(async (error) => {
    await database.remove();
    throw error;
  });
  const product: Product = {
    ...readAddresses(started.printed, port, dataDir),
    dataDir,
    logFiles: [...logFiles],
  };
  writeFileSync(path.join(root, ".test/e2e.json"), JSON.stringify(product, null, 2));

  return async () => {
    const code = await started.stop();
    await database.remove();
    if (code !== 0) throw new Error(`npm start ended with ${code} instead of 0.`);
    refuseSecrets([...logFiles]);
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** A database of this run's own: on TEST_DATABASE_URL's server, else on one that ends with it. */
async function makeDatabase(name: string) {
  const { TEST_DATABASE_URL } = process.env;
  const server = TEST_DATABASE_URL
    ? { url: TEST_DATABASE_URL, stop: async () => {} }
    : await startPostgres();
  await maintain(server.url, `drop database if exists ${name} with (force)`);
  await maintain(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    remove: () =>
      maintain(server.url, `drop database ${name} with (force)`).finally(() => server.stop()),
  };
}

function readAddresses(printed: string, port: string, dataDir: string) {
  const sampleUrl = new RegExp(`^http://localhost:${port}/e/[a-z0-9-]+$`, "m").exec(printed)?.[0];
  if (!sampleUrl) throw new Error(`npm start printed no sample event:\n${printed}`);
  const ports = JSON.parse(readFileSync(path.join(dataDir, "sandbox-ports.json"), "utf8"));
  const sandbox = `http://127.0.0.1:${ports.http}`;
  return {
    appUrl: `http://localhost:${port}`,
    sampleUrl,
    mailboxUrl: `${sandbox}/mailbox`,
    controlUrl: `${sandbox}/control`,
  };
}
