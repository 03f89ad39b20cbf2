import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { root } from "../../scripts/project.mjs";
import type { LoadAnswer, LoadOrder } from "./load-process";

const hooks = fileURLToPath(new URL("../../test/typescript-hooks.mjs", import.meta.url));
const script = fileURLToPath(new URL("./load-process.ts", import.meta.url));

export interface Load {
  run(order: LoadOrder): Promise<LoadAnswer[]>;
  stop(): void;
}

/** A process that sends sign-ups (load-process.ts). */
export async function startLoad(): Promise<Load> {
  const child = spawn(process.execPath, ["--no-warnings", "--import", hooks, script], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await message(child);
  return {
    run(order) {
      child.send(order);
      return message(child) as Promise<LoadAnswer[]>;
    },
    stop: () => child.disconnect(),
  };
}

function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`The load has ended (${code}).`));
    child.once("exit", onExit);
    child.once("message", (said) => {
      child.off("exit", onExit);
      resolve(said);
    });
  });
}
