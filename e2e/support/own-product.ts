import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startSandbox } from "../../sandbox/start";
import { freePort } from "../../scripts/ports.mjs";
import { type CuttableProxy, startCuttableProxy } from "../../test/cuttable-proxy";
import { refuseSecrets } from "../../test/log-secrets";
import { startPostgres } from "../../test/postgres-server";

const root = path.resolve(import.meta.dirname, "../..");
const START_LIMIT = 60_000;

/** A product of one file's own, for what must not befall that of all the other tests. */
export interface OwnProduct {
  appUrl: string;
  /** Path of an open event's page. */
  eventPath: string;
  /** Between the product and its PostgreSQL. */
  proxy: CuttableProxy;
  /** Asks PostgreSQL past the proxy. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Keeps everybody from a table until the answered function is called. */
  lock(table: string): Promise<() => Promise<void>>;
  /** How many sign-ups wait for a lock; jobs may wait for the same one. */
  signUpsWaiting(): Promise<number>;
  /** Starts the process, from another build when told which; done when it serves. */
  start(distDir?: string): Promise<void>;
  /** Sends SIGTERM and answers with the exit code. */
  terminate(): Promise<number | null>;
  remove(): Promise<void>;
}

/**
 * The production build on a PostgreSQL and a sandbox of its own, with further settings. It is
 * running when this is done.
 */
export async function startOwnProduct(settings: Record<string, string> = {}): Promise<OwnProduct> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "usher-e2e-"));
  const logFile = path.join(dataDir, "usher.log");
  const port = await freePort();
  const appUrl = `http://localhost:${port}`;
  const [postgres, sandbox] = await Promise.all([
    // What is committed survives a crash of PostgreSQL, as it does where it is not for tests.
    startPostgres(undefined, ["synchronous_commit=on"]),
    startSandbox({ redirectUris: [`${appUrl}/api/auth/callback/entra`] }),
  ]);
  const proxy = await startCuttableProxy(postgres.url);
  const direct = new pg.Pool({ connectionString: postgres.url, max: 3 });
  // Tests end connections on purpose, this one's too.
  direct.on("error", () => {});
  const holders = new Set<pg.PoolClient>();
  const { PATH, HOME, TMPDIR } = process.env;
  const env = {
    ...{ PATH, HOME, TMPDIR, TZ: "UTC" },
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_NO_WARNINGS: "1",
    NODE_COMPILE_CACHE: path.join(root, ".build/compile-cache"),
    PORT: String(port),
    NEXTAUTH_URL: appUrl,
    NEXTAUTH_SECRET: randomBytes(24).toString("hex"),
    TOKEN_KEYS: randomBytes(32).toString("base64"),
    ENTRA_AUTHORITY: sandbox.entraUrl,
    ENTRA_TENANT_ID: "74696465-7761-4465-8272-000000000001",
    ENTRA_CLIENT_ID: sandbox.clientId,
    ENTRA_CLIENT_SECRET: sandbox.clientSecret,
    GRAPH_URL: sandbox.graphUrl,
    SMTP_URL: sandbox.smtpUrl,
    MAIL_FROM: "Usher <usher@tidewater.example>",
    USHER_SANDBOX: sandbox.mailboxUrl,
    DATABASE_URL: proxy.url,
    DATA_DIR: dataDir,
    LOG_FILE: logFile,
    ...settings,
  };
  let running: { child: ChildProcess; ended: Promise<number | null> } | null = null;

  async function start(distDir = ".next"): Promise<string> {
    const server = path.join(root, ".build", distDir === ".next" ? "" : distDir.slice(1));
    // The channel ends with this process, and the product with the channel.
    const child = spawn(process.execPath, [path.join(server, "server.js")], {
      cwd: root,
      env: { ...env, NEXT_DIST_DIR: distDir } as NodeJS.ProcessEnv,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    child.once("spawn", () => child.send({ type: "sandbox-ready" }));
    let complaints = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      complaints += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    running = { child, ended };
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => child.kill("SIGKILL"), START_LIMIT);
      child.on("message", (message: { type?: string; sample?: string }) => {
        if (message.type !== "ready") return;
        clearTimeout(limit);
        resolve(message.sample ?? "");
      });
      void ended.then((code) => reject(new Error(`It ended with ${code}: ${complaints}`)));
    });
  }

  async function terminate(): Promise<number | null> {
    const ending = running;
    if (!ending) return null;
    running = null;
    ending.child.kill("SIGTERM");
    return ending.ended;
  }

  const eventPath = await start();
  return {
    appUrl,
    eventPath,
    proxy,
    sql: async (text, values = []) => (await direct.query(text, values)).rows,
    async lock(table) {
      const holder = await direct.connect();
      holders.add(holder);
      holder.on("error", () => {});
      await holder.query(`begin; lock table ${table} in access exclusive mode`);
      return async () => {
        await holder.query("commit");
        holders.delete(holder);
        holder.release();
      };
    },
    async signUpsWaiting() {
      const { rows } = await direct.query(
        `select 1 from pg_stat_activity where application_name = 'usher'
           and wait_event_type = 'Lock' and query like '%someoneWaits%'`,
      );
      return rows.length;
    },
    start: async (distDir) => void (await start(distDir)),
    terminate,
    async remove() {
      running?.child.kill("SIGKILL");
      await running?.ended;
      await proxy.stop();
      // A lock that a failed test left would keep the pool waiting.
      for (const holder of holders) holder.release(true);
      await Promise.all([postgres.stop(), sandbox.stop()]);
      await direct.end();
      refuseSecrets([logFile]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
