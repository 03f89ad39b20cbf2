import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "./project.mjs";

const FOLDERS = ["app", "components", "lib", "messages", "public"];
const FILES = [
  "server.ts",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
  "scripts/build.mjs",
];
const NOT_BUILT = /\.test\.tsx?$/;

/** Everything that a build is made from, sorted. */
function listSources() {
  const found = FILES.filter((file) => statSync(path.join(root, file), { throwIfNoEntry: false }));
  const walk = (folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(name);
      else if (!NOT_BUILT.test(name)) found.push(name);
    }
  };
  for (const folder of FOLDERS) {
    if (statSync(path.join(root, folder), { throwIfNoEntry: false })) walk(folder);
  }
  return found.sort();
}

/**
 * Two fingerprints of the sources. `quick` (sizes and times) costs milliseconds; where it differs,
 * `content()` tells whether anything did change: a checkout touches times.
 */
export function fingerprintSources() {
  const sources = listSources();
  const quick = createHash("sha256");
  for (const file of sources) {
    const { size, mtimeMs } = statSync(path.join(root, file));
    quick.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return {
    quick: quick.digest("hex"),
    content() {
      const hash = createHash("sha256");
      for (const file of sources) {
        const text = readFileSync(path.join(root, file));
        hash.update(`${file}\0${text.length}\n`).update(text);
      }
      return hash.digest("hex");
    },
  };
}
