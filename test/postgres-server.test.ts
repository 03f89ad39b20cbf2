import net from "node:net";
import pg from "pg";
import { expect, test, vi } from "vitest";
import { runScript } from "./child-process";
import { startPostgres } from "./postgres-server";

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

test("what answers on a port that was free a moment ago is not taken for the server", async () => {
  // As another PostgreSQL would: "N" to whoever asks for TLS.
  const other = net.createServer((socket) => socket.on("data", () => socket.write("N")));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as net.AddressInfo;
  const server = await startPostgres(port);
  expect(new URL(server.url).port).not.toBe(String(port));
  // Ready is ready: the first client to ask gets in.
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await client.end();
  await server.stop();
  expect(await listens(Number(new URL(server.url).port))).toBe(false);
  await new Promise((resolve) => other.close(resolve));
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
  await vi.waitFor(async () => expect(await listens(port)).toBe(false), { timeout: 60_000 });
});
