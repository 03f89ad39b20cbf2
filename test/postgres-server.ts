// Node's own modules only: scripts and the browser tests import this without a bundler.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "../scripts/ports.mjs";

/** A PostgreSQL server that belongs to whoever started it. */
export interface PostgresServer {
  /** Address of its maintenance database, as a superuser. */
  url: string;
  stop(): Promise<void>;
}

const START_LIMIT = 60_000;
const ATTEMPTS = 5;
/** Of postmaster.pid, counted from 0. */
const STATUS_LINE = 7;

/**
 * Starts a PostgreSQL server in a temporary directory on a free loopback port. It ends with
 * `stop`, and also when this process dies, however it dies.
 * @param settings `name=value`, over those that suit tests.
 * @throws a sentence when the machine has no PostgreSQL and none can be installed.
 */
export async function startPostgres(
  port?: number,
  settings: string[] = [],
): Promise<PostgresServer> {
  const bin = findBinaries() ?? installBinaries();
  for (let attempt = 1; ; attempt++) {
    // A port that is free now may be somebody else's by the time that the server wants it.
    const wanted = attempt === 1 && port ? port : await freePort();
    const { home, data, identity } = makeCluster(bin);
    const server = spawn(
      "/bin/sh",
      [
        "-c",
        WATCHED,
        "sh",
        path.join(bin, "postgres"),
        home,
        ...serverArguments(data, wanted, settings),
      ],
      // A group of its own: Ctrl-C is for us, and the end of the pipe tells the shell.
      { ...identity, detached: true, stdio: ["pipe", "ignore", "pipe"] },
    );
    const ended = new Promise<void>((resolve) => {
      server.once("exit", () => resolve()).once("error", () => resolve());
    });
    server.stdin.on("error", () => {});
    const stop = () => {
      server.stdin.end();
      return ended;
    };
    let said = "";
    server.stderr.on("data", (chunk) => {
      said = `${said}${chunk}`.slice(-4000);
    });
    const failure = await waitUntilReady(data, server, () => said);
    if (failure === null) return { url: `postgres://postgres@127.0.0.1:${wanted}/postgres`, stop };
    await stop();
    if (attempt === ATTEMPTS || !/in use/.test(said))
      throw new Error(`PostgreSQL did not start: ${failure}\n${said}`);
  }
}

/** A new cluster in a directory of its own, and as whom and with what its programs run. */
function makeCluster(bin: string) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "usher-postgres-"));
  const user = serverUser();
  if (user) fs.chownSync(home, user.uid, user.gid);
  const data = path.join(home, "data");
  // None of the PG… variables that somebody may have set for their own server.
  const env = { PATH: process.env.PATH, LC_ALL: "C.UTF-8" } as unknown as NodeJS.ProcessEnv;
  const identity = { ...user, cwd: home, env };
  try {
    execFileSync(
      path.join(bin, "initdb"),
      ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"],
      { ...identity, stdio: ["ignore", "ignore", "pipe"] },
    );
  } catch (error) {
    fs.rmSync(home, { recursive: true, force: true });
    throw error;
  }
  return { home, data, identity };
}

/**
 * The server under a shell that reads a pipe of ours: when this process is gone, the pipe ends,
 * and the shell stops the server and takes its directory away. Nothing is left after a kill -9.
 */
const WATCHED = `
binary="$1" home="$2"; shift 2
"$binary" "$@" </dev/null & pid=$!
cat >/dev/null
kill -INT "$pid" 2>/dev/null
wait "$pid"
cd / && rm -rf "$home"
`;

function serverArguments(data: string, port: number, more: string[]): string[] {
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=64MB",
    // It holds nothing that anybody wants back.
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    ...more,
  ];
  return ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = fs.readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL does not run as root, and there is no user postgres or nobody.");
}

function findBinaries(): string | null {
  const found = [...debianFolders(), configuredFolder(), ...(process.env.PATH ?? "").split(":")];
  const complete = (dir: string | null) =>
    dir !== null && ["initdb", "postgres"].every((name) => fs.existsSync(path.join(dir, name)));
  return found.find(complete) ?? null;
}

/** Debian keeps the servers off the PATH, one folder a version; the newest first. */
function debianFolders(): string[] {
  const base = "/usr/lib/postgresql";
  if (!fs.existsSync(base)) return [];
  return fs
    .readdirSync(base)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(base, version, "bin"));
}

function configuredFolder(): string | null {
  try {
    return execFileSync("pg_config", ["--bindir"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return null;
  }
}

function installBinaries(): string {
  const sentence =
    "The tests need a PostgreSQL server: set TEST_DATABASE_URL, or install PostgreSQL 15 or later.";
  if (process.getuid?.() !== 0 || !fs.existsSync("/usr/bin/apt-get")) throw new Error(sentence);
  console.log("Installing PostgreSQL for the tests …");
  const options = { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  try {
    execFileSync("apt-get", ["update"], options as object);
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "postgresql"], {
      ...(options as object),
    });
  } catch (cause) {
    throw new Error(`${sentence} (apt-get could not install it.)`, { cause });
  }
  const bin = findBinaries();
  if (!bin) throw new Error(sentence);
  return bin;
}

/** Null once the server takes connections; else why it never will. */
async function waitUntilReady(
  data: string,
  server: ChildProcess,
  said: () => string,
): Promise<string | null> {
  const deadline = Date.now() + START_LIMIT;
  while (Date.now() < deadline) {
    if (server.exitCode !== null || server.signalCode !== null) return "it has ended";
    if (saysReady(data)) return null;
    if (said().includes("FATAL:")) return "it gave up";
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return `not ready within ${START_LIMIT / 1000} s`;
}

/**
 * What the server itself writes into its lock file, and what pg_ctl waits for. Asking the port
 * would not do: it answers before it takes connections, and may be another server's.
 */
function saysReady(data: string): boolean {
  try {
    const lines = fs.readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
    return lines[STATUS_LINE]?.trim() === "ready";
  } catch {
    return false;
  }
}
