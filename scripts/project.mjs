// Where things are. Everything in scripts/ that runs before the install uses Node 20's own modules only.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

const NEEDED_NODE = 24;
const packaged = path.join(
  root,
  "node_modules/node/bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** Is the Node that runs this new enough for all of Usher? */
export const hostNodeServes = Number(process.versions.node.split(".")[0]) >= NEEDED_NODE;

/** The Node to run Usher with: this one, or the one that the install brings along. */
export function nodePath() {
  return hostNodeServes ? process.execPath : packaged;
}

/** Is the Node that Usher needs there? */
export function hasNode() {
  return existsSync(nodePath());
}

/**
 * Flags of a Node that has the embedded database. V8 compiles WebAssembly quickly and then, what runs
 * often, once more for speed: three seconds of a processor at each start, for statements that take
 * a tenth less afterwards.
 */
export const EMBEDDED_DATABASE_FLAGS = ["--liftoff-only"];
