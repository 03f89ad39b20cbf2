import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { root } from "../../scripts/project.mjs";

export interface BenchProcess {
  pid: number;
  /** Processor time that it has used so far, its own and the kernel's for it. */
  cpuSeconds(): number;
  /** Resident memory, MB. */
  memory(): number;
  stop(): Promise<void>;
}

const running = new Set<() => Promise<void>>();

// Without a listener a signal would end this process before its `exit` handlers tidy up. Children
// end by themselves when their channel does.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

/** Starts a Node process with a channel and resolves once it says `{ type: "ready" }`. */
export async function startProcess(
  args: string[],
  env: Record<string, string>,
): Promise<BenchProcess> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.on("message", (message) => {
      if ((message as { type?: string }).type === "ready") resolve();
    });
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} has ended (${code}).`)));
  });
  const pid = child.pid ?? 0;
  const stop = async () => {
    running.delete(stop);
    child.kill("SIGTERM");
    const overdue = setTimeout(() => child.kill("SIGKILL"), 40_000);
    await ended;
    clearTimeout(overdue);
  };
  running.add(stop);
  return { pid, stop, cpuSeconds: () => cpuSecondsOf(pid), memory: () => memoryOf(pid) };
}

/** Ends what a bench has not ended itself. */
export async function stopProcesses(): Promise<void> {
  await Promise.all([...running].map((stop) => stop()));
}

const TICKS_A_SECOND = 100;

function cpuSecondsOf(pid: number): number {
  // The name before may hold blanks; utime and stime are the 14th and 15th.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
