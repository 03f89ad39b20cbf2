import type { Locale } from "@/lib/i18n/locales";
import type { Answer } from "./answers";
import type { FormWords } from "./ask";
import { countryName } from "./countries";
import type { FormDefinition, Question } from "./definition";
import { type Said, say, sayDay, sayNumber } from "./say";

/**
 * An answer in the reader's words, one for each choice: as the question was worded when it was
 * answered, so `question` is that version's.
 */
export function answerWords(
  question: Question,
  answer: Answer,
  { locale, languages }: { locale: Locale; languages: FormDefinition["languages"] },
  words: FormWords,
): Said[] {
  if (typeof answer === "boolean") return [{ text: answer ? words.yes : words.no }];
  if (typeof answer === "number") return [{ text: sayNumber(answer, locale) }];
  if ("choices" in question)
    return [answer].flat().map((id) => {
      const choice = question.choices.find((each) => each.id === id);
      return choice ? say(choice.label, locale, languages) : { text: id };
    });
  const text = String(answer);
  if (question.kind === "date") return [{ text: sayDay(text, locale) }];
  if (question.kind === "country") return [{ text: countryName(text, locale) }];
  return [{ text }];
}
