import { defineConfig, devices } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "./scripts/find-chromium.mjs";
import { freePort } from "./scripts/ports.mjs";

// Decided once, by the process that starts the product; the tests' own processes inherit it.
process.env.USHER_E2E_PORT ??= String(await freePort());
const executablePath = (await findChromium()) ?? undefined;

export default defineConfig({
  testDir: "e2e",
  outputDir: ".test/e2e-results",
  globalSetup: "./e2e/setup/start-product.ts",
  workers: 4,
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  // A limit for what hangs, far from what a slow machine takes.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["line"]],
  use: {
    baseURL: `http://localhost:${process.env.USHER_E2E_PORT}`,
    // What can't be clicked is a failure with its reason, not a test that ran out of time.
    actionTimeout: 20_000,
    // A trace makes every test slower: `playwright test --trace retain-on-failure` when one is needed.
    trace: "off",
    screenshot: "only-on-failure",
    // A process for drawing, and its talk with the others, takes a tenth of the processor time.
    launchOptions: { executablePath, args: [...CHROMIUM_FLAGS, "--in-process-gpu"] },
  },
  projects: [
    // A test that is for one size only says so in its title: @desktop or @phone.
    { name: "desktop", use: devices["Desktop Chrome"], grepInvert: /@phone/ },
    { name: "phone", use: devices["Pixel 7"], grepInvert: /@desktop/ },
  ],
});
