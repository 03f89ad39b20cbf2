import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Locale } from "@/lib/i18n/locales";

/** How long Next goes unasked: a crowd's pages are answered here, and all that expires, expires there. */
const KEPT_MS = 1_000;
const MOST = 200;
const EVENT_PAGE = /^\/e\/([a-z0-9-]{1,80})$/;
/** Said of one answer, and not of the page. */
const OF_ONE_ANSWER = [
  "connection",
  "content-encoding",
  "content-length",
  "set-cookie",
  "transfer-encoding",
  "x-request-id",
];
/** What a browser has kept with the page, and is not told again. */
const OF_THE_BODY = ["content-security-policy", "content-type"];

interface KeptPage {
  headers: [name: string, value: OutgoingHttpHeader][];
  etag: string;
  html: Buffer;
  gzip: Buffer | null;
  /** Until when (performance.now()). */
  until: number;
}

export interface AskedPage {
  req: IncomingMessage;
  res: ServerResponse;
  pathname: string;
  locale: Locale;
  acceptsGzip: boolean;
}

export interface PageShelf {
  /**
   * Answers with what is kept of this page, `beforeHead` adding what is this answer's own. False when
   * nothing is kept, or when Next knows better what to answer.
   */
  answer(asked: AskedPage, beforeHead: () => void): boolean;
  /**
   * To be called before Next is asked. What it gives back keeps the finished answer, if it is one for
   * everybody and no page has changed meanwhile.
   */
  begin(asked: AskedPage): (html: Buffer, body: Buffer) => void;
  /** Runs `change`, after which Next renders these pages anew: what is kept of them is gone before. */
  renew(slugs: readonly string[], change: () => Promise<void>): Promise<void>;
}

/**
 * Keeps event pages as they are sent, so that a crowd is answered without Next: its cache gives a
 * string that it encodes and hashes for each answer anew, behind rewrites and a router. Only what
 * came out of that cache is kept, for a second, and never over a change (docs/decisions/0028).
 */
export function pageShelf(now: () => number = () => performance.now()): PageShelf {
  const pages = new Map<string, KeptPage>();
  let changing = 0;
  let changes = 0;

  function find(key: string): KeptPage | null {
    const page = pages.get(key);
    return page && now() < page.until ? page : null;
  }

  function keep(key: string, page: Omit<KeptPage, "until">): void {
    // Compressing takes longer than all the rest, and the page is mostly the one of a second ago.
    const before = pages.get(key);
    const gzip = page.gzip ?? (before?.etag === page.etag ? before.gzip : null);
    // At the end, as the newest: the oldest goes first.
    pages.delete(key);
    pages.set(key, { ...page, gzip, until: now() + KEPT_MS });
    for (const oldest of pages.keys()) {
      if (pages.size <= MOST) break;
      pages.delete(oldest);
    }
  }

  return {
    answer({ req, res, pathname, locale, acceptsGzip }, beforeHead) {
      const page = find(keyOf(pathname, locale));
      if (!page || req.method !== "GET" || hasBody(req)) return false;
      const { "if-none-match": known, "cache-control": terms } = req.headers;
      // Lists, stars and "even so": Next compares.
      if (known !== undefined && (known !== page.etag || terms !== undefined)) return false;
      for (const [name, value] of page.headers)
        if (known === undefined || !OF_THE_BODY.includes(name)) res.setHeader(name, value);
      beforeHead();
      if (known !== undefined) {
        res.statusCode = 304;
        res.end();
        return true;
      }
      if (acceptsGzip) {
        page.gzip ??= gzipSync(page.html);
        res.setHeader("content-encoding", "gzip");
      }
      const body = (acceptsGzip && page.gzip) || page.html;
      res.setHeader("content-length", body.length);
      res.end(body);
      return true;
    },

    begin({ req, res, pathname, locale, acceptsGzip }) {
      const key = keyOf(pathname, locale);
      const begun = changes;
      return (html, body) => {
        const etag = res.getHeader("etag");
        if (!EVENT_PAGE.test(pathname) || req.method !== "GET" || hasBody(req)) return;
        if (changing > 0 || changes !== begun) return;
        // Rendered for everybody, and not about to be rendered anew ("STALE").
        if (res.statusCode !== 200 || res.getHeader("x-nextjs-cache") !== "HIT") return;
        if (typeof etag !== "string") return;
        keep(key, { headers: pageHeaders(res), etag, html, gzip: acceptsGzip ? body : null });
      };
    },

    async renew(slugs, change) {
      changing += 1;
      for (const key of pages.keys()) if (slugs.includes(slugOf(key))) pages.delete(key);
      try {
        await change();
      } finally {
        changing -= 1;
        changes += 1;
      }
    },
  };
}

function keyOf(pathname: string, locale: Locale): string {
  return `${locale} ${pathname}`;
}

function slugOf(key: string): string {
  return EVENT_PAGE.exec(key.slice(key.indexOf(" ") + 1))?.[1] ?? "";
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

function pageHeaders(res: ServerResponse): KeptPage["headers"] {
  return Object.entries(res.getHeaders()).flatMap(([name, value]) =>
    value === undefined || OF_ONE_ANSWER.includes(name) ? [] : [[name, value]],
  );
}
