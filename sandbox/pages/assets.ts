import { readFile } from "node:fs/promises";
import type { Answer, Call } from "../http.ts";

const files: Record<string, string> = {
  "/sandbox.css": "text/css; charset=utf-8",
  "/mailbox.js": "text/javascript; charset=utf-8",
};
const sources: Record<string, URL> = {
  "/sandbox.css": new URL("./style.css", import.meta.url),
  "/mailbox.js": new URL("./mailbox-refresh.js", import.meta.url),
};

export async function assets(call: Call): Promise<Answer> {
  const type = files[call.path];
  const source = sources[call.path];
  if (!type || !source || call.method !== "GET") return { status: 404, body: "" };
  const headers = {
    "content-type": type,
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
  };
  return { status: 200, headers, body: await readFile(source) };
}
