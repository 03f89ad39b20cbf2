import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { runForRequest } from "@/lib/request-scope";
import { newBrowserCookie } from "./browser-cookie";
import { CALLER_HEADER, callerAddress } from "./caller-address";
import { isOtherLoopbackName } from "./canonical-host";
import { checkFormEnd, isForm, isKnownMethod } from "./check-form";
import { checkOrigin } from "./check-origin";
import { FAILURE_STATUS, type Failure, failurePage, RETRY_AFTER } from "./failure-page";
import { pageFinisher } from "./finish-page";
import { holdResponse } from "./hold-response";
import { announcesTooMuch, bodyLimit, limitBody } from "./limit-body";
import { keepPrivate, setSafetyHeaders } from "./page-headers";
import type { AskedPage, PageShelf } from "./page-shelf";
import { failureOf, isHtml, isPageView } from "./page-view";
import { type PostedField, rememberForm } from "./posted-form";
import { LANGUAGE_HEADER, publicAddress, readerLanguage } from "./reader-language";
import { routePattern } from "./route-pattern";
import { TOO_LARGE } from "./too-large";
import { proxyMatcher } from "./trusted-proxies";

export type RequestHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

export interface AnsweredRequest {
  requestId: string;
  method: string;
  /** Pattern, never the path: that may hold a secret. */
  route: string;
  status: number;
  ms: number;
  /** The browser went away before it had its answer. */
  aborted: boolean;
}

export interface WrapOptions {
  publicUrl: string;
  /** Origins besides our own that a form may lead to. */
  formTargets: readonly string[];
  trustedProxies: readonly string[];
  /** False while developing: no policy, and Next's own error pages are shown. */
  strict: boolean;
  /** Did the database have trouble since then (performance.now())? What failed then failed by that. */
  troubleSince(moment: number): boolean;
  /** Answers event pages in Next's place; without it each is Next's. */
  shelf?: PageShelf | null;
  onAnswer(answered: AnsweredRequest): void;
  onFault(fault: unknown): void;
  onStoppedScript(count: number, route: string): void;
}

interface Exchange extends AskedPage {
  requestId: string;
  route: string;
  /** Does somebody look at the answer? */
  view: boolean;
  /** A failure of ours was sent; what Next still says goes nowhere. */
  failed: boolean;
  /** It failed by trouble with the database. */
  unavailable: boolean;
  /** When it came (performance.now()). */
  begun: number;
  /** The form that was sent with it, as far as it has come. */
  posted(): PostedField[] | null;
}

/** The one page that others may frame. */
const EMBED = "/e/[slug]/embed";
/**
 * Its button leads to Microsoft, which leads on to other hosts of its own as it likes, and browsers
 * apply form-action to each of these steps.
 */
const PERSONAL_LINK = "/j/[token]";
const LETTER = "/dashboard/events/[id]/messages/preview";
/** Bodies beyond this are cut off by closing, without waiting for their end. */
const DRAIN_LIMIT = 32 * 1024 * 1024;

/**
 * What stands between a browser and Next: the reader's language, one check of size and origin for
 * everything that is posted, pages whole with their policy, and a page of ours for each failure.
 */
