import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type SandboxClient, sandboxClient } from "../../sandbox/client.ts";
import type { SandboxUrls } from "../../sandbox/start.ts";

export interface BenchSandbox {
  urls: SandboxUrls;
  control: SandboxClient;
  stop(): Promise<void>;
}

/** The sandbox in a process of its own, so that what it costs is not in this one's event loop. */
export async function spawnSandbox(): Promise<BenchSandbox> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-bench-sandbox-"));
  const removeData = () => fs.rmSync(dataDir, { recursive: true, force: true });
  process.once("exit", removeData);
  const main = fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--no-warnings", main], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const urls = await new Promise<SandboxUrls>((resolve, reject) => {
    child.once("message", (message) => resolve(message as SandboxUrls));
    child.once("exit", (code) => reject(new Error(`The sandbox ended (${code}).`)));
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    urls,
    control: sandboxClient(urls.controlUrl),
    async stop() {
      child.kill("SIGTERM");
      await ended;
      removeData();
    },
  };
}
