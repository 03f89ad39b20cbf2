import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { serverFile } from "../scripts/build.mjs";
import { EMBEDDED_DATABASE_FLAGS, root } from "../scripts/project.mjs";
import type { Random } from "./random";

export interface Seat {
  role: "web" | "worker" | "all";
  /** Null: it serves nobody. */
  port: number | null;
}

interface Running {
  seat: Seat;
  child: ChildProcess;
  ready: Promise<void>;
  ended: Promise<number | null>;
  /** We ended it: its end is no surprise. */
  meant: boolean;
}

const alive = new Set<ChildProcess>();
// Before anything of theirs is taken away.
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

const READY_LIMIT = 120_000;
const STOP_LIMIT = 60_000;

/** The product's processes, each started anew when it was killed. */
export class Processes {
  /** What they complained of: fatal lines, faults that nobody caught, ends of their own accord. */
  readonly complaints: string[] = [];
  kills = 0;
  readonly #seats: readonly Seat[];
  readonly #env: Record<string, string>;
  #running: Running[] = [];

  constructor(seats: readonly Seat[], env: Record<string, string>) {
    this.#seats = seats;
    this.#env = env;
  }

  /** Starts them all and waits until they say that they are ready. */
  async start(): Promise<void> {
    this.#running = this.#seats.map((seat) => this.#spawn(seat));
    await this.ready();
  }

  ready(): Promise<unknown> {
    return Promise.all(this.#running.map((each) => each.ready));
  }

  /** SIGKILL to one of them, and another in its place at once. */
  killOne(random: Random): Promise<void> {
    return this.#replace(random.pick(this.#running));
  }

  /** The same to the one that serves at this port. */
  async killAt(port: number): Promise<void> {
    const victim = this.#running.find(({ seat }) => seat.port === port);
    if (victim) await this.#replace(victim);
  }

  /** SIGKILL to all of them: a power cut. */
  async killAll(): Promise<void> {
    await Promise.all(this.#running.map((each) => this.#kill(each)));
    this.#running = [];
  }

  /** SIGTERM to all of them; each has to finish what it has and end with 0. */
  async stop(): Promise<void> {
    await Promise.all(
      this.#running.map(async (each) => {
        each.meant = true;
        each.child.kill("SIGTERM");
        const limit = setTimeout(() => each.child.kill("SIGKILL"), STOP_LIMIT);
        const code = await each.ended;
        clearTimeout(limit);
        if (code !== 0) this.complaints.push(`${name(each.seat)} ended with ${code} on SIGTERM.`);
      }),
    );
    this.#running = [];
  }

  async #replace(victim: Running): Promise<void> {
    await this.#kill(victim);
    this.#running = this.#running.map((each) => (each === victim ? this.#spawn(each.seat) : each));
  }

  async #kill(running: Running): Promise<void> {
    running.meant = true;
    this.kills += 1;
    running.child.kill("SIGKILL");
    await running.ended;
  }

  #spawn(seat: Seat): Running {
    const { PATH, HOME, TMPDIR } = process.env;
    const env = {
      ...{ PATH, HOME, TMPDIR, TZ: "UTC" },
      ...this.#env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NODE_NO_WARNINGS: "1",
      NODE_COMPILE_CACHE: path.join(root, ".build/compile-cache"),
      USHER_ROLE: seat.role,
      ...(seat.port !== null && { PORT: String(seat.port) }),
    };
    // The channel ends with this process, and the server with the channel: nothing is left over.
    const child = spawn(process.execPath, [...EMBEDDED_DATABASE_FLAGS, serverFile], {
      cwd: root,
      env: env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    alive.add(child);
    child.once("close", () => alive.delete(child));
    this.#listen(seat, child);
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const ready = new Promise<void>((resolve) => {
      child.on("message", (message) => {
        if ((message as { type?: string }).type === "ready") resolve();
      });
      // Killed before it was ready: whoever waits looks at the next one.
      void ended.then(() => resolve());
    });
    const running: Running = { seat, child, ready, ended, meant: false };
    const limit = setTimeout(() => {
      this.complaints.push(`${name(seat)} was not ready in ${READY_LIMIT / 1000} s.`);
      child.kill("SIGKILL");
    }, READY_LIMIT);
    void ready.then(() => clearTimeout(limit));
    void ended.then((code) => {
      if (!running.meant) this.complaints.push(`${name(seat)} ended by itself with ${code}.`);
    });
    return running;
  }

  #listen(seat: Seat, child: ChildProcess): void {
    const complain = (line: string) => this.complaints.push(`${name(seat)}: ${line}`);
    const tooBusy = new Set<string>();
    eachLine(child.stdout, (line) => {
      if (process.env.CHAOS_LOG) process.stdout.write(`${name(seat)} ${line}\n`);
      if (!/"level":"(error|fatal)"/.test(line)) return;
      // Where a lock, a connection or an answer can't be had in time, on a machine that does too
      // much at once, people are told to come again, jobs come again, and nothing was promised: the
      // fault, and the answer to the same request. Locks or connections that never come back keep a
      // round from its rest, which the checker sees.
      const request = /"requestId":"([^"]+)"/.exec(line)?.[1];
      if (NOT_IN_TIME.test(line)) {
        if (request) tooBusy.add(request);
      } else if (!request || !tooBusy.has(request)) complain(line);
    });
    // Nothing of ours writes there but a process that has to end.
    eachLine(child.stderr, complain);
  }
}

/** PostgreSQL's code for a lock, what pg-pool says of a connection, and we of a statement. */
const NOT_IN_TIME =
  /"code":"55P03"|"timeout exceeded when trying to connect"|"type":"DatabaseTrouble","message":"No answer within/;

function name({ role, port }: Seat): string {
  return port === null ? role : `${role} :${port}`;
}

function eachLine(stream: NodeJS.ReadableStream | null, take: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") take(line);
  });
}
