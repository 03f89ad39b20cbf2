import { median, quantile, round } from "../support/figures";
import { openForm } from "../support/form";
import type { Load } from "../support/load";
import type { BenchServer } from "../support/product";

export interface Contender {
  name: string;
  server: BenchServer;
  slug: string;
}

export interface Throughput {
  name: string;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Processor milliseconds of the process for one form. */
  cpuMs: number;
  rates: number[];
}

interface Window {
  rate: number;
  cpuMs: number;
  times: number[];
}

/**
 * Each contender takes as many forms as it can for a moment, all of them in turn, and again, the
 * order rotating: what the machine does meanwhile hits all of them alike.
 */
export async function compare(
  load: Load,
  contenders: Contender[],
  { rounds, seconds, connections }: { rounds: number; seconds: number; connections: number },
): Promise<Throughput[]> {
  const windows = new Map<string, Window[]>(contenders.map(({ name }) => [name, []]));
  // The first moments go into compiling and opening connections.
  for (const contender of contenders) await measure(load, contender, { seconds: 2, connections });
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < contenders.length; at += 1) {
      const contender = contenders[(at + round) % contenders.length];
      if (!contender) continue;
      const window = await measure(load, contender, { seconds, connections });
      windows.get(contender.name)?.push(window);
    }
  }
  return contenders.map(({ name }) => summarize(name, windows.get(name) ?? []));
}

async function measure(
  load: Load,
  { server, slug }: Contender,
  { seconds, connections }: { seconds: number; connections: number },
): Promise<Window> {
  const form = await openForm(`${server.origin}/e/${slug}`);
  const before = server.process.cpuSeconds();
  const answers = await load.run({ form, connections, milliseconds: seconds * 1000 });
  const cpu = server.process.cpuSeconds() - before;
  const refused = answers.find(({ status, location }) => status !== 303 || !isPass(location));
  if (refused) throw new Error(`A sign-up was answered ${refused.status} ${refused.location}.`);
  return {
    rate: answers.length / seconds,
    cpuMs: (cpu * 1000) / answers.length,
    times: answers.map(({ ms }) => ms),
  };
}

function isPass(location: string): boolean {
  return /\/r\/[\w-]{22}$/.test(location);
}

function summarize(name: string, windows: Window[]): Throughput {
  const times = windows.flatMap((window) => window.times);
  const rates = windows.map(({ rate }) => rate);
  return {
    name,
    rates,
    perSecond: round(median(rates)),
    p50: round(quantile(times, 0.5)),
    p99: round(quantile(times, 0.99)),
    cpuMs: round(median(windows.map(({ cpuMs }) => cpuMs))),
  };
}

/** Median of the rounds' ratios: each round's two stand side by side. */
export function pairedRatio(one: Throughput, other: Throughput): number {
  return round(median(one.rates.map((rate, at) => rate / (other.rates[at] ?? Number.NaN))));
}
