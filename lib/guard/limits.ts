const MINUTE_MS = 60_000;

/** Sign-ups are counted in slots of this length. */
export const SLOT_MS = 10 * MINUTE_MS;

/**
 * How many sign-ups in a slot are nothing to wonder at. Beyond that nobody is refused, since a whole
 * campus may sit behind one address: whoever comes proves that they are no crowd (docs/decisions/0016).
 */
export const UNSUSPICIOUS = {
  /** From one address: a few people at one desk. */
  address: 10,
  /** From one network. */
  network: 60,
  /** At one event from everywhere: one a second. */
  event: 600,
};

/** Nobody fills in a form in less. */
export const LEAST_FILL_MS = 2_000;
/** A page may stay open for so long; what it was stamped with is worth nothing then. */
export const STAMP_MS = 7 * 24 * 60 * MINUTE_MS;
/** A challenge is solved while somebody types. */
export const CHALLENGE_MS = 60 * MINUTE_MS;
