import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const hooks = fileURLToPath(new URL("./typescript-hooks.mjs", import.meta.url));
const root = fileURLToPath(new URL("../", import.meta.url));

/** A process of its own, for what only another process can show. */
export interface Child {
  process: ChildProcess;
  /** Lines it has printed so far. */
  lines: string[];
  /** Resolves with the first line that `matches`; rejects when it ends without one. */
  line(matches: (line: string) => boolean): Promise<string>;
  /** Kills it as a power cut would (kill -9), and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits for its end and gives the exit code. */
  ended: Promise<number | null>;
}

/** Runs TypeScript source in a Node process of its own; it may import the project by `@/`. */
export function runScript(source: string, env: Record<string, string> = {}): Child {
  const child = spawn(
    process.execPath,
    ["--no-warnings", "--import", hooks, "--input-type=module-typescript", "--eval", source],
    { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    for (const listener of listeners) listener();
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    complaints += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    process: child,
    lines,
    ended,
    line(matches) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find(matches);
          if (found !== undefined) resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then((code) => reject(new Error(`It ended (${code}): ${complaints}`)));
      });
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
