import { execFileSync } from "node:child_process";
import os from "node:os";

/*
 * What is measured has one core, and what it is measured with the others: else a contender that has
 * PostgreSQL work beside it also waits for the processor, and one that hasn't computes on two.
 */

const cores = os.availableParallelism();

/** Leaves the first core: this process, and what it starts from now on. */
export function leaveFirstCore(): void {
  if (cores < 2) throw new Error("What is measured needs a core of its own: one of two or more.");
  pin(process.pid, `1-${cores - 1}`);
}

/** Gives a process and all its threads the first core. */
export function giveFirstCore(pid: number): void {
  pin(pid, "0");
}

function pin(pid: number, list: string): void {
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", list, String(pid)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}
