import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { freePort } from "../scripts/ports.mjs";
import { product } from "./setup/product";
import { expect, test } from "./support/test";

const root = path.resolve(import.meta.dirname, "..");

/** What a failing test leaves: a start that was not refused runs on. */
const running = new Set<ChildProcess>();

/** Starts Usher as `npm start` does, until it has given up; what it printed, apart. */
function start(settings: Record<string, string>) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: { PATH, HOME, ...settings } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const printed = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    printed.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    printed.err += chunk;
  });
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code, ...printed });
    });
  });
}

/** One line, a whole sentence, and an exit code that says so too. */
async function expectRefusal(settings: Record<string, string>, sentence: RegExp): Promise<void> {
  const { code, out, err } = await start(settings);
  expect(err).toMatch(sentence);
  expect(err).toMatch(/^[^\n]+\.\n$/);
  expect(out).not.toMatch(/Stopping|^ +at /m);
  expect(code).toBeGreaterThan(0);
}

test.describe("a start that can't be says why in one sentence", () => {
  let dataDir: string;
  let port: string;
  test.beforeEach(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), "usher-refused-"));
    port = String(await freePort());
  });
  test.afterEach(async () => {
    for (const child of running) child.kill("SIGTERM");
    await expect.poll(() => running.size).toBe(0);
    rmSync(dataDir, { recursive: true, force: true });
  });

  test("a taken port", async () => {
    const taken = new URL(product().appUrl).port;
    const sentence = new RegExp(`^Port ${taken} is taken.*PORT=${Number(taken) + 1} npm start`);
    const { code, err } = await start({ PORT: taken, DATA_DIR: dataDir });
    expect(err).toMatch(sentence);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(code).toBeGreaterThan(0);
  });

  test("a data directory that can't be written", async () => {
    const file = path.join(dataDir, "file");
    writeFileSync(file, "");
    for (const DATA_DIR of [file, path.join(file, "below")])
      await expectRefusal({ PORT: port, DATA_DIR }, /^DATA_DIR can't be written to: .*file/);
  });

  test("settings that production needs", async () => {
    const settings = { PORT: port, DATA_DIR: dataDir, NEXTAUTH_URL: "https://usher.example" };
    await expectRefusal(
      settings,
      /^Usher can't start in production without TOKEN_KEYS, NEXTAUTH_SECRET, SMTP_URL, MAIL_FROM/,
    );
  });

  test("a setting that makes no sense", async () => {
    await expectRefusal({ PORT: "http", DATA_DIR: dataDir }, /^PORT is http/);
    const settings = { PORT: port, DATA_DIR: dataDir, USHER_ROLE: "both" };
    await expectRefusal(settings, /^USHER_ROLE must be web, worker or all/);
  });

  test("a database that a newer Usher has migrated", async () => {
    const database = await PGlite.create(path.join(dataDir, "database"));
    await database.exec(`create table kysely_migration (name text primary key, timestamp text);
      insert into kysely_migration values ('9999-from-the-future', '2099-01-01')`);
    await database.close();
    await expectRefusal({ PORT: port, DATA_DIR: dataDir }, /^A newer Usher has migrated/);
  });

  test("a database server that isn't there", async () => {
    const url = `postgres://nobody@127.0.0.1:${port}/none`;
    const settings = { PORT: String(await freePort()), DATA_DIR: dataDir, DATABASE_URL: url };
    await expectRefusal(
      settings,
      /^The database of DATABASE_URL \(127\.0\.0\.1:\d+\) can't be used/,
    );
  });
});
