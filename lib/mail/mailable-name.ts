import { headerText } from "./header-text";

const MAX_LENGTH = 60;

/**
 * A name that somebody typed into a public form, or null where it may be something else. Whoever
 * signs a stranger's address up chooses what Usher greets them with: no advertisement and nothing
 * that a mail client makes a link of.
 */
export function mailableName(name: string): string | null {
  const line = headerText(name);
  if (line === "" || [...line].length > MAX_LENGTH) return null;
  return /[@/\\:<>]|\bwww\b|\.\p{L}{2,}/iu.test(line) ? null : line;
}
