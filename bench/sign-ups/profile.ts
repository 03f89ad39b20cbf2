import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { round } from "../support/figures";
import { openForm } from "../support/form";
import type { Load } from "../support/load";
import { startProduct } from "../support/product";

interface ProfileNode {
  id: number;
  children?: number[];
  callFrame: { functionName: string; url: string };
}

interface Profile {
  nodes: ProfileNode[];
  samples: number[];
  timeDeltas: number[];
}

/** Whose code it is, by where it lies; the first that fits. */
const OWNERS: [string, RegExp][] = [
  ["database client (pg, kysely)", /node_modules\/(pg|pg-[\w-]+|kysely|postgres-[\w-]+)\//],
  [
    "Next and React",
    /node_modules\/(next|react|react-dom|busboy)\/|\.next\/server\/.*(react|next_dist)/,
  ],
  ["other packages", /node_modules\//],
  ["Usher (server.js)", /\.build\/.*\.js$/],
  ["pages and actions, as bundled by Next", /\.next\/server\//],
];

/** Where the web process's time goes while it signs people up: shares of what is not idle. */
export async function profileProduct(
  load: Load,
  env: Record<string, string>,
  slug: string,
): Promise<Record<string, number>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "usher-bench-profile-"));
  try {
    const product = await startProduct("web", env, ["--cpu-prof", `--cpu-prof-dir=${folder}`]);
    const form = await openForm(`${product.origin}/e/${slug}`);
    await load.run({ form, connections: 16, milliseconds: 10_000 });
    await product.process.stop();
    const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
    const texts = files.map((file) => fs.readFileSync(file, "utf8"));
    // Threads have profiles of their own; the main one is the longest.
    const text = texts.sort((a, b) => b.length - a.length)[0];
    if (!text) throw new Error("Node wrote no profile.");
    if (process.env.BENCH_KEEP_PROFILE) fs.writeFileSync(process.env.BENCH_KEEP_PROFILE, text);
    return sharesOf(JSON.parse(text));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function sharesOf({ nodes, samples, timeDeltas }: Profile): Record<string, number> {
  const owners = ownersOf(nodes);
  const spent = new Map<string, number>();
  for (const [at, id] of samples.entries()) {
    const owner = owners.get(id);
    if (owner) spent.set(owner, (spent.get(owner) ?? 0) + (timeDeltas[at] ?? 0));
  }
  const all = [...spent.values()].reduce((sum, each) => sum + each, 0);
  const shares = [...spent].map(([owner, time]) => [owner, round(time / all)] as const);
  return Object.fromEntries(shares.sort(([, a], [, b]) => b - a));
}

/** What Node does for somebody is that somebody's. */
function ownersOf(nodes: ProfileNode[]): Map<number, string | null> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const owners = new Map<number, string | null>();
  const visit = (node: ProfileNode, caller: string | null) => {
    const owner = ownerOf(node.callFrame, caller);
    owners.set(node.id, owner);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) visit(child, owner);
    }
  };
  const root = nodes[0];
  if (root) visit(root, null);
  return owners;
}

function ownerOf(
  { functionName, url }: ProfileNode["callFrame"],
  caller: string | null,
): string | null {
  if (functionName === "(idle)" || functionName === "(root)") return null;
  if (functionName === "(garbage collector)") return "garbage collection";
  if (url === "" || url.startsWith("node:")) return caller ?? "Node: sockets, HTTP, streams";
  return OWNERS.find(([, pattern]) => pattern.test(url))?.[0] ?? "other";
}
