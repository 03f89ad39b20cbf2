import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("./", import.meta.url));
/** Where the run's processes log, all of them and every level; test/global-setup.ts looks for secrets in it. */
const logFile = `${root}.test/unit-${process.pid}.log`;
process.env.USHER_TEST_LOG = logFile;

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    include: ["{app,components,lib,sandbox,scripts,test,bench,chaos}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "e2e/**", ".build/**", ".next*/**", ".test/**"],
    environment: "node",
    env: { LOG_FILE: logFile, LOG_LEVEL: "debug" },
    globalSetup: ["./test/global-setup.ts"],
    setupFiles: ["./test/setup.ts"],
    // Each file has a process of its own: the database and the worker hang on globalThis.
    pool: "forks",
    maxWorkers: 4,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ["default", "json"],
    outputFile: { json: ".test/unit.json" },
  },
});
