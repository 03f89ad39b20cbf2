import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { product } from "../setup/product";

export type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>;

export interface GuestOptions extends Omit<BrowserContextOptions, "storageState"> {
  storageState?: Cookies;
}

/** Browsers that nobody uses at the moment, by what they were made with. */
const idle = new Map<string, Set<BrowserContext>>();
const open = new Set<Page>();

/**
 * An empty page in the browser of somebody whom nobody knows: English, with JavaScript, unless
 * `options` say otherwise. Once the page is closed, by its test or after it, the browser is lent to
 * the next, without cookies: a fresh one would load and compile every script anew.
 */
export async function guest(
  browser: Browser,
  { storageState, ...options }: GuestOptions = {},
): Promise<Page> {
  const made = { baseURL: product().appUrl, locale: "en-GB", ...options };
  const key = JSON.stringify(made);
  const alike = idle.get(key) ?? new Set();
  idle.set(key, alike);
  const [kept] = alike;
  const context = kept ?? (await browser.newContext(made));
  alike.delete(context);
  // A test may end it for good.
  if (!kept) context.once("close", () => alike.delete(context));
  await Promise.all(context.pages().map((left) => left.close()));
  await context.clearCookies();
  if (storageState) await context.addCookies(storageState.cookies);
  const page = await context.newPage();
  open.add(page);
  page.once("close", () => {
    open.delete(page);
    alike.add(context);
  });
  return page;
}

/** Closes every page that a test left open. */
export async function closeGuests(): Promise<void> {
  await Promise.all([...open].map((page) => page.close()));
}

/** Does something in a browser of its own, and answers what it made of it and the cookies left. */
export async function inOwnBrowser<T>(
  browser: Browser,
  act: (page: Page) => Promise<T>,
): Promise<{ made: T; cookies: Cookies }> {
  const page = await guest(browser);
  try {
    return { made: await act(page), cookies: await page.context().storageState() };
  } finally {
    await page.close();
  }
}
