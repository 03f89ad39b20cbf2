const PATIENCE_MS = 1_000;

let zone: string | null = null;
let asked = false;
const waiting = new Set<() => void>();

/** IANA name of the reader's zone; null until the browser has been asked. */
export function readerZone(): string | null {
  return zone;
}

/** Tells when the reader's zone is known. */
export function onReaderZone(listen: () => void): () => void {
  waiting.add(listen);
  return () => waiting.delete(listen);
}

/**
 * Asks the browser, when it has nothing else to do: the first question about a zone takes longer
 * than bringing the whole page to life.
 */
export function askReaderZone(): void {
  if (asked) return;
  asked = true;
  // Safari has learnt it late.
  if ("requestIdleCallback" in window) requestIdleCallback(ask, { timeout: PATIENCE_MS });
  else setTimeout(ask, PATIENCE_MS);
}

function ask(): void {
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  // What is said then is work of its own.
  setTimeout(() => {
    for (const tell of waiting) tell();
  });
}
