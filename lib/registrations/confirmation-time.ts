/** A confirmation waits this long for its link, then goes out and says that the link follows. */
const CONFIRMATION_PATIENCE_MS = 20_000;

/** When a confirmation goes out at the latest. */
export function confirmationTime(now: Date): Date {
  return new Date(now.getTime() + CONFIRMATION_PATIENCE_MS);
}
