import type { IncomingMessage } from "node:http";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Which host a request that changes something was sent from: `{ ok, host }`, host null when the
 * browser did not say (old ones, scripts; they bring no cookies of ours from elsewhere).
 * `Origin: null` and other sites are refused: a form on their page would act as the reader.
 */
export function checkOrigin(
  req: IncomingMessage,
  ownHosts: readonly (string | undefined)[],
): { ok: boolean; host: string | null } {
  if (SAFE_METHODS.includes(req.method ?? "")) return { ok: true, host: null };
  const origin = req.headers.origin;
  if (origin === undefined) {
    const site = req.headers["sec-fetch-site"];
    return { ok: site === undefined || site === "same-origin" || site === "none", host: null };
  }
  const host = URL.parse(origin)?.host;
  const ok = host !== undefined && host !== "" && ownHosts.includes(host);
  return { ok, host: ok ? host : null };
}
