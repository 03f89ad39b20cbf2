import { ensureBuilt } from "./build.mjs";
import { ensureChromium } from "./find-chromium.mjs";
import { ensureInstalled } from "./install.mjs";
import { nodePath } from "./project.mjs";
import { endRunning, run } from "./run.mjs";

// `npm run screenshots`: pictures of every page and state (.test/screenshots), and anew the few
// that the README shows (docs/screenshots). `npm run screenshots -- pass picker` takes only those
// whose names begin so, and leaves the README's alone.

// Ctrl-C reaches Playwright too, which ends the product in order; this waits for it.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {
  endRunning();
  process.exit(1);
});

await ensureInstalled({ dev: true });
await ensureBuilt({ say: console.log });
await ensureChromium();
const { code } = await run(
  nodePath(),
  ["node_modules/@playwright/test/cli.js", "test", "--config=e2e/screenshots/playwright.config.ts"],
  {
    env: { ...process.env, USHER_SCREENSHOTS: process.argv.slice(2).join(","), FORCE_COLOR: "0" },
    show: true,
  },
);
process.exitCode = code;
