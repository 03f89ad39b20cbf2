import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtFiles } from "./built-files";

const SCRIPT = "console.log('tide');".repeat(100);
const distDir = mkdtempSync(path.join(os.tmpdir(), "usher-built-"));
const chunks = path.join(distDir, "static/chunks");
mkdirSync(chunks, { recursive: true });
writeFileSync(path.join(chunks, "a.js"), SCRIPT);
writeFileSync(path.join(chunks, "a.js.br"), brotliCompressSync(SCRIPT));
writeFileSync(path.join(distDir, "secret.json"), "{}");

const serve = builtFiles(distDir, (req, res) => void res.writeHead(418).end(req.url));
const server = createServer((req, res) => void serve(req, res));
beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => {
  server.close();
  rmSync(distDir, { recursive: true });
});

/** As it is written: fetch would tidy the path up. */
function get(url: string, headers: Record<string, string> = {}, method = "GET") {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      const asked = request({ port, host: "127.0.0.1", path: url, headers, method }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts),
          }),
        );
      });
      asked.on("error", reject);
      asked.end();
    },
  );
}

test("a file is sent as the build compressed it, to be kept for good", async () => {
  const { status, headers, body } = await get("/_next/static/chunks/a.js", {
    "accept-encoding": "gzip, deflate, br",
  });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    "content-encoding": "br",
    "content-type": "text/javascript",
    "cache-control": "public,max-age=31536000,immutable",
    vary: "Accept-Encoding",
  });
  expect(brotliDecompressSync(body).toString()).toBe(SCRIPT);
});

test("who takes no compression gets it plain, and who has it gets nothing", async () => {
  const plain = await get("/_next/static/chunks/a.js");
  expect(plain.body.toString()).toBe(SCRIPT);
  const etag = String(plain.headers.etag);
  const again = await get("/_next/static/chunks/a.js", { "if-none-match": etag });
  expect(again.status).toBe(304);
});

test("what is not there, or not a file of the build's, is Next's, with its whole address", async () => {
  for (const url of [
    "/_next/static/chunks/none.js?a=b",
    "/_next/static/../secret.json",
    "/_next/static/%2e%2e/secret.json",
    "/_next/static/..%2fsecret.json",
    "/_next/static/%00",
    "/_next/static/%E0%A4%A",
    "/_next/static/",
    "/e/tide",
  ]) {
    const { status, body } = await get(url);
    expect(status, url).toBe(418);
    expect(body.toString()).toBe(url);
  }
  expect((await get("/_next/static/chunks/a.js", {}, "POST")).status).toBe(418);
});
