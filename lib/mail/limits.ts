const SECOND = 1000;

/**
 * How long a mail server may take, in milliseconds. One object that is read when a connection is
 * made, so that a test of what hangs need not wait as long; nothing else sets it.
 */
export const mailLimits = {
  /** To find it, to connect, and to hear its greeting. */
  connectMs: 10 * SECOND,
  /** Silence in the middle of a conversation. */
  silenceMs: 15 * SECOND,
};
