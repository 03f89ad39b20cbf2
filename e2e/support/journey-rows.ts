/** What a sign-up may differ in. */
export const FACTORS = {
  javaScript: ["on", "off"],
  audience: ["everyone", "organization"],
  delivery: ["show", "email"],
  registrar: ["external", "direct"],
  size: ["desktop", "phone"],
  language: ["en", "de", "es", "fr"],
} as const;

export type Row = { [F in keyof typeof FACTORS]: (typeof FACTORS)[F][number] };

/**
 * Journeys in which every pair of two factors' values occurs: each language has two rows that differ
 * in everything else. Among them is what is easily broken together: members whose link comes by
 * mail, with scripts, and everybody's, without.
 */
export const ROWS: Row[] = (
  [
    ["on", "everyone", "email", "external", "desktop", "fr"],
    ["off", "organization", "show", "direct", "phone", "fr"],
    ["off", "everyone", "show", "direct", "desktop", "en"],
    ["off", "everyone", "email", "direct", "phone", "de"],
    ["on", "organization", "email", "direct", "desktop", "es"],
    ["off", "everyone", "show", "external", "phone", "es"],
    ["on", "organization", "email", "external", "phone", "en"],
    ["on", "organization", "show", "external", "desktop", "de"],
  ] as const
).map(([javaScript, audience, delivery, registrar, size, language]) => ({
  javaScript,
  audience,
  delivery,
  registrar,
  size,
  language,
}));

/** Pairs of two factors' values that occur in no row, in words. */
export function missingPairs(rows: readonly Row[]): string[] {
  const missing: string[] = [];
  const factors = Object.keys(FACTORS) as (keyof Row)[];
  for (const [place, one] of factors.entries())
    for (const other of factors.slice(place + 1))
      for (const first of FACTORS[one])
        for (const second of FACTORS[other])
          if (!rows.some((row) => row[one] === first && row[other] === second))
            missing.push(`${one} ${first} with ${other} ${second}`);
  return missing;
}
