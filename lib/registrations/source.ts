import type { Source } from "@/lib/db/schema";
import { isLine, isVisible } from "@/lib/text-rules";

/** What an address may say of how somebody came to it. */
const KEYS = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "ref"];
/** Anybody can write an address: a name is kept, not a text. */
const LONGEST = 100;

/** What the query of an address says of where its reader came from; null when it says nothing. */
export function readSource(query: URLSearchParams): Source | null {
  const source: Source = {};
  for (const key of KEYS) {
    const value = (query.get(key) ?? "").normalize("NFC").trim();
    if (isVisible(value) && isLine(value) && value.length <= LONGEST) source[key] = value;
  }
  return Object.keys(source).length > 0 ? source : null;
}

/** The same as the query of an address that leads on: `?ref=newsletter`, or nothing. */
export function sourceQuery(source: Source | null): string {
  if (!source) return "";
  const query = new URLSearchParams(
    Object.entries(source).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return `?${query}`;
}
