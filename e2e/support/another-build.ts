import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const TEXT = /\.(?:js|json|html|rsc|txt)$|^BUILD_ID$/;

/** The id of a build, which the addresses of its files hold. */
export function buildId(distDir: string): string {
  return readFileSync(path.join(root, distDir, "BUILD_ID"), "utf8").trim();
}

/**
 * Makes another build out of the one that is there. Compiled anew, the same sources give the same
 * files under another id (measured; it takes half a minute of both cores), so this gives the copy one.
 */
export function makeAnotherBuild(distDir: string): void {
  const from = path.join(root, ".next");
  const to = path.join(root, distDir);
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, {
    recursive: true,
    filter: (source) => !["cache", "dev"].includes(path.relative(from, source)),
  });
  const was = buildId(".next");
  const id = was.split("").reverse().join("");
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !TEXT.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const text = readFileSync(file, "utf8");
    const other = text
      .replaceAll(was, id)
      .replaceAll('"distDir":".next"', `"distDir":"${distDir}"`);
    if (other !== text) writeFileSync(file, other);
  }
  renameSync(path.join(to, "static", was), path.join(to, "static", id));
  const servers = path.join(root, ".build", distDir.slice(1));
  rmSync(servers, { recursive: true, force: true });
  for (const part of ["server.js", "chunks"])
    cpSync(path.join(root, ".build", part), path.join(servers, part), { recursive: true });
}
