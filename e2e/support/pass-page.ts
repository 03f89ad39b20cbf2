import { expect, type Page } from "@playwright/test";

const WORDS = {
  en: { join: "Join on Microsoft Teams", file: "Calendar file", giveUp: "Give up my place" },
  fr: {
    join: "Rejoindre sur Microsoft Teams",
    file: "Fichier de calendrier",
    giveUp: "Libérer ma place",
  },
};

export type Language = keyof typeof WORDS;

/** The link that the pass shows, once it does: by itself, or when somebody who has no scripts looks again. */
export async function joinLinkOn(page: Page, language: Language = "en"): Promise<string> {
  const join = page.getByRole("link", { name: WORDS[language].join });
  const scripted = await page.evaluate(() => true).catch(() => false);
  await expect
    .poll(async () => {
      if (!scripted && !(await join.isVisible())) await page.reload();
      return join.isVisible();
    })
    .toBe(true);
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