export function wrapRequests(next: RequestHandler, options: WrapOptions): RequestHandler {
  const publicUrl = new URL(options.publicUrl);
  const secure = publicUrl.protocol === "https:";
  const isProxy = proxyMatcher(options.trustedProxies);
  const finishPage = pageFinisher(options.formTargets);

  return (req, res) => {
    const exchange = begin(req, res);
    report(exchange);
    return runForRequest({ requestId: exchange.requestId }, () => serve(exchange));
  };

  async function serve(exchange: Exchange): Promise<void> {
    const { req, res } = exchange;
    try {
      if (redirected(exchange) || refused(exchange)) return;
      if (exchange.view && options.shelf?.answer(exchange, () => giveBrowserCookie(exchange)))
        return;
      if (!exchange.pathname.startsWith("/_next/")) holdPage(exchange);
      if (!exchange.pathname.startsWith("/api/"))
        checkFormEnd(req, () => fail(exchange, "badRequest"));
      limitBody(req, () => fail(exchange, "tooLarge"), bodyLimit(exchange.pathname));
      if (exchange.view) exchange.posted = rememberForm(req);
      await next(req, res);
    } catch (fault) {
      // Next stumbles over an answer that was given in its place: that is no fault.
      if (exchange.failed) return;
      options.onFault(fault);
      if (res.headersSent) res.destroy();
      else fail(exchange, options.troubleSince(exchange.begun) ? "unavailable" : "failed");
    }
  }

  function begin(req: IncomingMessage, res: ServerResponse): Exchange {
    const { headers } = req;
    headers[CALLER_HEADER] = callerAddress(
      req.socket.remoteAddress,
      headers["x-forwarded-for"]?.toString(),
      isProxy,
    );
    const requestId = takeRequestId(req, isProxy(req.socket.remoteAddress));
    const locale = readerLanguage(req);
    headers[LANGUAGE_HEADER] = locale;
    // Where somebody who has to sign in first comes back to (lib/session/require-person).
    headers["x-path"] = req.url ?? "/";
    // Next reads a nonce out of these and keeps it in the cached page for everybody.
    delete headers["content-security-policy"];
    delete headers["content-security-policy-report-only"];
    const pathname = (req.url ?? "/").split("?", 1)[0] ?? "/";
    res.setHeader("x-request-id", requestId);
    setSafetyHeaders(res, pathname, secure);
    return {
      req,
      res,
      requestId,
      pathname,
      route: routePattern(pathname),
      locale,
      acceptsGzip: takesGzip(req),
      view: isPageView(req),
      failed: false,
      unavailable: false,
      begun: performance.now(),
      posted: () => null,
    };
  }

  function report({ req, res, requestId, route, begun }: Exchange): void {
    // Writing after a failure page has ended is reported as an event, which unheard ends Node.
    res.on("error", () => {});
    res.once("close", () =>
      options.onAnswer({
        requestId,
        method: req.method ?? "",
        route,
        status: res.statusCode,
        ms: Math.round(performance.now() - begun),
        aborted: !res.writableFinished,
      }),
    );
  }

  /** Inner addresses, and the machine's other names, lead to the one public address. */
  function redirected({ req, res, view }: Exchange): boolean {
    if (req.method !== "GET" && req.method !== "HEAD") return false;
    const url = req.url ?? "/";
    const plain = publicAddress(url);
    const elsewhere = view && isOtherLoopbackName(req.headers.host, publicUrl);
    if (plain === null && !elsewhere) return false;
    const location = `${elsewhere ? publicUrl.origin : ""}${plain ?? url}`;
    res.writeHead(307, { location, "cache-control": "no-store" });
    res.end();
    return true;
  }

  function refused(exchange: Exchange): boolean {
    const { req } = exchange;
    if (!isDecodable(exchange.pathname)) return fail(exchange, "badRequest");
    const origin = checkOrigin(req, [
      publicUrl.host,
      req.headers.host,
      String(req.headers["x-forwarded-host"] ?? "") || undefined,
    ]);
    if (!origin.ok) return fail(exchange, "foreign");
    // Next compares once more, with this header; a proxy that renames the host would fail there.
    if (origin.host !== null) req.headers["x-forwarded-host"] = origin.host;
    if (announcesTooMuch(req, bodyLimit(exchange.pathname))) return fail(exchange, "tooLarge");
    if (!isKnownMethod(req, exchange.pathname)) return fail(exchange, "wrongMethod");
    if (/^\/(?:api|_next)\//.test(exchange.pathname)) return false;
    return req.method === "POST" && !isForm(req) && fail(exchange, "badRequest");
  }

  function holdPage(exchange: Exchange): void {
    const { req, res, pathname, view, acceptsGzip } = exchange;
    const inApi = pathname.startsWith("/api/");
    const keep = view ? options.shelf?.begin(exchange) : undefined;
    // Next has to hand a page over uncompressed; calls and client navigations stay its own matter.
    if (!req.headers.rsc && !inApi) delete req.headers["accept-encoding"];

    holdResponse(res, {
      beforeHead() {
        keepPrivate(res, view);
        // After an action that redirects, Next has put the headers of its own fetch over ours.
        res.setHeader("x-request-id", exchange.requestId);
        // What Next says to any fault at all.
        if (options.strict && res.statusCode === 500 && options.troubleSince(exchange.begun)) {
          exchange.unavailable = true;
          sayUnavailable(res);
        }
        if (req.method === "GET" && view && pathname.startsWith("/e/")) giveBrowserCookie(exchange);
      },
      wanted() {
        if (exchange.failed || req.method === "HEAD" || res.statusCode === 304) return false;
        if (isHtml(res) || (inApi && exchange.unavailable)) return true;
        return options.strict && view && res.statusCode >= 400;
      },
      finish(body) {
        if (!options.strict) return body;
        if (inApi && exchange.unavailable) return failureJson(exchange, "unavailable");
        const failure = view ? failureOf(res, body) : null;
        if (failure) return finish(exchange, failureBody(exchange, failure), acceptsGzip);
        const finished = finish(exchange, body, acceptsGzip);
        keep?.(body, finished);
        return finished;
      },
    });
  }

  function giveBrowserCookie({ req, res }: Exchange): void {
    const cookie = newBrowserCookie(req.headers.cookie, secure);
    if (cookie) res.appendHeader("set-cookie", cookie);
  }

  function finish({ res, route }: Exchange, html: Buffer, acceptsGzip: boolean): Buffer {
    const onStopped = (count: number) => options.onStoppedScript(count, route);
    const embedded = route === EMBED;
    const leadsOut = route === PERSONAL_LINK;
    const letter = route === LETTER;
    const body = finishPage({ res, html, acceptsGzip, embedded, leadsOut, letter, onStopped });
    // A page may say its own status.
    if (res.statusCode === 503) sayUnavailable(res);
    return body;
  }

  /** Answers with a page of ours, or with a line of JSON where nobody looks. */
  function fail(exchange: Exchange, failure: Failure): true {
    const { req, res } = exchange;
    if (exchange.failed || res.headersSent) return true;
    exchange.failed = true;
    res.statusCode = FAILURE_STATUS[failure];
    if (failure === "unavailable") sayUnavailable(res);
    if (failure === "wrongMethod") res.setHeader("allow", "GET, HEAD, POST");
    if (Number(req.headers["content-length"] ?? 0) > DRAIN_LIMIT) {
      res.setHeader("connection", "close");
    }
    if (exchange.view) {
      res.end(finish(exchange, failureBody(exchange, failure), false));
    } else if (failure === "tooLarge" && req.headers["next-action"]) {
      res.setHeader("content-type", "text/plain");
      res.end(TOO_LARGE);
    } else {
      res.end(failureJson(exchange, failure));
    }
    return true;
  }
}

/** Machines are told when to come again, and nobody keeps the answer. */
function sayUnavailable(res: ServerResponse): void {
  res.statusCode = FAILURE_STATUS.unavailable;
  res.setHeader("retry-after", RETRY_AFTER);
  res.setHeader("cache-control", "no-store");
}

/** Failures after which the same page, or the same form, may do. */
const WORTH_ANOTHER_TRY: Failure[] = ["stale", "foreign", "unavailable"];
/** What was sent is in order: it only was not taken. */
const WORTH_SENDING_AGAIN: Failure[] = ["unavailable"];

function failureJson({ res, requestId }: Exchange, failure: Failure): Buffer {
  res.setHeader("content-type", "application/json");
  return Buffer.from(JSON.stringify({ error: failure, requestId }));
}

function failureBody(exchange: Exchange, failure: Failure): Buffer {
  const { req, res, requestId, locale } = exchange;
  const reload = WORTH_ANOTHER_TRY.includes(failure) ? (req.url ?? "/") : null;
  const posted = WORTH_SENDING_AGAIN.includes(failure) ? exchange.posted() : null;
  res.setHeader("content-type", "text/html; charset=utf-8");
  res.setHeader("cache-control", "no-store");
  res.removeHeader("etag");
  return Buffer.from(failurePage({ locale, failure, request: requestId, reload, posted }));
}

/** Only a proxy of the operator's may name a request, or say under which host it came. */
function takeRequestId(req: IncomingMessage, trusted: boolean): string {
  const { headers } = req;
  const given = String(headers["x-request-id"] ?? "");
  const requestId = trusted && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  headers["x-request-id"] = requestId;
  if (!trusted) {
    for (const name of ["host", "proto", "port", "for"]) delete headers[`x-forwarded-${name}`];
  }
  return requestId;
}

/**
 * Is it a path? `%E0%A4%A` and its like Next would take for a fault of its own, and with a whole
 * address (`GET http://elsewhere/`) it redirects there.
 */
function isDecodable(pathname: string): boolean {
  try {
    return pathname.startsWith("/") && !decodeURIComponent(pathname).includes("\0");
  } catch {
    return false;
  }
}

function takesGzip(req: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:[,.\s]|$))/.test(String(req.headers["accept-encoding"] ?? ""));
}
