import type { FormDefinition, FormItem } from "@/lib/form/definition";
import { say } from "@/lib/form/say";
import type { Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";

/** What a question is called in the editor. */
export function itemTitle(
  item: FormItem,
  { languages }: FormDefinition,
  locale: Locale,
  t: Translate<"builder">,
): string {
  if (!item.id.startsWith("q-")) return t(`kinds.${item.kind}`);
  return say(item.label, locale, languages).text || t("unnamed");
}

/** An error of the form's schema, in words. */
export function problemText(t: Translate<"builder">, key: string): string {
  const known = `errors.${key}` as "errors.other";
  return t.has(known) ? t(known) : t("errors.other");
}
