/** What never belongs into one line of text: controls, line breaks, marks that turn the reading order. */
const NOT_IN_A_LINE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
/** The same for several lines: only tab and line feed are theirs. */
const NOT_IN_LINES = /(?![\t\n])\p{Cc}/u;
/** Anything that leaves a mark on the page: not only blanks, joiners, fillers and loose accents. */
const VISIBLE = /[^\p{C}\p{Z}\p{M}\u115F\u1160\u2800\u3164\uFFA0]/u;

/** Is this one line that reads as it is written? */
export function isLine(text: string): boolean {
  return !NOT_IN_A_LINE.test(text);
}

/** Is this text of any number of lines, without control characters? */
export function isText(text: string): boolean {
  return !NOT_IN_LINES.test(text);
}

/** Is there anything to see? `\u200b` and the Hangul filler are as empty as nothing. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}
