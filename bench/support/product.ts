import { ensureBuilt, serverFile } from "../../scripts/build.mjs";
import { freePort } from "../../scripts/ports.mjs";
import { type BenchProcess, startProcess } from "./process";

export interface BenchServer {
  origin: string;
  process: BenchProcess;
}

/** Builds the product as it is shipped, unless that was done. */
export async function buildProduct(): Promise<void> {
  await ensureBuilt({ say: console.log });
}

/** One process of the product's production build. */
export function startProduct(
  role: "web" | "worker",
  env: Record<string, string>,
  nodeArgs: string[] = [],
): Promise<BenchServer> {
  return startServer([...nodeArgs, serverFile], { ...env, USHER_ROLE: role });
}

/** A server on a free port, which it is told by PORT. */
export async function startServer(
  args: string[],
  env: Record<string, string>,
): Promise<BenchServer> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const process = await startProcess(args, { ...env, PORT: String(port), NEXTAUTH_URL: origin });
  return { origin, process };
}
