import type { MailKind } from "@/lib/db/schema";
import { findWayIn, type WayIn } from "@/lib/events/way-in";
import { fillPlaceholders, type TemplateProblem, templateProblem } from "@/lib/mail/placeholders";
import { isLine, isText, isVisible } from "@/lib/text-rules";

export const SUBJECT_LENGTH = 150;
export const WORDS_LENGTH = 4_000;

/** As it was typed. */
export interface TypedText {
  subject: string;
  words: string;
}

/** As it is kept; null: the standard one. */
export interface KeptText {
  subject: string | null;
  words: string | null;
}

export type TextProblem =
  | TemplateProblem
  | { kind: "too-long"; most: number }
  /** Control characters, or marks that turn the reading order. */
  | { kind: "characters" }
  | { kind: "leaks-way-in"; found: WayIn[] };

export type TextProblems = Partial<Record<keyof TypedText, TextProblem>>;

/**
 * Reads what an organizer wrote for a kind of mail. Nothing in it may lead into the meeting: a mail
 * is forwarded, and its link is its reader's own.
 */
export function readText(
  typed: TypedText,
  { kind, standard, event }: { kind: MailKind; standard: string; event: EventNames },
): { text: KeptText; problems: TextProblems } {
  const subject = typed.subject.normalize("NFC").trim();
  const words = typed.words.replace(/\r\n?/g, "\n").normalize("NFC").trim();
  const problems: TextProblems = {};
  const inSubject = problemOf(subject, { kind, most: SUBJECT_LENGTH, fits: isLine, event });
  const inWords = problemOf(words, { kind, most: WORDS_LENGTH, fits: isLines, event });
  if (inSubject) problems.subject = inSubject;
  if (inWords) problems.words = inWords;
  if (!inSubject && !inWords) {
    // "Meeting ID" in one and the number in the other is a way in all the same.
    const found = findWayIn(filled(`${subject}\n${words}`, event));
    if (found.length > 0) problems.words = { kind: "leaks-way-in", found };
  }
  return {
    text: {
      subject: isVisible(subject) && subject !== standard ? subject : null,
      words: isVisible(words) ? words : null,
    },
    problems,
  };
}

interface EventNames {
  title: string;
  hostName: string;
}

function problemOf(
  text: string,
  {
    kind,
    most,
    fits,
    event,
  }: { kind: MailKind; most: number; fits: (text: string) => boolean; event: EventNames },
): TextProblem | null {
  if (text.length > most) return { kind: "too-long", most };
  if (!fits(text)) return { kind: "characters" };
  const problem = templateProblem(text, kind);
  if (problem) return problem;
  const found = [...new Set([...findWayIn(text), ...findWayIn(filled(text, event))])];
  return found.length > 0 ? { kind: "leaks-way-in", found } : null;
}

/** Each line as one of its own, so that no mark in it turns what follows. */
function isLines(text: string): boolean {
  return isText(text) && text.split("\n").every((line) => isLine(line.replaceAll("\t", " ")));
}

/** What somebody without a name would read: a link mustn't come about by what falls away. */
function filled(text: string, { title, hostName }: EventNames): string {
  const nothing = { firstName: null, lastName: null, date: null, time: null, starts: null };
  return fillPlaceholders(text, { ...nothing, title, hostName, when: null, page: null });
}
