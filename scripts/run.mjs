import { spawn } from "node:child_process";
import { root } from "./project.mjs";

/** Short-lived children that an interrupt has to end. */
const running = new Set();

/**
 * Runs a command to its end. Quiet: its output is given back, or shown while it comes with
 * `show`. Resolves to `{ code, output }`, also when it fails.
 */
export function run(command, args, { env = process.env, show = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      shell,
      stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    });
    running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 1, signal, output });
    });
  });
}

/** Ends the commands that run. */
export function endRunning() {
  for (const child of running) child.kill("SIGTERM");
}
