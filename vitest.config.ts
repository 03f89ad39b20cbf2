import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { EMBEDDED_DATABASE_FLAGS } from "./scripts/project.mjs";

const root = fileURLToPath(new URL("./", import.meta.url));
/** Where the run's processes log, all of them and every level; test/global-setup.ts looks for secrets in it. */
const logFile = `${root}.test/unit-${process.pid}.log`;
process.env.USHER_TEST_LOG = logFile;

const TESTS = "{app,components,lib,sandbox,scripts,test,bench,chaos,deploy}/**/*.test.{ts,tsx}";
const NOT_OURS = ["**/node_modules/**", "**/.next*/**", ".build/**", ".test/**"];
/** What a file names that opens something: it has a process of its own. */
const OPENS =
  /describeDatabase|openDatabase|Sandbox|startPostgres|spawn|fork\(|createServer|inject\(|vi\.mock|process\.env/;
const opening = globSync(TESTS, { cwd: root, exclude: NOT_OURS }).filter((file) =>
  OPENS.test(readFileSync(`${root}${file}`, "utf8")),
);
/** What a file does that the next one in its process would notice. */
const CHANGES =
  /vi\.mock|process\.env|spawn|fork\(|createServer|openDatabase|globalThis|(?:create|drop|alter) (?:table|trigger|function|index)/i;
const tidy = opening.filter((file) => {
  const text = readFileSync(`${root}${file}`, "utf8");
  return text.includes("describeDatabase") && !CHANGES.test(text);
});

/** They take longest, most of it waiting. */
const LONG = [
  "bench/faults/",
  "bench/flash-crowd/",
  "chaos/",
  "lib/retention/key-rotation",
  "lib/operations/",
  "lib/enrolment/throttled",
  "lib/db/embedded",
];

/** What takes long begins first, and the others fill the time beside it; a clean clone knows no times. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isShort = ({ moduleId }: TestSpecification) =>
      Number(!LONG.some((part) => moduleId.startsWith(`${root}${part}`)));
    return (await super.sort(files)).toSorted((a, b) => isShort(a) - isShort(b));
  }
}

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    projects: [
      // Each has a process of its own: the database and the worker hang on globalThis.
      {
        extends: true,
        test: {
          name: "opening",
          include: opening.filter((file) => !tidy.includes(file)),
          globalSetup: ["./test/global-setup.ts"],
        },
      },
      // These leave a database as they found it: opened once for all that a process runs.
      {
        extends: true,
        test: {
          name: "database",
          include: tidy,
          isolate: false,
          provide: { keepsDatabases: true },
          globalSetup: ["./test/global-setup.ts"],
        },
      },
      // The others open nothing, and load faster side by side.
      {
        extends: true,
        test: {
          name: "plain",
          include: [TESTS],
          exclude: [...NOT_OURS, ...opening],
          isolate: false,
        },
      },
    ],
    environment: "node",
    env: { LOG_FILE: logFile, LOG_LEVEL: "debug" },
    setupFiles: ["./test/setup.ts"],
    pool: "forks",
    sequence: { sequencer: LongestFirst },
    execArgv: EMBEDDED_DATABASE_FLAGS,
    maxWorkers: 4,
    // A limit for what hangs, far from what a slow machine takes.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ["default", "json"],
    outputFile: { json: ".test/unit.json" },
  },
});
