import { readFile } from "node:fs/promises";
import path from "node:path";
import { hasNode, root } from "./project.mjs";
import { run } from "./run.mjs";

/**
 * Installs what package-lock.json names, unless it is there. npm keeps a lockfile of what it has
 * really installed, so no stamp of ours can be wrong about it.
 * `dev` false: what only tests need may be missing (a container that left it out).
 * @returns what was done, or throws an Error whose message is for whoever started this.
 */
export async function ensureInstalled({ dev = false, say = console.log } = {}) {
  if (hasNode() && (await isInstalled(dev))) return false;
  say("Installing packages (about a minute, only the first time and after an update)…");
  const { code, output } = await npm(["ci", "--loglevel=error", "--no-audit", "--no-fund"]);
  if (code !== 0) throw new Error(`Installing failed:\n${output.trim()}`);
  return true;
}

async function isInstalled(dev) {
  const [wanted, present] = await Promise.all([
    readPackages("package-lock.json"),
    readPackages("node_modules/.package-lock.json"),
  ]);
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([location, { version, optional, dev: forTests, peer }]) => {
    if (location === "") return true;
    // Other systems' binaries are optional and never there.
    if (present[location]) return present[location].version === version;
    return Boolean(optional || peer || (forTests && !dev));
  });
}

async function readPackages(file) {
  try {
    return JSON.parse(await readFile(path.join(root, file), "utf8")).packages ?? null;
  } catch {
    return null;
  }
}

/** npm itself as `npm start` runs it; else the one on the path (a batch file on Windows). */
function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith(".js")) return run(process.execPath, [cli, ...args]);
  return run("npm", args, { shell: process.platform === "win32" });
}
