import { access, constants, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";

const LINE = /^(\s*(?:export\s+)?)([A-Z_]+)\s*=\s*(.*?)\s*$/;

/** The file's text, empty when there is none yet; fails when it can't be written either. */
export async function readEnvFile(file) {
  await access(path.dirname(file), constants.W_OK);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

/** A variable's value there; empty when it isn't set. */
export function valueIn(text, name) {
  const found = text.split("\n").map((line) => LINE.exec(line));
  const value = found.find((line) => line?.[2] === name)?.[3] ?? "";
  return value.replace(/^(["'])(.*)\1$/, "$2");
}

/**
 * The same text with these variables set, each where it stood, those that are null gone, and every
 * other line as it was.
 */
export function mergeEnv(text, variables) {
  const left = new Map(Object.entries(variables).filter(([, value]) => value !== null));
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const merged = lines.flatMap((line) => {
    const [, before = "", name] = LINE.exec(line) ?? [];
    if (name === undefined || !(name in variables)) return [line];
    if (!left.has(name)) return [];
    const set = `${before}${name}=${left.get(name)}`;
    left.delete(name);
    return [set];
  });
  merged.push(...[...left].map(([name, value]) => `${name}=${value}`));
  return `${merged.join("\n")}\n`;
}

/** Only its owner can read it; never half written. */
export async function writeEnvFile(file, text) {
  const beside = `${file}.${process.pid}`;
  const handle = await open(beside, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
