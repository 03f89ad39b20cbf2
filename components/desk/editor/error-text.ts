import type { Translate } from "@/lib/i18n/translator";

/** The sentence of an error's key (`errors.title.required`), as lib/events/schema names them. */
export function errorText(t: Translate<"desk">, key: string | undefined): string | undefined {
  if (!key) return undefined;
  const known = key as "errors.other";
  return t.has(known) ? t(known) : t("errors.other");
}
