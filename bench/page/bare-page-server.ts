import http from "node:http";
import path from "node:path";
import next from "next";

/* What the public page is measured against: Next as it is, with a page of the same size. */

async function main(): Promise<void> {
  const port = Number(process.env.PORT);
  const dir = path.resolve("bench/page/bare-app");
  const app = next({ dev: false, dir, port, quiet: true });
  await app.prepare();
  const serve = app.getRequestHandler();
  const server = http.createServer((req, res) => void serve(req, res));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  process.on("SIGTERM", () => process.exit(0));
  process.on("disconnect", () => process.exit(0));
  process.send?.({ type: "ready" });
}

await main();
