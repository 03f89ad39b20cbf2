import type { MailKind } from "@/lib/db/schema";

/** What an organizer may have put into their own words, by the name that stands in braces. */
export const PLACEHOLDERS = [
  "firstName",
  "lastName",
  "title",
  "hostName",
  /** Day, time and zone, in the reader's zone. */
  "when",
  "date",
  "time",
  /** How far off it is, in words: "tomorrow". */
  "starts",
  /** Address of the event's page. */
  "page",
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** Null: nobody is to be greeted by what they typed, so the placeholder leaves no trace. */
export type PlaceholderValues = Record<Placeholder, string | null>;

export type TemplateProblem =
  | { kind: "unknown-placeholder"; name: string }
  /** A brace that nothing closes or opens. */
  | { kind: "stray-brace" };

/** Only a reminder is sent at a time of which "tomorrow" is known to be right. */
export function placeholdersOf(kind: MailKind): readonly Placeholder[] {
  return kind === "reminder" ? PLACEHOLDERS : PLACEHOLDERS.filter((name) => name !== "starts");
}

/** What is wrong with a text with placeholders, the first thing; null when nothing is. */
export function templateProblem(template: string, kind: MailKind): TemplateProblem | null {
  const known = new Set<string>(placeholdersOf(kind));
  for (const [, name] of template.matchAll(/\{([^{}]*)\}/g)) {
    if (name !== undefined && !known.has(name))
      return { kind: "unknown-placeholder", name: name.trim().slice(0, 40) };
  }
  return /[{}]/.test(template.replace(/\{[^{}]*\}/g, "")) ? { kind: "stray-brace" } : null;
}

/**
 * The text with its placeholders filled, once: braces in a value are just braces. A placeholder
 * without a value goes with the blank before it ("Hello {firstName}," is "Hello,").
 */
export function fillPlaceholders(template: string, values: PlaceholderValues): string {
  return template.replace(/([^\S\n]?)\{(\w+)\}/g, (whole, blank: string, name: string) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name as Placeholder];
    return value === null ? "" : `${blank}${value}`;
  });
}

/** Does a text begin with this placeholder? */
export function beginsWith(template: string, name: Placeholder): boolean {
  return template.trimStart().startsWith(`{${name}}`);
}
