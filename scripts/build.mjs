import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { ensureInstalled } from "./install.mjs";
import { nodePath, root } from "./project.mjs";
import { run } from "./run.mjs";
import { fingerprintSources } from "./sources.mjs";

const distDir = process.env.NEXT_DIST_DIR || ".next";
/** Where server.ts's bundle goes; one folder for each dist folder, so that builds don't mix. */
const buildDir = path.join(root, ".build", distDir === ".next" ? "" : distDir.replace(/^\.+/, ""));
export const serverFile = path.join(buildDir, "server.js");
/** Not the one above: a bundle of half-edited sources must not pass for the built one. */
export const devServerFile = path.join(root, ".build/dev/server.js");
/** The operator's command: bundled when it is asked for, in a third of a second. */
export const jobsFile = path.join(root, ".build/jobs/jobs.js");
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
/** Pictures and fonts are compressed already. */
const COMPRESSED = /\.(js|css|svg|json|txt)$/;
const stampFile = path.join(buildDir, "stamp.json");

/**
 * Builds unless what is there was built from these very sources.
 * @returns whether it built; throws an Error whose message shows the compiler's output.
 */
export async function ensureBuilt({ say = console.log } = {}) {
  const sources = fingerprintSources();
  const stamp = await readStamp();
  if (stamp && stamp.quick === sources.quick) return false;
  const content = sources.content();
  if (stamp && stamp.content === content) {
    await writeStamp({ quick: sources.quick, content });
    return false;
  }
  say("Building (about half a minute, only when something has changed)…");
  await rm(stampFile, { force: true });
  await bundle("server.ts", serverFile);
  await buildPages();
  await compressFiles();
  await writeStamp({ quick: sources.quick, content });
  return true;
}

/** Next rewrites the tsconfig it works with: it gets one of its own, before it runs at all. */
export async function writeNextTsconfig() {
  const file = path.join(root, ".build/tsconfig.json");
  const include = ["../next-env.d.ts", "../**/*.ts", "../**/*.tsx"];
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ extends: "../tsconfig.json", include }, null, 2));
}

async function buildPages() {
  await writeNextTsconfig();
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const { code, output } = await run(nodePath(), [next, "build"], { env: buildEnv() });
  if (code !== 0) throw new Error(`Building failed:\n${output.trim()}`);
}

/** Beside each file for browsers, what they are sent of it: once here instead of for everybody. */
async function compressFiles() {
  const folder = path.join(root, distDir, "static");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && COMPRESSED.test(entry.name));
  await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      const bytes = await readFile(file);
      await Promise.all([
        brotli(bytes).then((small) => writeFile(`${file}.br`, small)),
        gzip(bytes, { level: 9 }).then((small) => writeFile(`${file}.gz`, small)),
      ]);
    }),
  );
}

/**
 * A build is the same whoever makes it: no setting of this machine gets into it. The modules it
 * loads want secrets, though, and would make some in DATA_DIR: these guard nothing.
 */
function buildEnv() {
  const { PATH, HOME, TMPDIR, TEMP, TMP, SystemRoot, CI } = process.env;
  return {
    ...definedOnly({ PATH, HOME, TMPDIR, TEMP, TMP, SystemRoot, CI }),
    NEXT_DIST_DIR: distDir,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXTAUTH_SECRET: "only-while-building",
    TOKEN_KEYS: Buffer.alloc(32).toString("base64"),
  };
}

function definedOnly(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Packages of many small files, each of which every start would look for: in the bundle they are one. */
const BUNDLED = ["jose", "kysely", "react-email", "zod"];

async function externals() {
  const { dependencies, devDependencies } = JSON.parse(
    await readFile(path.join(root, "package.json"), "utf8"),
  );
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return names.filter((name) => !BUNDLED.includes(name)).flatMap((name) => [name, `${name}/*`]);
}

/** Bundles a root with all of lib/: Node's own type stripping knows neither TSX nor aliases. */
export async function bundle(entry, outfile) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: path.dirname(outfile),
    bundle: true,
    // What is imported when it is needed gets a file of its own, with its packages.
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    platform: "node",
    target: "node24",
    format: "esm",
    external: await externals(),
    alias: { "@": root },
    jsx: "automatic",
    sourcemap: true,
    logLevel: "silent",
  }).catch((error) => {
    throw new Error(`Building failed:\n${error.message}`);
  });
}

/** What `next dev` needs: the server's bundle and a tsconfig. Pages compile as they are asked for. */
export async function prepareDev() {
  await Promise.all([bundle("server.ts", devServerFile), writeNextTsconfig()]);
}

/** What `npm run jobs` runs. */
export function bundleJobs() {
  return bundle("jobs.ts", jobsFile);
}

async function readStamp() {
  try {
    return JSON.parse(await readFile(stampFile, "utf8"));
  } catch {
    return null;
  }
}

async function writeStamp(stamp) {
  await mkdir(buildDir, { recursive: true });
  await writeFile(stampFile, JSON.stringify(stamp));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await ensureInstalled();
    const built = await ensureBuilt();
    console.log(built ? "Built." : "Nothing has changed since the last build.");
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
