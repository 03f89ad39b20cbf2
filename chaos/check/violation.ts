import type { Book } from "../promises";
import type { Snapshot } from "../snapshot";

/** Everything that a round leaves to judge by. */
export interface Evidence {
  snapshot: Snapshot;
  book: Book;
  /** Processes that were killed. */
  kills: number;
  /** What the processes themselves complained of: fatal lines, unhandled rejections, ends. */
  complaints: readonly string[];
}

export type ViolationKind =
  | "pass-lost"
  | "pass-of-another"
  | "registration-lost"
  | "place-lost"
  | "withdrawal-undone"
  | "shown-link-replaced"
  | "edit-lost"
  | "change-not-told"
  | "registered-twice"
  | "oversold"
  | "date-oversold"
  | "date-miscounted"
  | "date-missing"
  | "dates-lost"
  | "date-edit-lost"
  | "entry-stale"
  | "places-miscounted"
  | "waiting-beside-a-place"
  | "not-enrolled"
  | "not-withdrawn"
  | "registrant-missing"
  | "registrant-left-behind"
  | "registrant-doubled"
  | "two-links"
  | "left-behind-by-a-move"
  | "link-missing"
  | "link-lost"
  | "link-stale"
  | "link-of-another"
  | "mail-not-sent"
  | "mail-never-came"
  | "mail-to-another"
  | "mail-without-pass"
  | "mail-without-link"
  | "mail-with-anothers-link"
  | "mail-of-nobody"
  | "mail-doubled"
  | "job-dead"
  | "job-left"
  | "connection-broken"
  | "complaint";

/** Something that never may be: a sentence with its evidence. */
export interface Violation {
  kind: ViolationKind;
  said: string;
}
