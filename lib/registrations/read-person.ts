import { answerWords } from "@/lib/form/answer-text";
import { type FormWords, labelOf } from "@/lib/form/ask";
import type { Said } from "@/lib/form/say";
import type { Locale } from "@/lib/i18n/locales";
import type { EventAccess } from "@/lib/session/access";
import { readAnswers } from "./read-answers";
import { readRosterPerson } from "./roster";

export interface SaidAnswer {
  id: string;
  label: Said;
  /** One for each choice; lines of a text stay in one. */
  words: Said[];
  /** Is it asked today? */
  isAsked: boolean;
}

export type RosterPerson = NonNullable<Awaited<ReturnType<typeof readPerson>>>;

/** One person with their history and what they answered, in the reader's words; null as in the roster. */
export async function readPerson(
  access: EventAccess,
  registrationId: string,
  { locale, words }: { locale: Locale; words: FormWords },
) {
  const [person, answers] = await Promise.all([
    readRosterPerson(access, registrationId),
    readAnswers(access, registrationId),
  ]);
  if (!person) return null;
  const said = answers.map(
    ({ question, languages, answer, isAsked }): SaidAnswer => ({
      id: question.id,
      label: labelOf(question, { languages }, locale, words),
      words: answerWords(question, answer, { locale, languages }, words),
      isAsked,
    }),
  );
  return { ...person, answers: said };
}
