import { expect, type Page } from "@playwright/test";

const WORDS = {
  en: { join: "Join on Microsoft Teams", file: "Calendar file", giveUp: "Give up my place" },
  de: {
    join: "In Microsoft Teams teilnehmen",
    file: "Kalenderdatei",
    giveUp: "Meinen Platz freigeben",
  },
  es: {
    join: "Unirse en Microsoft Teams",
    file: "Archivo de calendario",
    giveUp: "Liberar mi plaza",
  },
  fr: {
    join: "Rejoindre sur Teams",
    file: "Fichier de calendrier",
    giveUp: "Libérer ma place",
  },
};

export type Language = keyof typeof WORDS;

/** The link that the pass shows, once it does: somebody looks again until then, as without JavaScript. */
export async function joinLinkOn(page: Page, language: Language = "en"): Promise<string> {
  const join = page.getByRole("link", { name: WORDS[language].join });
  // A reload of the form would break off the sign-up that is under way.
  await expect(page).toHaveURL(/\/r\/[\w-]{22}(#|$)/);
  await expect(async () => {
    if (!(await join.isVisible())) await page.reload();
    await expect(join).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  return (await join.getAttribute("href")) ?? "";
}

/** The calendar file that the pass offers, as it is saved. */
export async function calendarFile(page: Page, language: Language = "en"): Promise<string> {
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: WORDS[language].file }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** From the pass over the page that asks once more to the pass that says that the place is gone. */
export async function giveUp(page: Page, language: Language = "en"): Promise<void> {
  const pass = page.url();
  await page.getByRole("link", { name: WORDS[language].giveUp }).click();
  await expect(page).toHaveURL(`${pass}/give-up`);
  await page.getByRole("button", { name: WORDS[language].giveUp }).click();
  await expect(page).toHaveURL(pass);
}
