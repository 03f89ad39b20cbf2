import { defineConfig, devices } from "@playwright/test";
import { PAINTED } from "./e2e/support/unpainted";
import { CHROMIUM_FLAGS, findChromium } from "./scripts/find-chromium.mjs";
import { freePort } from "./scripts/ports.mjs";

// Decided once, by the process that starts the product; the tests' own processes inherit it.
process.env.USHER_E2E_PORT ??= String(await freePort());
const executablePath = (await findChromium()) ?? undefined;

/**
 * Processes, and their talk with each other, take a tenth of the processor time; and a page whose
 * browser has a process already finds its scripts compiled there.
 */
const ONE_PROCESS = [
  "--in-process-gpu",
  "--disable-gpu",
  "--process-per-site",
  "--renderer-process-limit=1",
  "--disable-site-isolation-trials",
];
const ofFailures = { mode: "only-on-failure" as const, style: PAINTED };

export default defineConfig({
  testDir: "e2e",
  outputDir: ".test/e2e-results",
  globalSetup: "./e2e/setup/start-product.ts",
  workers: 3,
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  // A limit for what hangs, far from what a slow machine takes.
  timeout: 300_000,
  expect: { timeout: 40_000 },
  reporter: [["line"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: `http://localhost:${process.env.USHER_E2E_PORT}`,
    // What can't be clicked is a failure with its reason, not a test that ran out of time.
    actionTimeout: 60_000,
    // A trace makes every test slower: `playwright test --trace retain-on-failure` when one is needed.
    trace: "off",
    screenshot: ofFailures,
    launchOptions: { executablePath, args: [...CHROMIUM_FLAGS, ...ONE_PROCESS] },
  },
});
