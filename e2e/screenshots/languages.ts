import type { Page } from "@playwright/test";

/** Browsers of readers in each language but English, which everything else is taken in. */
export const READERS = { de: "de-DE", es: "es-ES", fr: "fr-FR" };

/** Turns a page round, as for a language whose lines run from right to left: Usher has none yet. */
export async function turnRound(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
  });
}
