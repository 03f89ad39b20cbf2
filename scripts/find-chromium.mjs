import { execFile } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

/** Chromium without the parts that only show it: twice as fast where nobody looks. */
const SHELL = "chromium-headless-shell";
const NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const isRoot = process.getuid?.() === 0;

/** Flags without which Chromium calls home all the time, and refuses to run as root. */
export const CHROMIUM_FLAGS = [
  ...(isRoot ? ["--no-sandbox"] : []),
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

/**
 * Path of a Chromium for the browser tests: CHROMIUM_PATH, one on the machine, the one that
 * Playwright has downloaded; null when there is none.
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return isExecutable(named) ? named : null;
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
      const file = path.join(folder, name);
      if (isExecutable(file)) return file;
    }
  }
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/**
 * Finds or installs a Chromium: Playwright's own download, else the system's package when root.
 * @throws Error with a sentence that says what to do when neither works.
 */
export async function ensureChromium(say = console.log) {
  const found = await findChromium();
  const isSlow = found !== null && !process.env.CHROMIUM_PATH && path.basename(found) !== SHELL;
  if (found && !(isSlow && canInstall())) return found;
  say("Fetching Chromium…");
  for (const [command, args] of found ? aptInstall([SHELL]) : installers()) {
    try {
      await promisify(execFile)(command, args, { timeout: 5 * 60_000 });
    } catch {
      continue;
    }
    const installed = await findChromium();
    if (installed && installed !== found) return installed;
  }
  if (found) return found;
  throw new Error(
    "The browser tests need Chromium, and neither Playwright's download nor apt-get could fetch " +
      "one: install it and try again, or set CHROMIUM_PATH.",
  );
}

function installers() {
  const playwright = [process.execPath, ["node_modules/playwright/cli.js", "install", "chromium"]];
  return canInstall()
    ? [playwright, ...aptInstall([SHELL]), ...aptInstall(["chromium"])]
    : [playwright];
}

function canInstall() {
  return isRoot && isExecutable("/usr/bin/apt-get");
}

function aptInstall(packages) {
  return [
    ["apt-get", ["update", "-qq"]],
    ["apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages]],
  ];
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
