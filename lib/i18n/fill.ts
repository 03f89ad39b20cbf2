/**
 * Fills `{name}` in a message without plurals or tags. For client leaves: they get messages as
 * strings and carry no ICU parser.
 */
export function fill(message: string, values: Record<string, string | number>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
