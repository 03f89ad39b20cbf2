import path from "node:path";
import { bundle, writeNextTsconfig } from "../../scripts/build.mjs";
import { nodePath, root } from "../../scripts/project.mjs";
import { run } from "../../scripts/run.mjs";
import { type BenchServer, buildProduct, startServer } from "../support/product";

const emptyFile = path.join(root, ".build/bench/empty-server.js");
const bareFile = path.join(root, ".build/bench/bare-server.js");

/** Builds the product, as it is shipped, and what it is measured against. */
export async function buildServers(): Promise<void> {
  await writeNextTsconfig();
  await buildProduct();
  await bundle("bench/sign-ups/empty-server.ts", emptyFile);
  await bundle("bench/sign-ups/bare-server.ts", bareFile);
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  const app = path.join(root, "bench/sign-ups/empty-app");
  const { code, output } = await run(nodePath(), [next, "build", app], { env });
  if (code !== 0) throw new Error(`Building the empty app failed:\n${output.trim()}`);
}

export function startEmpty(env: Record<string, string>): Promise<BenchServer> {
  return startServer([emptyFile], env);
}

export function startBare(env: Record<string, string>): Promise<BenchServer> {
  return startServer([bareFile], env);
}
