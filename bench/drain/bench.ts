import { setTimeout as sleep } from "node:timers/promises";
import { readNumbers } from "../support/arguments";
import { type Desk, withDesk } from "../support/desk";
import { loadPerCore, printFigures, printTable, round } from "../support/figures";
import { makeOrganizer, type Organizer } from "../support/organizer";
import type { BenchProcess } from "../support/process";
import { buildProduct, startProduct } from "../support/product";
import { countLinked, countTransactions, insertWaiting } from "./backlog";

const DEFAULTS = { people: 20_000, organizers: 200, throttled: 5, idle: 60 };
const RETRY_AFTER_SECONDS = 5;
/** No link for so long: it does not move any more. */
const STUCK_MS = 120_000;

type Size = typeof DEFAULTS;

/** @returns the exit code: 1 when somebody is left without a link. */
export async function benchDrain(args: string[]): Promise<number> {
  const size = readNumbers(args, DEFAULTS);
  await buildProduct();
  const figures = await withDesk((desk) => measure(desk, size));
  const { memoryMb, ...rest } = figures;
  const rows = Object.entries(rest).filter(([name]) => name !== "bench");
  printTable(
    ["Drain", ""],
    [...rows.map(([name, value]) => [name, value]), ["memoryMb at quarters", memoryMb.join(" ")]],
  );
  printFigures(figures);
  return figures.linked === figures.people ? 0 : 1;
}

async function measure({ sandbox, env }: Desk, size: Size) {
  const organizers: Organizer[] = [];
  const each = Math.ceil(size.people / size.organizers);
  for (let number = 1; number <= size.organizers; number += 1) {
    const organizer = await makeOrganizer(sandbox, number);
    await insertWaiting(organizer, each);
    organizers.push(organizer);
  }
  const throttled = organizers.slice(0, size.throttled);
  const free = organizers.slice(size.throttled);
  const faults: string[] = [];
  for (const { oid } of throttled) {
    const fault = { kind: "throttle" as const, retryAfter: RETRY_AFTER_SECONDS };
    const match = { organizer: oid };
    faults.push(await sandbox.control.fault({ service: "graph", match, times: null, fault }));
  }

  await sandbox.control.resetLedger();
  const worker = await startProduct("worker", env);
  const begun = performance.now();
  const memoryMb = await watchDrain(worker.process, free, each * free.length);
  const seconds = (performance.now() - begun) / 1000;
  const cpuMs = (worker.process.cpuSeconds() * 1000) / (each * free.length);
  const loadDuring = loadPerCore();
  const refusedCalls = (await sandbox.control.ledger()).filter(({ status }) => status === 429);
  const early = await countLinked(throttled);

  for (const fault of faults) await sandbox.control.clearFault(fault);
  await watchDrain(worker.process, throttled, each * throttled.length);
  const linked = await countLinked(organizers);
  const idle = await measureIdle(worker.process, size.idle);
  return {
    bench: "drain",
    people: each * size.organizers,
    organizers: size.organizers,
    throttled: size.throttled,
    linked,
    seconds: round(seconds),
    perSecond: round((each * free.length) / seconds),
    cpuMsPerLink: round(cpuMs),
    throttledCallsAMinute: round((refusedCalls.length / size.throttled / seconds) * 60),
    throttledLinkedMeanwhile: early,
    memoryMb,
    memoryLastOfFirst: round((memoryMb.at(-1) ?? Number.NaN) / (memoryMb[0] ?? Number.NaN)),
    ...idle,
    loadPerCoreDuring: loadDuring,
  };
}

/** Waits until all have their link; the worker's memory after each quarter. */
async function watchDrain(
  worker: BenchProcess,
  organizers: Organizer[],
  people: number,
): Promise<number[]> {
  const memory: number[] = [];
  let before = 0;
  let moved = performance.now();
  for (;;) {
    const linked = await countLinked(organizers);
    if (linked > before) moved = performance.now();
    before = linked;
    while (memory.length < Math.floor((4 * linked) / people)) memory.push(worker.memory());
    if (linked >= people || performance.now() - moved > STUCK_MS) return memory;
    await sleep(500);
  }
}

/** What a worker costs that has nothing to do. */
async function measureIdle(worker: BenchProcess, seconds: number) {
  // Statistics of what was done before are still on their way.
  await sleep(12_000);
  const cpu = worker.cpuSeconds();
  const transactions = await countTransactions();
  await sleep(seconds * 1000);
  return {
    idleCpuShare: round((worker.cpuSeconds() - cpu) / seconds),
    idleStatementsASecond: round(((await countTransactions()) - transactions) / seconds),
  };
}
