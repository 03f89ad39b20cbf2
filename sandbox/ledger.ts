/** Every request to Graph and to Entra's token endpoint, in the order of arrival, for tests to assert on. */
export interface LedgerEntry {
  seq: number;
  service: "graph" | "entra";
  method: string;
  /** Below the service's URL, with its query. */
  path: string;
  /** What was sent, parsed; without secrets, codes and tokens. */
  body: unknown;
  /** The status that was answered; null while under way, and when no answer was given. */
  status: number | null;
  /** Whose token it was (an oid). */
  organizer: string | null;
  /** Whether a person's token was sent or the application's own; null without one, and for Entra. */
  token: "delegated" | "application" | null;
  at: number;
  ms: number | null;
  requestId: string;
  clientRequestId: string | null;
  /** Whether the operation was carried out, whatever the caller was told. */
  performed: boolean;
  /** The fault that was played, by its kind. */
  fault: string | null;
}

const KEPT = 50_000;

export class Ledger {
  #entries: LedgerEntry[] = [];
  #seq = 0;

  open(entry: Omit<LedgerEntry, "seq" | "at" | "ms" | "status" | "performed">): LedgerEntry {
    const opened: LedgerEntry = {
      ...entry,
      seq: ++this.#seq,
      at: Date.now(),
      ms: null,
      status: null,
      performed: false,
    };
    this.#entries.push(opened);
    if (this.#entries.length > KEPT * 1.1) this.#entries = this.#entries.slice(-KEPT);
    return opened;
  }

  /** Entries after the given `seq`. */
  since(seq: number): LedgerEntry[] {
    return this.#entries.filter((entry) => entry.seq > seq);
  }

  reset(): void {
    this.#entries = [];
  }
}
