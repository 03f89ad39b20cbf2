import path from "node:path";
import sirv from "sirv";
import type { RequestHandler } from "./wrap-requests";

const PREFIX = "/_next/static";

/**
 * Serves the build's own files, which scripts/build.mjs has compressed: Next would compress each
 * anew for every browser that comes, which took longer than answering with the page. Their names
 * change with what is in them, so browsers keep them for good. What is not there is for `next`.
 */
export function builtFiles(distDir: string, next: RequestHandler): RequestHandler {
  const files = sirv(path.resolve(distDir, "static"), {
    brotli: true,
    gzip: true,
    etag: true,
    immutable: true,
    maxAge: 365 * 24 * 60 * 60,
    extensions: [],
  });
  return (req, res) => {
    const { url = "/", method } = req;
    if (!url.startsWith(`${PREFIX}/`) || (method !== "GET" && method !== "HEAD"))
      return next(req, res);
    req.url = url.slice(PREFIX.length);
    return files(req, res, () => {
      req.url = url;
      return next(req, res);
    });
  };
}
