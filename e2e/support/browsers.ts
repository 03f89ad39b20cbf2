import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  devices,
  type Page,
} from "@playwright/test";
import { product } from "../setup/product";
import { leaveUnpainted } from "./unpainted";

export type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>;

export interface GuestOptions extends Omit<BrowserContextOptions, "storageState"> {
  storageState?: Cookies;
  /** To take a picture of it. */
  painted?: boolean;
}

/** What a browser is where nothing else is asked for. */
const USUAL: GuestOptions = {
  ...devices["Desktop Chrome"],
  locale: "en-GB",
  javaScriptEnabled: true,
};

/** Browsers that nobody uses at the moment, by what they were made with. */
const idle = new Map<string, Set<BrowserContext>>();
const open = new Set<Page>();
/** The page of each browser that stays, and with it the process of all its pages. */
const kept = new WeakMap<BrowserContext, Page>();

/**
 * A browser whose next page finds its process there and every script compiled, which is a third of
 * what a page costs; see the flags in playwright.config.ts.
 */
async function warmBrowser(
  browser: Browser,
  { painted = false, ...options }: GuestOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: product().appUrl, ...options });
  if (!painted) await leaveUnpainted(context);
  kept.set(context, await context.newPage());
  return context;
}

/** Pages of a browser that somebody has opened. */
export const inUse = (context: BrowserContext): Page[] =>
  context.pages().filter((page) => page !== kept.get(context));

/**
 * An empty page in the browser of somebody whom nobody knows, or whose cookies are given: English,
 * with JavaScript, at a desk, unless `options` say otherwise. Once its pages are closed, by their
 * test or after it, the browser is lent to the next, without cookies: a fresh one would load and
 * compile every script anew.
 */
export async function guest(
  browser: Browser,
  { storageState, ...options }: GuestOptions = {},
): Promise<Page> {
  const wanted = { ...USUAL, ...options };
  const key = JSON.stringify(Object.entries(wanted).sort());
  const alike = idle.get(key) ?? new Set();
  idle.set(key, alike);
  const [lent] = alike;
  const context = lent ?? (await warmBrowser(browser, wanted));
  alike.delete(context);
  if (!lent) {
    context.on("page", (page) => {
      page.once("close", () => {
        if (inUse(context).length === 0) alike.add(context);
      });
    });
    // A test may end it for good.
    context.once("close", () => alike.delete(context));
  }
  await context.clearCookies();
  if (storageState) await context.addCookies(storageState.cookies);
  return anotherPage(context);
}

/** One more page of somebody who has one. */
export async function anotherPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  open.add(page);
  page.once("close", () => open.delete(page));
  return page;
}

/** Closes every page that a test left open, those too that a page opened by itself. */
export async function closeGuests(): Promise<void> {
  const contexts = new Set([...open].map((page) => page.context()));
  await Promise.all([...contexts].flatMap(inUse).map((page) => page.close()));
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
