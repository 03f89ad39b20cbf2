/** UTF-8's own mark at the head of the file: without it Excel takes the text for something older. */
export const CSV_MARK = "\uFEFF";

/**
 * What a spreadsheet may take for a formula: its first character, in Asian width too, or a control
 * character before one.
 */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
/** A number below zero is no formula. */
const NEGATIVE = /^-\d[\d.,]*$/;

/**
 * One row as RFC 4180 has it, every cell in quotes. What a spreadsheet would run gets an apostrophe
 * before it: whoever fills in a form must not write a formula into the organizer's table.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NEGATIVE.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
