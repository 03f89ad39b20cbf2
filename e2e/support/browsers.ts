import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { product } from "../setup/product";
import { leaveUnpainted } from "./unpainted";

export type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>;

export interface GuestOptions extends Omit<BrowserContextOptions, "storageState"> {
  storageState?: Cookies;
  /** To take a picture of it. */
  painted?: boolean;
}

/** Browsers that nobody uses at the moment, by what they were made with. */
const idle = new Map<string, Set<BrowserContext>>();
const open = new Set<Page>();
/** The page of each browser that stays, and with it the process of all its pages. */
const kept = new WeakMap<BrowserContext, Page>();

/**
 * A browser whose next page finds its process there and every script compiled, which is a third of
 * what a page costs; see the flags in playwright.config.ts.
 */
export async function warmBrowser(
  browser: Browser,
  { painted = false, ...options }: BrowserContextOptions & { painted?: boolean } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: product().appUrl,
    locale: "en-GB",
    ...options,
  });
  if (!painted) await leaveUnpainted(context);
  kept.set(context, await context.newPage());
  return context;
}

/**
 * An empty page in the browser of somebody whom nobody knows: English, with JavaScript, unless
 * `options` say otherwise. Once the page is closed, by its test or after it, the browser is lent to
 * the next, without cookies: a fresh one would load and compile every script anew.
 */
export async function guest(
  browser: Browser,
  { storageState, ...options }: GuestOptions = {},
): Promise<Page> {
  const key = JSON.stringify(options);
  const alike = idle.get(key) ?? new Set();
  idle.set(key, alike);
  const [lent] = alike;
  const context = lent ?? (await warmBrowser(browser, options));
  alike.delete(context);
  // A test may end it for good.
  if (!lent) context.once("close", () => alike.delete(context));
  const left = context.pages().filter((page) => page !== kept.get(context));
  await Promise.all(left.map((page) => page.close()));
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
