import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { policyFor } from "./csp";
import { isFrameOrigin } from "./frame-origins";

/** Markup by which a page says its own status: a thrown notFound() would send an empty body. */
const STATUS_MARK = /<main[^>]* data-http-status="(\d{3})"/;
/** Markup by which an embedded form says whose pages may frame it. */
const FRAME_MARK = /<main[^>]* data-frame-ancestors="([^"<>]*)"/;
const KEPT_PAGES = 500;
/** A mail looked at on the desk has its styles inline, as mails do, and may do nothing at all. */
const LETTER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'; sandbox";

interface Kept {
  policy: string;
  /** What the page says of itself; null when nothing. */
  status: number | null;
  gzip: Buffer | null;
}

export interface PageToFinish {
  res: ServerResponse;
  html: Buffer;
  acceptsGzip: boolean;
  /** Is it a page that other sites may frame, as far as its event lets them? */
  embedded: boolean;
  /** Does its form lead to another site? */
  leadsOut: boolean;
  /** Is it the HTML part of a mail? */
  letter: boolean;
  /** Hears of inline scripts that the policy stops: a new Next, or an injection. */
  onStopped(count: number): void;
}

/**
 * Makes what gives whole HTML answers their status, policy and compression, and returns the body
 * to send. What was worked out for a page with an ETag is kept, so a cached page costs a look-up.
 */
export function pageFinisher(formTargets: readonly string[]): (page: PageToFinish) => Buffer {
  const kept = new Map<string, Kept>();

  function work({ html: bytes, embedded, leadsOut, onStopped }: PageToFinish): Kept {
    const html = bytes.toString("utf8");
    const targets = leadsOut ? [...formTargets, "https:"] : formTargets;
    const policy = policyFor(html, targets, embedded ? frameAncestors(html) : []);
    if (policy.stopped > 0) onStopped(policy.stopped);
    return { policy: policy.header, status: statusOf(bytes), gzip: null };
  }

  function recall(page: PageToFinish): Kept {
    const etag = page.res.getHeader("etag");
    if (typeof etag !== "string") return work(page);
    const key = `${page.html.length}:${etag}`;
    let worked = kept.get(key);
    if (!worked) {
      worked = work(page);
      if (kept.size >= KEPT_PAGES) kept.clear();
      kept.set(key, worked);
    }
    return worked;
  }

  return (page) => {
    const { res, html } = page;
    const worked = recall(page);
    if (res.statusCode === 200 && worked.status !== null) {
      res.statusCode = worked.status;
      // "Not modified" would be taken for the page being there.
      res.removeHeader("etag");
    }
    res.setHeader(
      "content-security-policy",
      page.letter && res.statusCode === 200 ? LETTER_POLICY : worked.policy,
    );
    if (!page.acceptsGzip) return html;
    worked.gzip ??= gzipSync(html);
    res.setHeader("content-encoding", "gzip");
    return worked.gzip;
  };
}

function frameAncestors(html: string): string[] {
  return (FRAME_MARK.exec(html)?.[1] ?? "").split(" ").filter(isFrameOrigin);
}

function statusOf(html: Buffer): number | null {
  const at = html.indexOf("data-http-status=");
  if (at < 0) return null;
  const mark = STATUS_MARK.exec(html.toString("utf8", Math.max(0, at - 400), at + 40));
  const status = Number(mark?.[1]);
  return status >= 400 && status <= 599 ? status : null;
}
