import { z } from "zod";
import type { DoctorQuestion } from "./examine";

export const USAGE = `npm run doctor                          looks at everything that Usher needs, live, and says what to do
npm run doctor -- --organizer ADDRESS   looks at what it needs for this organizer too (or their id)
npm run doctor -- --mail ADDRESS        sends a test message there too
With --json the answer is one JSON object. Ends with 0; with 1 when something is red, or there is no
such organizer; with 2 when the command makes no sense.`;

export interface ParsedDoctor {
  json: boolean;
  /** Null: help was asked for. */
  asked: DoctorQuestion | null;
}

/** What was typed behind `npm run doctor --`; a text says what is wrong with it. */
export function parseDoctor(typed: readonly string[]): ParsedDoctor | string {
  const question: DoctorQuestion = { kind: "doctor", organizer: null, mail: null };
  let json = false;
  for (let at = 0; at < typed.length; at++) {
    const arg = typed[at] ?? "";
    if (arg === "--help" || arg === "help") return { json, asked: null };
    if (arg === "--json") json = true;
    else if (arg === "--organizer") question.organizer = typed[++at] ?? "";
    else if (arg === "--mail") question.mail = typed[++at] ?? "";
    else return `There is no "${arg}".`;
  }
  if (question.organizer === "") return `"--organizer" takes an address or an id.`;
  if (question.mail !== null && !z.email().safeParse(question.mail).success)
    return `"--mail" takes an address.`;
  return { json, asked: question };
}
