import type { FormDefinition, FormItem, Text } from "@/lib/form/definition";
import { LOCALE_NAMES } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import type { Problem } from "./form-problems";
import { problemText } from "./item-words";

export interface BodyProps<I extends FormItem = FormItem> {
  item: I;
  form: FormDefinition;
  language: FormDefinition["languages"][number];
  problems: Problem[];
  /** `typed`: more letters come. */
  onChange: (changed: FormItem, typed?: boolean) => void;
}

/** The error at a path of the question, or anywhere below it. */
export function errorAt(problems: Problem[], t: Translate<"builder">) {
  return (path: string): string | undefined => {
    const found = problems.find((each) => each.path === path || each.path.startsWith(`${path}.`));
    return found && problemText(t, found.key);
  };
}

/** What readers of this language see while nothing is written in it. */
export function fallbackIn(
  { form, language }: Pick<BodyProps, "form" | "language">,
  t: Translate<"builder">,
) {
  const [first] = form.languages;
  return (text: Text): string | undefined =>
    first && first !== language && text[first]
      ? t("words.sameAsFirst", { language: LOCALE_NAMES[first] })
      : undefined;
}
