import net from "node:net";
import { expect, test, vi } from "vitest";
import { runScript } from "./child-process";

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

test("a server of ours ends with whoever started it, even after a kill -9", async () => {
  const owner = runScript(
    `import { startPostgres } from "@/test/postgres-server";
     const server = await startPostgres();
     console.log(new URL(server.url).port);
     setInterval(() => {}, 1000);`,
  );
  const port = Number(await owner.line(() => true));
  expect(await listens(port)).toBe(true);
  await owner.kill();
  await vi.waitFor(async () => expect(await listens(port)).toBe(false), { timeout: 10_000 });
});
