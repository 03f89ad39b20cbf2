/**
 * A mail could not be handed over now; trying later can help. Carries the reply's code and never
 * its words, which may repeat an address.
 */
export class MailFault extends Error {
  override name = "MailFault";
  readonly retry = true;
  /** The SMTP reply's code, or the kind of network trouble (`ETIMEDOUT`). */
  readonly code: string;

  constructor(code: string) {
    super(`The mail server did not take the mail (${code}).`);
    this.code = code;
  }
}
