import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sandboxClient } from "./client.ts";
import type { SandboxUrls } from "./start.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sandbox-main-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

function start(env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { ...process.env, DATA_DIR: dataDir, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

async function listening(child: ChildProcess): Promise<SandboxUrls> {
  const [urls] = (await once(child, "message")) as [SandboxUrls];
  return urls;
}

test("says where it is, and ends cleanly when told to", async () => {
  const child = start();
  const urls = await listening(child);
  await sandboxClient(urls.controlUrl).sample();
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("ends with its parent, and names a taken port in a sentence", async () => {
  const child = start();
  const { port } = await listening(child);
  const second = start({ SANDBOX_PORT: String(port), DATA_DIR: join(dataDir, "second") });
  let said = "";
  second.stderr?.on("data", (chunk) => {
    said += String(chunk);
  });
  expect((await once(second, "exit"))[0]).toBe(1);
  expect(said).toMatch(/^The sandbox cannot listen: .*EADDRINUSE.*\n$/);
  child.disconnect();
  expect(await once(child, "exit")).toEqual([0, null]);
});
