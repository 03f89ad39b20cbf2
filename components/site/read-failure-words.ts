/** Id of the element that holds them (failure-words.tsx). */
export const FAILURE_WORDS = "failure-words";

export interface FailureSentences {
  title: string;
  lead: string;
  /** On the button. */
  again: string;
  /** Holds `{reference}`. */
  hint?: string;
}

/** For what failed, for a database that is away, for what only an older page knew, for too long a form. */
export type FailureSaid = [
  failure: FailureSentences,
  unavailable: FailureSentences,
  stale: FailureSentences,
  tooLarge: FailureSentences,
];

/**
 * What the page brought along to say of its own failure.
 * @throws where there is no page of ours: Next says something then.
 */
export function readFailureWords(): FailureSaid {
  return JSON.parse(document.getElementById(FAILURE_WORDS)?.dataset.words ?? "");
}
