/** The hues an event may wear; app/styles/tokens.css gives each its colours. */
export const ACCENTS = [
  "velvet",
  "rust",
  "amber",
  "moss",
  "pine",
  "lagoon",
  "sea",
  "night",
  "plum",
  "slate",
] as const;

export type Accent = (typeof ACCENTS)[number];

/** `value` when it names an accent, else Usher's own. */
export function asAccent(value: string): Accent {
  return (ACCENTS as readonly string[]).includes(value) ? (value as Accent) : "velvet";
}
