import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, findChromium } from "../../scripts/find-chromium.mjs";
import { freePort } from "../../scripts/ports.mjs";

process.env.USHER_E2E_PORT ??= String(await freePort());
const executablePath = (await findChromium()) ?? undefined;

/** `npm run screenshots`: one after the other, on a product that a story has filled. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.shots.ts",
  outputDir: "../../.test/screenshots-results",
  globalSetup: "../setup/start-product.ts",
  workers: 1,
  retries: 0,
  timeout: 10 * 60_000,
  expect: { timeout: 15_000 },
  reporter: [["line"]],
  use: {
    actionTimeout: 15_000,
    baseURL: `http://localhost:${process.env.USHER_E2E_PORT}`,
    // The pictures are alike on every machine with the same fonts.
    launchOptions: {
      executablePath,
      args: [...CHROMIUM_FLAGS, "--font-render-hinting=none"],
    },
  },
});
