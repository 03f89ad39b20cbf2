import { entraCodes } from "@/lib/graph/token-errors";

/** Why a sign-in did not end well. Each has its own sentence and way out: `problems.*` in auth. */
export const PROBLEMS = [
  "declined",
  "admin-consent",
  "personal-account",
  "wrong-tenant",
  "unlisted-tenant",
  "not-organizer",
  "missing-scopes",
  "no-refresh-token",
  "other-person",
  "blocked",
  "start-again",
  "attendee-start-again",
  "entra-down",
  "set-up",
  "clock",
  "try-again",
] as const;

export type Problem = (typeof PROBLEMS)[number];

export function isProblem(value: unknown): value is Problem {
  return (PROBLEMS as readonly unknown[]).includes(value);
}

const BY_CODE: Record<number, Problem> = {
  65004: "declined",
  65001: "admin-consent",
  90093: "admin-consent",
  90094: "admin-consent",
  90095: "admin-consent",
  900941: "admin-consent",
  500200: "personal-account",
  500202: "personal-account",
  500207: "personal-account",
  500208: "personal-account",
  50020: "wrong-tenant",
  50034: "wrong-tenant",
  50128: "wrong-tenant",
  50178: "wrong-tenant",
  90072: "wrong-tenant",
  50105: "not-organizer",
  50053: "blocked",
  50055: "blocked",
  50057: "blocked",
  50076: "blocked",
  50079: "blocked",
  50158: "blocked",
  53000: "blocked",
  53001: "blocked",
  53002: "blocked",
  53003: "blocked",
  53004: "blocked",
  50058: "start-again",
  54005: "start-again",
  70008: "start-again",
  900144: "set-up",
  700016: "set-up",
  7000215: "set-up",
  7000222: "set-up",
  50011: "set-up",
  500113: "set-up",
  650052: "set-up",
  650056: "set-up",
  90023: "entra-down",
};

const BY_ERROR: Record<string, Problem> = {
  access_denied: "declined",
  // An administrator who was asked to approve didn't.
  permission_denied: "declined",
  consent_required: "admin-consent",
  interaction_required: "start-again",
  login_required: "start-again",
  invalid_grant: "start-again",
  server_error: "entra-down",
  temporarily_unavailable: "entra-down",
  invalid_client: "set-up",
  unauthorized_client: "set-up",
  invalid_request: "set-up",
  invalid_scope: "set-up",
  invalid_resource: "set-up",
};

export interface Trouble {
  problem: Problem;
  /** Microsoft's own code (`AADSTS65001`), for whoever is asked to help. */
  code: string | null;
}

/** What an error that Entra sent back with the browser means. */
export function problemOfEntra(error: string, description: string | null): Trouble {
  const codes = entraCodes({ error_description: description });
  const isPersonal = /identity provider 'live\.com'/i.test(description ?? "");
  const problem =
    (isPersonal ? "personal-account" : undefined) ??
    codes.map((code) => BY_CODE[code]).find((known) => known !== undefined) ??
    BY_ERROR[error] ??
    "try-again";
  return { problem, code: codes[0] ? `AADSTS${codes[0]}` : null };
}

const LOST_STATE =
  /cookie was missing|could not be parsed|different provider|(state|nonce) mismatch|checks\.state|checks\.nonce|state missing/i;
/** An ID token that is not valid yet, or no more, is fresh from Entra: this machine's clock is off. */
const CLOCK_IS_OFF =
  /not active yet|JWT expired|issued in the future|"(nbf|exp|iat)" claim timestamp|ERR_JWT_EXPIRED/i;
const UNREACHABLE =
  /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|timed out|socket hang up|expected 200 OK, got: [45]\d\d|failed to parse JSON|not valid JSON|Unexpected (token|end)|fetch failed/i;

/** What a fault thrown inside next-auth means: it wraps them, so the text is all there is. */
export function problemOfThrown(thrown: unknown): Trouble {
  const { text, error, description } = facts(thrown);
  if (LOST_STATE.test(text)) return { problem: "start-again", code: null };
  if (CLOCK_IS_OFF.test(text)) return { problem: "clock", code: null };
  if (/unexpected iss|"iss"/i.test(text)) return { problem: "wrong-tenant", code: null };
  const answered = problemOfEntra(error ?? "", description ?? text);
  if (answered.problem !== "try-again") return answered;
  if (UNREACHABLE.test(text)) return { problem: "entra-down", code: null };
  return answered;
}

/** Whatever an error, or next-auth's metadata round one, says of itself. */
function facts(thrown: unknown): {
  text: string;
  error?: string;
  description?: string;
} {
  const said: string[] = [];
  let error: string | undefined;
  let description: string | undefined;
  let each: unknown = thrown;
  for (let depth = 0; depth < 5 && typeof each === "object" && each !== null; depth++) {
    const known = each as Record<string, unknown>;
    for (const part of [known.message, known.code, known.stack]) {
      if (typeof part === "string") said.push(part.slice(0, 2_000));
    }
    if (typeof known.error === "string") error ??= known.error;
    if (typeof known.error_description === "string") description ??= known.error_description;
    each = known.cause ?? known.error;
  }
  const text = said.join("\n");
  // next-auth keeps only the message of an answer of Entra's: "invalid_grant (AADSTS…: …)".
  error ??= /^(?:\w*Error: )?([a-z]+_[a-z_]+)\b/.exec(said[0] ?? "")?.[1];
  return { text, error, description };
}

/** Where somebody whose sign-in failed is sent; `tenant` is theirs, for the operator to let in. */
export function problemPath(
  trouble: Trouble | Problem,
  from?: string | null,
  tenant?: string | null,
): string {
  const { problem, code } =
    typeof trouble === "string" ? { problem: trouble, code: null } : trouble;
  const query = new URLSearchParams({ problem });
  if (code) query.set("code", code);
  if (tenant) query.set("tenant", tenant);
  if (from) query.set("from", from);
  return `/sign-in?${query}`;
}
