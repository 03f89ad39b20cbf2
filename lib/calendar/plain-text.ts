/** Controls, and marks that turn the direction of what follows in somebody's calendar. */
const HARMFUL = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

/** Text of one line, for a title or a name; lone surrogates become the replacement character. */
export function oneLine(text: string): string {
  return multiline(text).replace(/\s+/g, " ").trim();
}

/** Text that keeps its lines, as \n. */
export function multiline(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(HARMFUL, "");
}
