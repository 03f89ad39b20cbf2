/**
 * Who can mend a red result: whoever runs this Usher, the organization's Microsoft 365
 * administrator, the organizer, or nobody but Microsoft (wait).
 */
export type MendedBy = "operator" | "administrator" | "organizer" | "microsoft";

/** What the words of a result are filled with: names, codes, numbers; never a secret. */
export type Values = Record<string, string | number>;

/** Which event a result speaks of, where it is one event's. */
export interface AboutEvent {
  id: string;
  title: string;
}

/**
 * What a check saw. `note` is neither: it could not be told, or is worth knowing; it never fails.
 * `reason` is a key: of WORDS in operator-words.ts, or of `reason` in the checks catalog.
 */
export type Finding = { values?: Values; about?: AboutEvent } & (
  | { kind: "green" }
  | { kind: "red"; reason: string; by: MendedBy }
  | { kind: "note"; reason: string }
);

/** One thing that is looked at live. It changes nothing anywhere. */
export interface Check<Subject = void> {
  name: string;
  run(subject: Subject): Promise<Finding | Finding[]>;
}

export interface Checked {
  name: string;
  findings: Finding[];
}
