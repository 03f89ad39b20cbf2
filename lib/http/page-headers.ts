import type { ServerResponse } from "node:http";

/** Pages whose address is a secret: it must not travel on, nor stand in a search engine. */
const SECRET_PAGES = /^\/(?:[rj]|api\/passes)\//;
const A_YEAR = 365 * 24 * 60 * 60;

/**
 * Sets what every answer says of itself. Not `no-referrer` on secret pages: browsers then post
 * forms with `Origin: null`, which is refused.
 */
export function setSafetyHeaders(res: ServerResponse, pathname: string, secure: boolean): void {
  const secret = SECRET_PAGES.test(pathname);
  res.setHeader("x-content-type-options", "nosniff");
  res.setHeader("referrer-policy", secret ? "same-origin" : "strict-origin-when-cross-origin");
  res.setHeader(
    "permissions-policy",
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  );
  res.setHeader("cross-origin-opener-policy", "same-origin");
  if (secret) res.setHeader("x-robots-tag", "noindex, nofollow");
  if (secure) res.setHeader("strict-transport-security", `max-age=${A_YEAR}`);
}

/**
 * Keeps shared caches out of pages: Next says `s-maxage` on the ones it caches itself and drops
 * a Vary, so a proxy would hand a French reader's page to everybody. "Not modified" says of what.
 */
export function keepPrivate(res: ServerResponse, view: boolean): void {
  const type = String(res.getHeader("content-type") ?? "");
  if (!/^text\/(html|x-component)/.test(type) && !(view && res.statusCode === 304)) return;
  const cacheControl = String(res.getHeader("cache-control") ?? "");
  if (!cacheControl.includes("no-store")) res.setHeader("cache-control", "private, no-cache");
  const vary = new Set(
    String(res.getHeader("vary") ?? "")
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean),
  );
  for (const name of ["Accept-Encoding", "Accept-Language", "Cookie"]) vary.add(name);
  res.setHeader("vary", [...vary].join(", "));
}
