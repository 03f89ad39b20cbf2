import fs from "node:fs";
import path from "node:path";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/** The parts of Emscripten's NODEFS that PGlite leaves as they come: without an fsync. */
interface NodeFsInternals {
  realPath(node: unknown): string;
  stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number };
}

/**
 * PGlite's file system with an fsync that reaches the disk. As it ships, PostgreSQL's fsync
 * is answered without being done, and a power cut takes what was acknowledged. It patches an
 * internal: package.json pins PGlite exactly, and a test counts the calls.
 */
export class DurableNodeFS extends NodeFS {
  override async init(...[pg, options]: Parameters<NodeFS["init"]>) {
    const { emscriptenOpts } = await super.init(pg, options);
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        preRun: [...hooks(emscriptenOpts.preRun), installFsync],
      },
    };
  }
}

/**
 * Writes a whole directory through to the disk: initdb runs in a file system of its own that
 * knows no fsync, and a first start must be as durable as what follows it.
 */
export function fsyncTree(dir: string): void {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const name = path.join(dir, entry.name);
    if (entry.isDirectory()) fsyncTree(name);
    else if (entry.isFile()) fsyncPath(name);
  }
  fsyncPath(dir);
}

function installFsync(module: unknown): void {
  const { NODEFS } = (module as { FS: { filesystems: { NODEFS: NodeFsInternals } } }).FS
    .filesystems;
  NODEFS.stream_ops.fsync = (stream) => {
    // Only files have a descriptor of the system's; a directory is opened anew.
    if (stream.nfd !== undefined) fs.fsyncSync(stream.nfd);
    else fsyncPath(NODEFS.realPath(stream.node));
    return 0;
  };
}

function fsyncPath(name: string): void {
  const directory = fs.statSync(name).isDirectory();
  // Windows can't open a directory, and its file system does not need it.
  if (directory && process.platform === "win32") return;
  const descriptor = fs.openSync(name, directory ? "r" : "r+");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function hooks<T>(given: T | T[] | undefined): T[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}
