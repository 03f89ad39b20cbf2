/**
 * How long Microsoft may take, in milliseconds: from the first byte sent to the last byte of the
 * answer. One object that is read at each call, so that a test of what hangs need not wait as long
 * as a person would; nothing else sets it.
 */
export const limits = {
  /** A call to Graph. */
  callMs: 10_000,
  /**
   * Handing a mail over. Longer than other calls: what is given up on may have been taken, and then
   * it is sent twice.
   */
  mailMs: 30_000,
  /** A refresh at Entra, finding its address included. A refresh lease has to outlast this. */
  refreshMs: 10_000,
  /** Finding a tenant's token endpoint; its usual address does when that takes longer. */
  discoveryMs: 3_000,
};
