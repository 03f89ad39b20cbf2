import { expect, type Page } from "@playwright/test";
import { product } from "../setup/product";

/** Signs in at Microsoft's pages, from a button of ours that leads there. */
export async function passMicrosoft(page: Page, name: string): Promise<void> {
  // The desk that one comes from has a button with that name as well: the person's menu.
  const microsoft = page.locator("body:not(:has(.desk))");
  const account = microsoft.getByRole("button", { name });
  const accept = page.getByRole("button", { name: "Accept", exact: true });
  const isBack = () => new URL(page.url()).origin === product().appUrl;
  await account.or(accept).first().waitFor();
  if (await account.isVisible()) {
    await account.click();
    await expect.poll(async () => isBack() || (await accept.isVisible())).toBe(true);
  }
  if (!isBack()) await accept.click();
  await expect.poll(isBack).toBe(true);
}

/** An organizer's sign-in, ending at their events. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto(`${product().appUrl}/sign-in`);
  await page.getByRole("button", { name: "Sign in with Microsoft" }).click();
  await passMicrosoft(page, name);
  await expect(page).toHaveURL(/\/dashboard$/);
}
