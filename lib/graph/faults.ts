import { retryAfterOf } from "./retry-after";

export type GraphFaultKind =
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "gone"
  | "not-supported"
  | "bad-request"
  | "throttled"
  | "unavailable"
  | "no-answer";

export interface GraphFaultDetails {
  kind: GraphFaultKind;
  message: string;
  status?: number | null;
  code?: string | null;
  requestId?: string | null;
  retryAfter?: Date | null;
  claims?: string | null;
  noAccessPolicy?: boolean;
  noConsent?: boolean;
  cause?: unknown;
}

/**
 * A call to Graph that did not end well. The message names the operation, the status and
 * Microsoft's code, never an address, a token or a body: it may be logged as it is.
 *
 * `no-answer` (network, time-out, garbage, a redirect) is not "failed": what was asked for may have
 * been done. `unavailable` may carry `retryAfter` just as `throttled` does.
 */
export class GraphFault extends Error {
  readonly kind: GraphFaultKind;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** Microsoft's error code, such as `Forbidden` or `InvalidAuthenticationToken`. */
  readonly code: string | null;
  /** Microsoft's `request-id`: what their support asks for. */
  readonly requestId: string | null;
  /** Not before this moment, when Graph said so; at most an hour ahead. */
  readonly retryAfter: Date | null;
  /** Claims challenge (decoded JSON) of a 401 that wants another sign-in. */
  readonly claims: string | null;
  /** A 403 because no Teams application access policy covers the organizer. */
  readonly noAccessPolicy: boolean;
  /** Nobody has consented, in that tenant, to what the application does there by itself. */
  readonly noConsent: boolean;
  /** The same call may succeed later without anybody doing anything. */
  readonly retry: boolean;

  constructor(details: GraphFaultDetails) {
    super(details.message, { cause: details.cause });
    this.name = "GraphFault";
    this.kind = details.kind;
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.requestId = details.requestId ?? null;
    this.retryAfter = details.retryAfter ?? null;
    this.claims = details.claims ?? null;
    this.noAccessPolicy = details.noAccessPolicy ?? false;
    this.noConsent = details.noConsent ?? false;
    this.retry = RETRIED.has(details.kind);
  }
}

const RETRIED = new Set<GraphFaultKind>(["throttled", "unavailable", "no-answer"]);

/** What an answer with this status means. 2xx is not a fault and not asked about. */
export function kindOfStatus(status: number): GraphFaultKind {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 405:
    case 501:
      return "not-supported";
    // We send no condition that could fail: a 412 speaks of the meeting's state, as a 409 does.
    case 409:
    case 412:
      return "conflict";
    case 410:
      return "gone";
    case 429:
      return "throttled";
    // A request that timed out at Microsoft, or that found the resource locked, may go through later.
    case 408:
    case 423:
      return "unavailable";
  }
  if (status >= 500) return "unavailable";
  if (status >= 400) return "bad-request";
  return "no-answer";
}

/** The fault that an answer other than 2xx is. `body` is its text, whatever it holds. */
export function faultOf(operation: string, answer: Response, body: string, now: Date): GraphFault {
  const kind = kindOfStatus(answer.status);
  const code = codeOf(body);
  return new GraphFault({
    kind,
    message: `Graph answered ${operation} with ${answer.status}${code ? ` (${code})` : ""}.`,
    status: answer.status,
    code,
    requestId: requestIdOf(answer),
    retryAfter: retryAfterOf(answer.headers, now),
    noAccessPolicy: kind === "forbidden" && /application access policy/i.test(body),
    claims: kind === "unauthorized" ? claimsOf(answer.headers.get("www-authenticate")) : null,
  });
}

/** `request-id` of an answer, when it looks like one. */
export function requestIdOf(answer: Response): string | null {
  const id = answer.headers.get("request-id");
  return id && /^[\w.:-]{1,100}$/.test(id) ? id : null;
}

/** Graph's error code. Only what looks like a code: a gateway may put anything there. */
function codeOf(body: string): string | null {
  try {
    const code: unknown = JSON.parse(body)?.error?.code;
    return typeof code === "string" && /^[\w.-]{1,100}$/.test(code) ? code : null;
  } catch {
    return null;
  }
}

/** The claims challenge in `WWW-Authenticate`, decoded to its JSON text. */
function claimsOf(header: string | null): string | null {
  const encoded = /\bclaims="([A-Za-z0-9+/_=-]{1,8000})"/.exec(header ?? "")?.[1];
  if (!encoded) return null;
  const decoded = Buffer.from(encoded, "base64url").toString("utf8");
  try {
    JSON.parse(decoded);
    return decoded;
  } catch {
    return null;
  }
}
