import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { devServerFile, ensureBuilt, prepareDev, serverFile } from "./build.mjs";
import { claimDirectory } from "./directory-claim.mjs";
import { ensureInstalled } from "./install.mjs";
import { isFree } from "./ports.mjs";
import { EMBEDDED_DATABASE_FLAGS, root } from "./project.mjs";
import { endRunning } from "./run.mjs";
import { startSandbox, wantsSandbox } from "./sandbox.mjs";
import { ServiceEnded, startService } from "./service.mjs";

// `npm start` and `npm run dev` (--dev). Runs on Node 20 with nothing installed.

const dev = process.argv.includes("--dev");
const APP_STOPS_WITHIN = 28_000;
const SANDBOX_STOPS_WITHIN = 5_000;

/** A reason not to start, as a sentence for whoever wants to. */
class Refusal extends Error {}

const services = { app: null, sandbox: null };
let stopping = null;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    // A second Ctrl-C means it.
    if (stopping) services.app?.kill();
    else void stopAll().then(() => process.exit(0));
  });
}

// Killed, npm leaves its script behind; nobody would ever end this one.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    void stopAll().then(() => process.exit(0));
  }, 1_000);
  watch.unref();
}

try {
  await start();
} catch (error) {
  if (!stopping) {
    if (!(error instanceof ServiceEnded)) console.error(error.message);
    await stopAll();
    process.exit(error.code > 0 ? error.code : 1);
  }
}

async function start() {
  const envFile = path.join(root, ".env");
  // What is set in the environment wins over the file.
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const port = readPort();
  const dataDir = path.resolve(root, process.env.DATA_DIR || ".data");
  const publicUrl = process.env.NEXTAUTH_URL || `http://localhost:${port}`;
  const sandboxed = wantsSandbox(process.env);

  await claim(dataDir);
  // A worker only answers its operator there, and works without.
  if (process.env.USHER_ROLE !== "worker" && !(await isFree(port))) {
    throw new Refusal(
      `Port ${port} is taken. Stop what uses it, or choose another one: PORT=${port + 1} npm ${dev ? "run dev" : "start"}`,
    );
  }
  await ensureInstalled({ say });
  if (dev) await prepareDev();
  else await ensureBuilt({ say });
  if (stopping) return;

  if (sandboxed) say("Starting Usher and the sandbox…");
  else say("Starting Usher…");
  const env = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    NEXT_TELEMETRY_DISABLED: "1",
    // Compiled code is kept from start to start: a quarter of the time that one takes.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || path.join(root, ".build/compile-cache"),
    NODE_ENV: dev ? "development" : "production",
    ...(dev ? { NEXT_DIST_DIR: ".next-dev" } : {}),
  };
  let mailbox = null;
  if (sandboxed) {
    const sandbox = await startSandbox({ env, dataDir, publicUrl });
    services.sandbox = sandbox.service;
    mailbox = sandbox.mailbox;
    Object.assign(env, sandbox.env);
    env.NEXTAUTH_URL = publicUrl;
    env.MAIL_FROM ||= "Usher <usher@tidewater.example>";
    env.LOG_FILE ||= path.join(dataDir, "usher.log");
  }
  if (stopping) return;
  // With the sandbox the log is a file, and the terminal is for the person at it.
  const stdout = sandboxed && !dev ? "ignore" : "inherit";
  const flags = env.DATABASE_URL ? [] : EMBEDDED_DATABASE_FLAGS;
  const file = dev ? devServerFile : serverFile;
  services.app = startService("Usher", [...flags, file], { env, stdout });
  const sandboxUp = services.sandbox
    ?.firstLine()
    // An app that has just ended hears it no more, and has said why.
    .then(() => services.app.child.send({ type: "sandbox-ready" }, () => {}));
  const [{ sample }] = await Promise.all([services.app.message("ready"), sandboxUp]);
  for (const service of Object.values(services)) service?.exited.then(onExit);
  if (env.USHER_ROLE !== "worker") await untilReady(port);
  // Nobody waits for these: they are there a moment after the address that is printed.
  if (sample) services.app.child.send({ type: "make-samples" }, () => {});
  sayWhere({ port, publicUrl, sample, mailbox, log: env.LOG_FILE });
}

function readPort() {
  const text = process.env.PORT || "3000";
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Refusal(`PORT is ${text}, and has to be a number from 1 to 65535.`);
  }
  return port;
}

async function claim(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch {
    throw new Refusal(`DATA_DIR can't be written to: ${dataDir}.`);
  }
  if (await claimDirectory(dataDir)) return;
  throw new Refusal(
    `Another Usher is already running on ${dataDir}. Stop it first, or give this one its own DATA_DIR.`,
  );
}

async function untilReady(port) {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/ready`).catch(() => null);
    if (answer?.ok || stopping) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A service ended by itself: what is left makes no sense without it. */
async function onExit({ name, code, signal }) {
  if (stopping) return;
  console.error(`${name} has stopped unexpectedly (${signal ?? code}).`);
  await stopAll();
  process.exit(1);
}

/** The app first: its jobs under way still need the sandbox. */
function stopAll() {
  stopping ??= (async () => {
    endRunning();
    if (services.app?.isRunning()) say("\nStopping: finishing what is under way…");
    await services.app?.stop(APP_STOPS_WITHIN);
    await services.sandbox?.stop(SANDBOX_STOPS_WITHIN);
  })();
  return stopping;
}

function sayWhere({ port, publicUrl, sample, mailbox, log }) {
  const lines = ["", "Usher is ready.", "", "Organizers start here:", `  ${publicUrl}/dashboard`];
  if (sample) {
    lines.push(
      "",
      "A sample event that is open for sign-ups:",
      `http://localhost:${port}${sample}`,
    );
  }
  if (mailbox) lines.push("", "The mailbox, where all mail arrives:", `  ${mailbox}`);
  if (mailbox && sample)
    lines.push(
      "",
      "A sample event in every state that a page can be in:",
      `  ${new URL("/", mailbox)}`,
    );
  if (mailbox) {
    lines.push("", "Nothing here is real: Microsoft's side is a sandbox on this machine.");
  }
  if (log) lines.push(`Log: ${path.relative(process.cwd(), log) || log}`);
  lines.push(
    dev ? "Pages reload as you edit. Ctrl-C stops everything." : "Ctrl-C stops everything.",
  );
  console.log(lines.join("\n"));
}

function say(text) {
  console.log(text);
}
