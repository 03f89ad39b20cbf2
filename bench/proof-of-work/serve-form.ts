import http from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { newChallenge } from "@/lib/guard/proof";
import { root } from "../../scripts/project.mjs";

const SLUG = "a-suspect-event";

/** A page with the form's guard in it, whose every proof is asked for, as by `/api/challenge`. */
export async function serveForm(): Promise<{ url: string; close(): Promise<void> }> {
  const script = await bundlePage();
  const server = http.createServer(async (req, res) => {
    if (req.url?.startsWith("/api/challenge/")) {
      const challenge = await newChallenge(SLUG, new Date());
      res.setHeader("content-type", "application/json");
      return res.end(JSON.stringify({ stamp: "", least: 0, challenge }));
    }
    res.setHeader("content-type", "text/html; charset=utf-8");
    res.end(`<!DOCTYPE html><title>Form</title><script type="module">${script}</script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    // Browsers lend their cryptography to https and to this name.
    url: `http://localhost:${port}/`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { guardForm } from "@/components/event/prove";
        globalThis.proveOnce = async () => {
          const begun = performance.now();
          const guard = guardForm("${SLUG}");
          await guard.ready(() => {});
          const ms = performance.now() - begun;
          return { ms, derivations: 1 + JSON.parse(guard.marks.proof).solution.counter };
        };`,
      resolveDir: root,
      loader: "ts",
    },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    alias: { "@": root },
    logLevel: "silent",
  });
  return outputFiles[0]?.text.replaceAll("</script", "<\\/script") ?? "";
}
