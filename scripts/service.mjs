import { spawn } from "node:child_process";
import { nodePath, root } from "./project.mjs";

/**
 * A long-lived child of `npm start`. It has a process group of its own, so that Ctrl-C in a
 * terminal reaches only the start script, which ends things in order; and a channel to it, whose
 * end tells the child that nobody is left to end it.
 */
export function startService(name, args, { env, stdout = "inherit" }) {
  const child = spawn(nodePath(), args, {
    cwd: root,
    env,
    detached: process.platform !== "win32",
    windowsHide: true,
    stdio: ["ignore", stdout, "inherit", "ipc"],
  });
  const exited = new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ name, code, signal }));
    child.once("error", (error) => resolve({ name, code: 1, signal: null, error }));
  });

  return {
    child,
    /** Resolves when the child has ended, however. */
    exited,

    isRunning: () => child.exitCode === null && child.signalCode === null,

    /** The first message of this type; rejects when the child ends before it. */
    message(type) {
      return new Promise((resolve, reject) => {
        child.on("message", (message) => {
          if (message?.type === type) resolve(message);
        });
        exited.then(({ code }) => reject(new ServiceEnded(name, code)));
      });
    },

    /** The first line of standard output, parsed; rejects when the child ends before it. */
    firstLine() {
      return new Promise((resolve, reject) => {
        let text = "";
        child.stdout.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
          const end = text.indexOf("\n");
          if (end >= 0) resolve(JSON.parse(text.slice(0, end)));
        });
        exited.then(({ code }) => reject(new ServiceEnded(name, code)));
      });
    },

    /** Asks the child to end and waits; after `limit` ms it is killed. */
    async stop(limit) {
      if (!this.isRunning()) return;
      // Windows has no SIGTERM that can be heard.
      if (process.platform === "win32" && child.connected) child.send({ type: "stop" });
      else child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), limit);
      await exited;
      clearTimeout(killer);
    },

    kill: () => child.kill("SIGKILL"),
  };
}

/** A child has ended before it was ready; it has said why. */
export class ServiceEnded extends Error {
  constructor(name, code) {
    super(`${name} has ended (${code ?? "killed"}).`);
    this.code = code || 1;
  }
}
