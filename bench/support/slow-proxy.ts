import { fileURLToPath } from "node:url";
import { freePort } from "../../scripts/ports.mjs";
import { startProcess } from "./process";

const script = fileURLToPath(new URL("./slow-proxy-process.ts", import.meta.url));

/** The same database behind a network whose round trip takes so many milliseconds more. */
export async function slowDown(databaseUrl: string, milliseconds: number) {
  const port = await freePort();
  const proxy = await startProcess(["--no-warnings", script], {
    PORT: String(port),
    PROXY_TARGET: databaseUrl,
    PROXY_DELAY_MS: String(milliseconds),
  });
  const url = new URL(databaseUrl);
  url.port = String(port);
  return { url: url.href, stop: proxy.stop };
}
