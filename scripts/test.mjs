import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureBuilt, writeNextTsconfig } from "./build.mjs";
import { ensureChromium } from "./find-chromium.mjs";
import { ensureInstalled } from "./install.mjs";
import { nodePath, root } from "./project.mjs";
import { endRunning, run } from "./run.mjs";
import { makeScratch } from "./scratch.mjs";

// `npm test`: everything that has to hold, in the order in which a fault is cheapest to see.
// `npm test -- lint unit e2e chaos` runs parts. Runs on Node 20 with nothing installed.

const reports = path.join(root, ".test");
const bin = (name) => path.join(root, "node_modules", name);
const node = (file, ...args) => run(nodePath(), [bin(file), ...args], { env: testEnv() });

const total = { passed: 0, failed: 0 };
const scratch = makeScratch();
process.on("exit", scratch.remove);
let building = null;
let finding = null;
const parts = ["lint", "unit", "e2e", "chaos"];
const asked = process.argv.slice(2);
const unknown = asked.filter((part) => !parts.includes(part));
const wants = (part) => asked.length === 0 || asked.includes(part);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    endRunning();
    process.exit(1);
  });
}

try {
  if (unknown.length > 0) {
    throw new Error(`There is no part ${unknown.join(", ")}; there are ${parts.join(", ")}.`);
  }
  mkdirSync(reports, { recursive: true });
  await ensureInstalled({ dev: true });
  if (wants("lint")) await lint();
  // A build waits for nobody, and these tests wait a good deal: side by side.
  const prepared = Promise.all([
    wants("e2e") || wants("chaos") ? build() : true,
    wants("e2e") ? chromium() : true,
  ]);
  if (wants("unit")) await suite("Unit and integration tests", "unit.json", runVitest, readVitest);
  await prepared;
  if (wants("e2e")) await browserTests();
  if (wants("chaos")) await chaos();
} catch (error) {
  console.error(error.message);
  total.failed += 1;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

/** Side by side: each is one process that keeps one core busy. */
async function lint() {
  await Promise.all([
    check("Formatting and lint", () => run(bin(".bin/biome"), ["check", "."])),
    check("Types", async () => {
      // Next's own types of routes, without which a clean clone does not type-check.
      await writeNextTsconfig();
      const types = await node("next/dist/bin/next", "typegen");
      return types.code === 0 ? node("typescript/bin/tsc", "--noEmit") : types;
    }),
    check("Dependency rule", () =>
      node(
        "dependency-cruiser/bin/dependency-cruiser.mjs",
        ...["app", "components", "lib", "sandbox", "server.ts", "jobs.ts", "doctor.ts"],
        ...["--config", ".dependency-cruiser.cjs"],
      ),
    ),
  ]);
}

async function browserTests() {
  // Without either not one of them could run; that is said, and is a failure already.
  if ((await build()) && (await chromium()))
    await suite("Browser tests", "e2e-report.json", runPlaywright, readPlaywright);
}

/** Rounds of `npm run chaos`; each counts as one test. */
async function chaos() {
  if (await build()) await suite("Crash anywhere", "chaos.json", runChaos, readChaos);
}

/** Five rounds side by side, some of each database, with fewer kills than by command. */
async function runChaos(file) {
  const lanes = ["embedded", "embedded", "embedded", "postgres", "postgres"];
  // Else those that begin at the same moment would play the same round.
  const seed = Date.now() % 1_000_000;
  const parts = await Promise.all(
    lanes.map(async (database, lane) => {
      const report = path.join(reports, `chaos-${lane}.json`);
      rmSync(report, { force: true });
      const options = ["--database", database, "--rounds", "1", "--kills", "2"];
      options.push("--seed", String(seed + lane), "--report", report);
      const ran = await run(nodePath(), [path.join(root, "scripts/chaos.mjs"), ...options], {
        env: testEnv(),
      });
      return { ...ran, ...readCounts(report, readChaos) };
    }),
  );
  const sum = (name) => parts.reduce((total, part) => total + part[name], 0);
  writeFileSync(
    file,
    JSON.stringify({ rounds: sum("passed") + sum("failed"), clean: sum("passed") }),
  );
  return {
    code: parts.find(({ code }) => code !== 0)?.code ?? 0,
    output: parts.map(({ output }) => output.trim()).join("\n"),
  };
}

/** Once for all parts that need it. */
function build() {
  building ??= check("Production build", async () => {
    await ensureBuilt({ say: () => {} });
    return { code: 0, output: "" };
  });
  return building;
}

function chromium() {
  finding ??= check("Chromium", async () => {
    await ensureChromium();
    return { code: 0, output: "" };
  });
  return finding;
}

/** One check that passes or fails as a whole. */
async function check(name, work) {
  const begun = Date.now();
  const { code, output } = await work().catch((error) => ({ code: 1, output: error.message }));
  total[code === 0 ? "passed" : "failed"] += 1;
  if (code !== 0) console.log(output.trim());
  console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds(begun)})`);
  return code === 0;
}

/**
 * A suite whose tests count one by one, read from its report. A suite that ran no test, or whose
 * runner failed with no test to blame, has failed; a test that was skipped was not passed.
 */
async function suite(name, report, runTests, readReport) {
  const begun = Date.now();
  const file = path.join(reports, report);
  rmSync(file, { force: true });
  console.log(`  ${name}…`);
  const { code, output } = await runTests(file);
  const counted = readCounts(file, readReport);
  if (counted.passed + counted.failed === 0) counted.failed = 1;
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  total.passed += counted.passed;
  total.failed += counted.failed;
  if (counted.failed > 0) console.log(output.trim());
  for (const title of counted.skipped) console.log(`✗ skipped, which is not passed: ${title}`);
  const mark = counted.failed === 0 ? "✓" : "✗";
  console.log(
    `${mark} ${name}: ${counted.passed} passed, ${counted.failed} failed (${seconds(begun)})`,
  );
}

function readCounts(file, readReport) {
  try {
    return readReport(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 0, skipped: [] };
  }
}

function runVitest(file) {
  return node(
    "vitest/vitest.mjs",
    ...["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
  );
}

function readVitest(report) {
  const tests = report.testResults.flatMap((each) => each.assertionResults);
  const broken = report.testResults.filter(
    (each) => each.status === "failed" && !each.assertionResults.some((t) => t.status === "failed"),
  );
  const skipped = tests.filter((test) => !["passed", "failed"].includes(test.status));
  const failed = tests.filter((test) => test.status === "failed").length;
  return {
    passed: tests.filter((test) => test.status === "passed").length,
    failed: failed + broken.length + skipped.length,
    skipped: skipped.map((test) => test.fullName),
  };
}

function runPlaywright(file) {
  return run(nodePath(), [bin("@playwright/test/cli.js"), "test", "--reporter=line,json"], {
    env: { ...testEnv(), PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
}

function readPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const titles = [];
  const walk = (suites) => {
    for (const each of suites ?? []) {
      for (const spec of each.specs ?? []) {
        if (spec.tests.some((test) => test.status === "skipped")) titles.push(spec.title);
      }
      walk(each.suites);
    }
  };
  walk(report.suites);
  return { passed: expected, failed: unexpected + flaky + skipped, skipped: titles };
}

function readChaos({ rounds, clean }) {
  return { passed: clean, failed: rounds - clean, skipped: [] };
}

/** Tests depend on nothing that this machine has set for an Usher of its own. */
function testEnv() {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", FORCE_COLOR: "0" };
  env.TMPDIR = scratch.path;
  // What one process has compiled, another one of the same run only reads.
  env.NODE_COMPILE_CACHE = path.join(scratch.path, "compile-cache");
  const ours =
    /^(ENTRA_|NEXTAUTH_|USHER_|ORGANIZER_|OPERATOR_)|^(PORT|DATA_DIR|DATABASE_URL|GRAPH_URL|SMTP_URL|MAIL_FROM|TOKEN_KEYS|METRICS_TOKEN|TRUSTED_PROXIES|NODE_ENV|LOG_FILE|LOG_LEVEL)$/;
  for (const name of Object.keys(env)) if (ours.test(name)) delete env[name];
  return env;
}

function seconds(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`;
}
