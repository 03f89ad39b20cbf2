/**
 * Colours of a mail as literal hex, since mail clients know neither variables nor oklch: the tokens
 * and accents of app/styles/tokens.css, worked out. `band` is the poster, flat.
 */
export interface AccentColors {
  band: string;
  accent: string;
  accentDark: string;
  onAccentDark: string;
}

const VELVET: AccentColors = {
  band: "#67071b",
  accent: "#9a1c32",
  accentDark: "#f8989b",
  onAccentDark: "#20090b",
};

const ACCENTS = new Map<string, AccentColors>([
  ["velvet", VELVET],
  ["rust", { band: "#601a01", accent: "#91310f", accentDark: "#eea28a", onAccentDark: "#1e0c07" }],
  ["amber", { band: "#4e2c00", accent: "#7a4802", accentDark: "#d7af87", onAccentDark: "#190f06" }],
  ["moss", { band: "#2c3c0a", accent: "#485e1c", accentDark: "#acc090", onAccentDark: "#0f1408" }],
  ["pine", { band: "#074029", accent: "#1a6444", accentDark: "#94c5a9", onAccentDark: "#08150e" }],
  [
    "lagoon",
    { band: "#013e41", accent: "#026266", accentDark: "#8cc3c6", onAccentDark: "#061415" },
  ],
  ["sea", { band: "#013958", accent: "#005b88", accentDark: "#86bfe7", onAccentDark: "#05131d" }],
  ["night", { band: "#292a70", accent: "#4347a7", accentDark: "#a6b1fd", onAccentDark: "#0d1022" }],
  ["plum", { band: "#501b54", accent: "#7b3280", accentDark: "#d9a0dc", onAccentDark: "#190c1a" }],
  ["slate", { band: "#2e3644", accent: "#4b5669", accentDark: "#afb8c8", onAccentDark: "#0f1216" }],
]);

/** Colours of an event's accent; Usher's own for a name it doesn't know. */
export function accentColors(accent: string): AccentColors {
  return ACCENTS.get(accent) ?? VELVET;
}

export const LIGHT = {
  paper: "#fcf9f5",
  surface: "#ffffff",
  sunken: "#f5f2ec",
  ink: "#1f1915",
  ink2: "#524c47",
  line: "#dedad4",
} as const;

export const DARK = {
  paper: "#14110e",
  surface: "#1f1b18",
  sunken: "#0f0b09",
  ink: "#f0eeea",
  ink2: "#bdbab5",
  line: "#342f2c",
} as const;

/** On the band, in both. */
export const CREAM = "#faf5e8";
export const CREAM_2 = "#e2dac6";
