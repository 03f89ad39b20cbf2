/**
 * Whose trouble it is: `server` (nobody answers, so no mail goes), `operator` (it refuses Usher
 * itself: credentials, sender), `mail` (this mail for now; others may go through).
 */
export type MailFaultScope = "server" | "operator" | "mail";

/**
 * A mail could not be handed over now; trying later can help. Carries the reply's code and never
 * its words, which may repeat an address.
 */
export class MailFault extends Error {
  override name = "MailFault";
  readonly retry = true;
  /** The SMTP reply's code, or the kind of network trouble (`ETIMEDOUT`). */
  readonly code: string;
  readonly scope: MailFaultScope;

  constructor(code: string, scope: MailFaultScope) {
    super(`The mail server did not take the mail (${code}).`);
    this.code = code;
    this.scope = scope;
  }

  /** Key of the catalog `reasons.mail`. */
  get reason(): "unreachable" | "operator" | "later" {
    if (this.scope === "server") return "unreachable";
    return this.scope === "operator" ? "operator" : "later";
  }
}
