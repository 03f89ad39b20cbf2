import path from "node:path";
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { nodePath, root } from "./project.mjs";
import { endRunning, run } from "./run.mjs";
import { makeScratch } from "./scratch.mjs";

// `npm run chaos [-- --rounds 200] [--database embedded|postgres] [--seed S]`: the production build
// under load, killed at random moments; chaos/ says what is done and what is checked.

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, endRunning);

const scratch = makeScratch();
process.on("exit", scratch.remove);

await ensureInstalled({ dev: true });
await ensureBuilt();
const { code } = await run(
  nodePath(),
  [
    "--no-warnings",
    ...["--import", path.join(root, "test/typescript-hooks.mjs")],
    path.join(root, "chaos/main.ts"),
    ...process.argv.slice(2),
  ],
  // The decisions that the harness calls by itself have nothing to say.
  { env: { ...process.env, LOG_LEVEL: "silent", TMPDIR: scratch.path }, show: true },
);
process.exitCode = code;
