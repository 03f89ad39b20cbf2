import { chromium, type Page } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/find-chromium.mjs";
import { readNumbers } from "../support/arguments";
import { benchEnvironment } from "../support/environment";
import { loadPerCore, median, printFigures, printTable, quantile, round } from "../support/figures";
import { serveForm } from "./serve-form";
import { slowDown } from "./slow-down";

const DEFAULTS = { proofs: 40 };

interface Proof {
  /** From the first touch of the form until it may be sent. */
  ms: number;
  /** How often the browser derived a key, until one fitted. */
  derivations: number;
}

/** How long a browser works, by the product's own code on both sides. */
export async function benchProofOfWork(args: string[]): Promise<void> {
  const { proofs } = readNumbers(args, DEFAULTS);
  benchEnvironment("", null);
  const form = await serveForm();
  const server = await chromium.launchServer({
    executablePath: await ensureChromium(),
    args: CHROMIUM_FLAGS,
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const page = await browser.newPage();
  await page.goto(form.url);
  const devTools = await page.context().newCDPSession(page);
  const throttle = (rate: number) => devTools.send("Emulation.setCPUThrottlingRate", { rate });
  const pid = server.process().pid;
  if (pid === undefined) throw new Error("Chromium has no process.");

  await work(page, 3);
  const plain = await work(page, proofs);
  await throttle(4);
  const throttled = await work(page, proofs);
  await throttle(1);
  const stop = slowDown(pid);
  const quarter = await work(page, proofs);
  stop();
  await browser.close();
  await server.close();
  await form.close();

  const runs = { "as it is": plain, "DevTools 4×": throttled, "a quarter of the time": quarter };
  const figures = Object.entries(runs).map(([name, all]) => ({ name, ...figuresOf(all) }));
  printTable(
    ["one proof", "median ms", "p90 ms", "worst ms", "derivations", "ms each"],
    figures.map((each) => [
      each.name,
      each.medianMs,
      each.p90Ms,
      each.worstMs,
      each.derivations,
      each.msEach,
    ]),
  );
  printFigures({ bench: "proof-of-work", proofs, runs: figures, load: loadPerCore() });
}

async function work(page: Page, count: number): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for (let at = 0; at < count; at++) proofs.push(await page.evaluate("proveOnce()"));
  return proofs;
}

function figuresOf(all: Proof[]) {
  const times = all.map(({ ms }) => ms);
  const sum = (of: keyof Proof) => all.reduce((total, each) => total + each[of], 0);
  return {
    medianMs: round(median(times)),
    p90Ms: round(quantile(times, 0.9)),
    worstMs: round(Math.max(...times)),
    derivations: round(sum("derivations") / all.length),
    msEach: round(sum("ms") / sum("derivations")),
  };
}
