import { randomUUID } from "node:crypto";
import { insertEvent } from "@/test/fixtures";
import { readNumbers } from "../support/arguments";
import { type Desk, withDesk } from "../support/desk";
import { median, printFigures, printTable, quantile, round } from "../support/figures";
import { type BenchForm, fill, formHeaders, openForm } from "../support/form";
import { buildProduct, startProduct } from "../support/product";

const DEFAULTS = { pairs: 200 };
/** Medians further apart than this would tell something. */
const ALIKE = [0.8, 1.25] as const;

/** What an address is to the event when its form is sent. */
const KINDS = ["new", "known", "known, mailed within the hour"] as const;

interface Times {
  event: string;
  /** Milliseconds by kind. */
  times: number[][];
}

/** @returns the exit code: 1 when the time tells. */
export async function benchEnumeration(args: string[]): Promise<number> {
  const { pairs } = readNumbers(args, DEFAULTS);
  await buildProduct();
  const all = await withDesk((desk) => measure(desk, pairs));
  const rows = all.flatMap(({ event, times }) =>
    times.map((each, at) => [
      `${event}: ${KINDS[at]}`,
      round(median(each)),
      round(quantile(each, 0.9)),
      ratio(times, at),
    ]),
  );
  printTable(["Address", "median ms", "p90 ms", "of new"], rows);
  const ratios = all.flatMap(({ times }) => [ratio(times, 1), ratio(times, 2)]);
  const alike = ratios.every((each) => each >= ALIKE[0] && each <= ALIKE[1]);
  printFigures({ bench: "enumeration", pairs, ratios, alike });
  return alike ? 0 : 1;
}

function ratio(times: number[][], at: number): number {
  return round(median(times[at] ?? []) / median(times[0] ?? []));
}

async function measure({ env }: Desk, pairs: number): Promise<Times[]> {
  const web = await startProduct("web", env);
  const all: Times[] = [];
  for (const capacity of [null, 100_000]) {
    const { slug } = await insertEvent({ delivery: "email", capacity });
    const form = await openForm(`${web.origin}/e/${slug}`);
    all.push({
      event: capacity ? "places counted" : "no limit",
      times: await compare(form, pairs),
    });
  }
  return all;
}

async function compare(form: BenchForm, pairs: number): Promise<number[][]> {
  const known = Array.from({ length: pairs }, newAddress);
  for (const email of known) await send(form, email);
  const often = newAddress();
  for (let n = 0; n < 20; n += 1) await send(form, often);

  const times: number[][] = KINDS.map(() => []);
  for (const [turn, email] of known.entries()) {
    const addresses = [newAddress(), email, often];
    for (let at = 0; at < addresses.length; at += 1) {
      // The order goes round: whoever comes first may find things cold.
      const kind = (at + turn) % addresses.length;
      times[kind]?.push(await send(form, addresses[kind] ?? ""));
    }
  }
  return times;
}

function newAddress(): string {
  return `${randomUUID()}@example.org`;
}

/** Milliseconds to the answer, by a browser that was never here. */
async function send(form: BenchForm, email: string): Promise<number> {
  const body = new Uint8Array(fill(form, email));
  const headers = formHeaders(form.url);
  const begun = performance.now();
  const answer = await fetch(form.url, { method: "POST", body, headers, redirect: "manual" });
  const ms = performance.now() - begun;
  const location = answer.headers.get("location") ?? "";
  await answer.arrayBuffer();
  if (answer.status !== 303 || !location.endsWith("/mailbox"))
    throw new Error(`A sign-up was answered ${answer.status} ${location}.`);
  return ms;
}
