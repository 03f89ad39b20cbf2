import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const START_LIMIT = 150_000;
const STOP_LIMIT = 40_000;

/** A product that `npm start` runs. */
export interface StartedCommand {
  /** What it said until it was ready. */
  printed: string;
  /** Ends it as Ctrl-C does, jobs drained; the code that it ended with. */
  stop(): Promise<number | null>;
}

/**
 * Runs what `npm start` runs, until it has said where to go.
 * @param terminalLog file for all that it prints, then and later.
 * @throws Error with what it said, when it ended before or took too long.
 */
export async function startCommand(
  env: NodeJS.ProcessEnv,
  terminalLog: string,
): Promise<StartedCommand> {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    // Under npm it ends by itself when whoever started it was killed.
    env: { ...env, npm_lifecycle_event: "start" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const terminal = createWriteStream(terminalLog);
  child.stdout.pipe(terminal, { end: false });
  child.stderr.pipe(terminal, { end: false });
  child.stderr.pipe(process.stderr, { end: false });
  const printed = await untilReady(child);
  return {
    printed,
    async stop() {
      const code = await stop(child);
      terminal.end();
      return code;
    },
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
