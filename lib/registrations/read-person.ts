import { answerWords } from "@/lib/form/answer-text";
import { type FormWords, labelOf } from "@/lib/form/ask";
import type { Said } from "@/lib/form/say";
import type { Locale } from "@/lib/i18n/locales";
import type { EventAccess } from "@/lib/session/access";
import { type BounceWatch, readBounceWatch } from "./bounce-sources";
import { readAnswers, readQuestions } from "./read-answers";
import { type RosterEntry, readRosterPerson } from "./roster";

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
  const [person, answers, watch] = await Promise.all([
    readRosterPerson(access, registrationId),
    readAnswers(access, registrationId),
    readBounceWatch(),
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
  return {
    ...person,
    answers: said,
    bounces: howWatched(watch),
    history: await nameChanges(access, person.history, locale, words),
  };
}

/** Would Usher hear of a mail that comes back later? `late`: not before its mailbox can be read. */
function howWatched({ mailbox, provider }: BounceWatch): "unknown" | "watched" | "late" {
  if (provider) return "watched";
  if (!mailbox) return "unknown";
  return mailbox.troubleSince ? "late" : "watched";
}

/** A change of a person's own, by what it changed: a name, or a question in its newest words. */
type ChangedField = { name: "firstName" | "lastName" } | { question: Said };

export type PersonEntry = Omit<RosterEntry, "changed"> & { changed?: ChangedField[] };

async function nameChanges(
  access: EventAccess,
  history: RosterEntry[],
  locale: Locale,
  words: FormWords,
): Promise<PersonEntry[]> {
  const changed = history.some((entry) => entry.changed);
  const questions = changed ? await readQuestions(access) : null;
  return history.map((entry) => ({
    ...entry,
    changed: entry.changed?.flatMap((field): ChangedField[] => {
      if (field === "firstName" || field === "lastName") return [{ name: field }];
      const asked = questions?.get(field);
      return asked ? [{ question: labelOf(asked.question, asked.form, locale, words) }] : [];
    }),
  }));
}
