import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults, RunOptions } from "axe-core";
import type { Unpainted } from "./unpainted";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface WithAxe {
  axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> };
}

/** As a script of its own, which a browser that has read it before reads faster than what is evaluated. */
async function tell(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: `${source};0` });
  await session.detach();
}

/**
 * What axe finds on the page as it is now, in sentences; no rule is switched off. Frames are pages
 * of their own here, each looked at by itself. axe is told to a document once, in its small form,
 * however often it is asked: that takes as long as asking, and a builder does it each time.
 */
export async function violations(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => (window as WithAxe).axe !== undefined);
  if (!isThere) await tell(page);
  const found = await page.evaluate(async () => {
    // What is right needs no description.
    const options: RunOptions = { resultTypes: ["violations"], iframes: false };
    const { axe, unpainted } = window as WithAxe & Unpainted;
    // It doesn't judge the contrast of what nobody sees.
    if (unpainted) unpainted.disabled = true;
    const result = await axe?.run(document, options);
    if (unpainted) unpainted.disabled = false;
    return result?.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ target, failureSummary }) => ({
        target: target.join(" "),
        failureSummary,
      })),
    }));
  });
  if (found === undefined) throw new Error("axe did not load.");
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`),
  );
}
