import type { DoctorQuestion } from "./examine";

export const USAGE = `npm run doctor     looks at everything that Usher needs, live, and says what to do about what is red
With --json the answer is one JSON object. Ends with 0; with 1 when something is red; with 2 when
the command makes no sense.`;

export interface Parsed {
  json: boolean;
  /** Null: help was asked for. */
  question: DoctorQuestion | null;
}

/** What was typed behind `npm run doctor --`; a text says what is wrong with it. */
export function parseDoctor(typed: readonly string[]): Parsed | string {
  const args = typed.filter((arg) => arg !== "--json");
  const json = args.length < typed.length;
  const [first] = args;
  if (first === "--help" || first === "help") return { json, question: null };
  if (first !== undefined) return `There is no "${first}".`;
  return { json, question: { kind: "doctor" } };
}
