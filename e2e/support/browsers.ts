import type { Browser, BrowserContext, Page } from "@playwright/test";
import { product } from "../setup/product";

export type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Does something in a browser of its own, and answers what it made of it and the cookies left. */
export async function inOwnBrowser<T>(
  browser: Browser,
  act: (page: Page) => Promise<T>,
): Promise<{ made: T; cookies: Cookies }> {
  const context = await browser.newContext({ baseURL: product().appUrl, locale: "en-GB" });
  try {
    return { made: await act(await context.newPage()), cookies: await context.storageState() };
  } finally {
    await context.close();
  }
}
