/** How a finding looks, by its kind. */
export const LOOKS = {
  green: { tone: "good", glyph: "s-ok" },
  red: { tone: "bad", glyph: "s-bad" },
  note: { tone: "none", glyph: "s-none" },
} as const;
