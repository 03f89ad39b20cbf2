import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { refuseSecrets } from "../../test/log-secrets";
import { MAIL_EVENTS_SECRET } from "../support/mail-events";

const root = path.resolve(import.meta.dirname, "../..");
const START_LIMIT = 150_000;
const STOP_LIMIT = 40_000;

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
 * Starts the whole product the way a newcomer does, on a fresh data directory and free ports, and
 * stops it after the tests: so each run tests the command as well.
 */
export default async function startProduct(): Promise<() => Promise<void>> {
  const port = process.env.USHER_E2E_PORT;
  if (!port) throw new Error("playwright.config.ts sets USHER_E2E_PORT.");
  const dataDir = path.join(root, ".test", `e2e-${port}`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });

  const logFiles = [path.join(dataDir, "usher.log"), path.join(dataDir, "terminal.log")] as const;
  const env = {
    ...process.env,
    PORT: port,
    DATA_DIR: dataDir,
    LOG_FILE: logFiles[0],
    // Asked of nobody but members who sign up for a webinar of their organization.
    ENTRA_ATTENDEE_SCOPE: "VirtualEvent.ReadWrite",
    MAIL_EVENTS: `generic:${MAIL_EVENTS_SECRET}`,
    // Under npm it ends by itself when whoever started it was killed.
    npm_lifecycle_event: "start",
  };
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const terminal = createWriteStream(logFiles[1]);
  child.stdout?.pipe(terminal, { end: false });
  child.stderr?.pipe(terminal, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  const printed = await untilReady(child);
  const product = { ...readProduct(printed, port, dataDir), logFiles: [...logFiles] };
  writeFileSync(path.join(root, ".test/e2e.json"), JSON.stringify(product, null, 2));

  return async () => {
    const code = await stop(child);
    terminal.end();
    if (code !== 0) throw new Error(`npm start ended with ${code} instead of 0.`);
    refuseSecrets([...logFiles]);
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** Resolves to all that was printed once the last line of the greeting is there. */
function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const limit = setTimeout(() => {
      child.kill("SIGTERM");
      reject(new Error(`npm start was not ready in ${START_LIMIT / 1000} s:\n${text}`));
    }, START_LIMIT);
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (!text.includes("Ctrl-C stops everything.")) return;
      clearTimeout(limit);
      resolve(text);
    });
    child.once("exit", (code) => {
      clearTimeout(limit);
      reject(new Error(`npm start has ended (${code}):\n${text}`));
    });
  });
}

function readProduct(printed: string, port: string, dataDir: string): Omit<Product, "logFiles"> {
  const sampleUrl = new RegExp(`^http://localhost:${port}/e/[a-z0-9-]+$`, "m").exec(printed)?.[0];
  if (!sampleUrl) throw new Error(`npm start printed no sample event:\n${printed}`);
  const ports = JSON.parse(readFileSync(path.join(dataDir, "sandbox-ports.json"), "utf8"));
  const sandbox = `http://127.0.0.1:${ports.http}`;
  return {
    appUrl: `http://localhost:${port}`,
    sampleUrl,
    mailboxUrl: `${sandbox}/mailbox`,
    controlUrl: `${sandbox}/control`,
    dataDir,
  };
}

function stop(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve(child.exitCode);
    const limit = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT);
    child.once("exit", (code) => {
      clearTimeout(limit);
      resolve(code);
    });
    child.kill("SIGTERM");
  });
}
