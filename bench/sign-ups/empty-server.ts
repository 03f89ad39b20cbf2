import path from "node:path";
import next from "next";
import { createHttpServer, listen } from "@/lib/http/http-server";
import { type RequestHandler, wrapRequests } from "@/lib/http/wrap-requests";

/*
 * What a sign-up is measured against: Next with the same form and an action that does nothing,
 * behind the product's own wrapper. Run from the repository's root, bundled (build-empty.ts).
 */

async function main(): Promise<void> {
  const port = Number(process.env.PORT);
  const publicUrl = `http://127.0.0.1:${port}`;
  process.env.__NEXT_PRIVATE_ORIGIN = publicUrl;
  let serve: RequestHandler | undefined;
  const { server } = createHttpServer(
    wrapRequests((req, res) => serve?.(req, res), {
      publicUrl,
      formTargets: [],
      trustedProxies: [],
      strict: true,
      troubleSince: () => false,
      onAnswer: () => {},
      onFault: (fault) => console.error(fault),
      onStoppedScript: () => {},
    }),
  );
  const dir = path.resolve("bench/sign-ups/empty-app");
  const app = next({ dev: false, dir, port, httpServer: server, quiet: true });
  await app.prepare();
  serve = app.getRequestHandler();
  await listen(server, port);
  process.on("SIGTERM", () => process.exit(0));
  process.on("disconnect", () => process.exit(0));
  process.send?.({ type: "ready" });
}

await main();
