export const THEME_COOKIE = "theme";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** `value` when it names a look, else the system's. */
export function themeOf(value: unknown): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
