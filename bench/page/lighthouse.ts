import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { CHROMIUM_FLAGS, findChromium } from "../../scripts/find-chromium.mjs";
import { nodePath, root } from "../../scripts/project.mjs";
import { run } from "../../scripts/run.mjs";
import { median } from "../support/figures";

/** Eighty megabytes that only this bench needs: installed beside the project when it is asked for. */
const VERSION = "13.5.0";
const folder = path.join(root, ".build/bench/lighthouse");
const cli = path.join(folder, "node_modules/lighthouse/cli/index.js");
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;

export type Scores = Record<(typeof CATEGORIES)[number], number>;

/** Installs Lighthouse; false when no registry has it. */
export async function installLighthouse(): Promise<boolean> {
  if (existsSync(cli)) return true;
  await mkdir(folder, { recursive: true });
  const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund"];
  const { code, output } = await run("npm", [...args, "--ignore-scripts", `lighthouse@${VERSION}`]);
  if (code !== 0) console.log(`Lighthouse was not installed:\n${output.trim()}`);
  return code === 0 && existsSync(cli);
}

/** Its mobile scores (0 to 100) of a page: of several runs, the median of each. */
export async function lighthouse(url: string, runs: number): Promise<Scores> {
  const all: Scores[] = [];
  for (let at = 0; at < runs; at++) all.push(await once(url));
  return Object.fromEntries(
    CATEGORIES.map((name) => [name, median(all.map((scores) => scores[name]))]),
  ) as Scores;
}

async function once(url: string): Promise<Scores> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "usher-lighthouse-"));
  try {
    const file = path.join(scratch, "report.json");
    const args = [
      url,
      "--quiet",
      "--output=json",
      `--output-path=${file}`,
      `--only-categories=${CATEGORIES.join()}`,
      `--chrome-flags=${["--headless=new", ...CHROMIUM_FLAGS].join(" ")}`,
    ];
    const env = { ...process.env, CHROME_PATH: (await findChromium()) ?? "" };
    const { code, output } = await run(nodePath(), [cli, ...args], { env });
    if (code !== 0) throw new Error(`Lighthouse failed:\n${output.trim()}`);
    const { categories, audits } = JSON.parse(await readFile(file, "utf8"));
    for (const name of CATEGORIES.slice(1)) complain(categories[name], audits);
    return Object.fromEntries(
      CATEGORIES.map((name) => [name, Math.round(100 * categories[name].score)]),
    ) as Scores;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Category {
  title: string;
  auditRefs: { id: string; weight: number }[];
}

/** Says what cost points, where every page should have them all. */
function complain({ title, auditRefs }: Category, audits: Record<string, Audit>): void {
  for (const { id, weight } of auditRefs)
    if (weight > 0 && audits[id]?.score !== null && (audits[id]?.score ?? 1) < 1)
      console.log(`${title}: ${audits[id]?.title}`);
}

interface Audit {
  score: number | null;
  title: string;
}
