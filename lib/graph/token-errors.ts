/**
 * Why a grant works no more, for the organizer (`connection.reason.*` in the reasons catalog):
 * whatever it is, signing in again mends it, or says what would.
 */
export type BrokenReason =
  | "password-changed"
  | "expired"
  | "revoked"
  | "consent"
  | "interaction"
  | "user-gone";

/** OAuth errors that only the person can mend, by signing in again. */
const PERSONAL = new Set([
  "invalid_grant",
  "interaction_required",
  "consent_required",
  "login_required",
  "access_denied",
]);

const REASONS: Record<number, BrokenReason> = {
  50173: "password-changed",
  50132: "password-changed",
  50133: "password-changed",
  50055: "password-changed",
  70008: "expired",
  70043: "expired",
  700082: "expired",
  700084: "expired",
  65001: "consent",
  65004: "consent",
  90094: "consent",
  50005: "interaction",
  50072: "interaction",
  50074: "interaction",
  50076: "interaction",
  50078: "interaction",
  50079: "interaction",
  50097: "interaction",
  50158: "interaction",
  53000: "interaction",
  53001: "interaction",
  53003: "interaction",
  530036: "interaction",
  50020: "user-gone",
  50034: "user-gone",
  50057: "user-gone",
  51004: "user-gone",
};

export interface TokenError {
  error: string;
  suberror?: string | null;
  error_description?: string | null;
  error_codes?: number[] | null;
}

/** The reason when the person has to sign in again; null when the trouble is not theirs. */
export function brokenReason(answer: TokenError): BrokenReason | null {
  if (!PERSONAL.has(answer.error)) return null;
  const known = entraCodes(answer).map((code) => REASONS[code]);
  const byCode = known.find((reason) => reason !== undefined);
  if (byCode) return byCode;
  if (answer.error === "consent_required" || answer.suberror === "consent_required")
    return "consent";
  return answer.error === "invalid_grant" ? "revoked" : "interaction";
}

/** AADSTS numbers of an error: from the list, else from the description's text. */
export function entraCodes(answer: Omit<TokenError, "error">): number[] {
  if (answer.error_codes?.length) return answer.error_codes;
  const found = answer.error_description?.matchAll(/AADSTS(\d{4,8})/g) ?? [];
  return Array.from(found, ([, digits]) => Number(digits));
}

/** What an operator looks up: `AADSTS7000222`, else the OAuth error. */
export function codeOf(answer: TokenError): string {
  const [code] = entraCodes(answer);
  return code ? `AADSTS${code}` : answer.error.slice(0, 60);
}

/** Entra has trouble of its own: later it may answer. */
export function isPassing(status: number, error: string): boolean {
  return (
    status === 429 ||
    status >= 500 ||
    error === "temporarily_unavailable" ||
    error === "server_error"
  );
}
