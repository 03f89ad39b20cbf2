import path from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { EMBEDDED_DATABASE_FLAGS, nodePath, root } from "./project.mjs";
import { endRunning, run } from "./run.mjs";
import { makeScratch } from "./scratch.mjs";

// `npm run chaos [-- --rounds 200] [--database embedded|postgres] [--seed S] [--kills K]`: the
// production build under load, killed at random moments; with `--sequences 100` one event through
// whatever may happen, in any order. chaos/ says what is done and what is checked.

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, endRunning);

const scratch = makeScratch();
process.on("exit", scratch.remove);

await ensureInstalled({ dev: true });
const { values } = parseArgs({
  options: { sequences: { type: "string" }, seed: { type: "string" } },
  strict: false,
});
const { code } = values.sequences === undefined ? await playRounds() : await playSequences();
process.exitCode = code;

async function playRounds() {
  await ensureBuilt();
  return run(
    nodePath(),
    [
      // The harness opens the embedded database as well, to make and to check it.
      ...EMBEDDED_DATABASE_FLAGS,
      "--no-warnings",
      ...["--import", path.join(root, "test/typescript-hooks.mjs")],
      path.join(root, "chaos/main.ts"),
      ...process.argv.slice(2),
    ],
    // The decisions that the harness calls by itself have nothing to say.
    { env: { ...process.env, LOG_LEVEL: "silent", TMPDIR: scratch.path }, show: true },
  );
}

/** The same test as `npm test` has, longer: its worker renders mails, which Node alone can't. */
function playSequences() {
  const { sequences, seed } = values;
  for (const [name, value] of Object.entries({ sequences, seed }))
    if (value !== undefined && !/^[1-9]\d{0,5}$/.test(String(value))) {
      console.error(`--${name} is ${value}, and has to be a number from 1.`);
      process.exit(1);
    }
  return run(
    nodePath(),
    [path.join(root, "node_modules/vitest/vitest.mjs"), "run", "chaos/sequences.test.ts"],
    {
      env: {
        ...process.env,
        ...{ SEQUENCES: String(sequences), SEQUENCES_SEED: String(seed ?? "") },
        TMPDIR: scratch.path,
      },
      show: true,
    },
  );
}
