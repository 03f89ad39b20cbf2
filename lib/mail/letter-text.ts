import type { Letter } from "./letter";

/** The letter as plain text: no wrapping of ours, each address on a line of its own. */
export function letterText(letter: Letter): string {
  const { words, action, note, further, foot } = letter;
  const blocks = [
    lines(letter.host, letter.title),
    letter.hello,
    letter.lead,
    // Its blank lines part its paragraphs.
    words ? [words.by, ...words.lines].join("\n") : null,
    ...letter.facts.map(({ label, lines: said, aside }) =>
      lines(label.toLocaleUpperCase(letter.locale), ...said, aside ? `(${aside})` : null),
    ),
    action ? lines(colon(action.label, letter.locale), action.url) : null,
    note ? `${note.title} ${note.text}` : null,
    further ? lines(further.text, colon(further.label, letter.locale), further.url) : null,
    // With its space this is how mail has always set off what stands below a letter.
    lines("-- ", `${foot.title} ${foot.paragraphs[0] ?? ""}`),
    ...foot.paragraphs.slice(1),
  ];
  return `${blocks.filter((block) => block !== null).join("\n\n")}\n`;
}

function lines(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join("\n");
}

/** French keeps a space before its colon. */
function colon(label: string, locale: Letter["locale"]): string {
  return locale === "fr" ? `${label}\u00a0:` : `${label}:`;
}
