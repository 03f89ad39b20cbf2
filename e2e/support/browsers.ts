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

/**
 * A browser that runs no scripts: for what a test needs and isn't about, since a visit takes a third
 * of the processor time there.
 */
export const PLAIN = { javaScriptEnabled: false } as const;

/** Browsers that nobody uses at the moment, by what they were made with. */
const idle = new Map<string, Set<BrowserContext>>();

/** What a browser was made with, and its pages: a page keeps its process, which is most of its price. */
interface Lendable {
  options: GuestOptions;
  alike: Set<BrowserContext>;
  lent: Set<Page>;
  left: Set<Page>;
  /** A new one for everybody who borrows it. */
  loan?: symbol;
}
const lendable = new Map<BrowserContext, Lendable>();

async function newBrowser(
  browser: Browser,
  options: GuestOptions,
  alike: Set<BrowserContext>,
): Promise<BrowserContext> {
  const { painted = false, ...others } = options;
  const context = await browser.newContext({ baseURL: product().appUrl, ...others });
  if (!painted) await leaveUnpainted(context);
  lendable.set(context, { options, alike, lent: new Set(), left: new Set() });
  // A test may end it for good.
  context.once("close", () => {
    alike.delete(context);
    lendable.delete(context);
  });
  return context;
}

/**
 * An empty page in the browser of somebody whom nobody knows, or whose cookies are given: English,
 * with JavaScript, at a desk, unless `options` say otherwise. Once its pages are left, by their
 * test or after it, browser and pages are lent to the next, without cookies: fresh ones would start
 * a process, and load and compile every script anew.
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
  const context = lent ?? (await newBrowser(browser, wanted, alike));
  alike.delete(context);
  const lending = lendable.get(context);
  if (lending) lending.loan = Symbol();
  await context.clearCookies();
  if (storageState) await context.addCookies(storageState.cookies);
  return anotherPage(context);
}

/** One more page of somebody who has one. */
export async function anotherPage(context: BrowserContext): Promise<Page> {
  const pages = lendable.get(context);
  const [left] = pages?.left ?? [];
  const page = left ?? (await context.newPage());
  pages?.left.delete(page);
  pages?.lent.add(page);
  return page;
}

/** Who has the browser; undefined when nobody. */
export const loanOf = (context: BrowserContext): symbol | undefined => lendable.get(context)?.loan;

/** What closing the page is to whoever has it; the next finds an empty one. */
export async function leave(page: Page): Promise<void> {
  const context = page.context();
  const pages = lendable.get(context);
  // A test's own browser, or one that has ended.
  if (!pages) return page.close();
  const { options, alike, lent, left } = pages;
  // One that is on its way elsewhere can't be emptied.
  if (!page.isClosed())
    await empty(page, options).then(
      () => left.add(page),
      () => page.close(),
    );
  lent.delete(page);
  if (lent.size > 0) return;
  delete pages.loan;
  alike.add(context);
}

async function empty(page: Page, options: GuestOptions): Promise<void> {
  await page.removeAllListeners(undefined, { behavior: "ignoreErrors" });
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto("about:blank");
  await page.emulateMedia({
    colorScheme: options.colorScheme ?? "light",
    forcedColors: options.forcedColors ?? "none",
    reducedMotion: options.reducedMotion ?? "no-preference",
  });
  if (options.viewport) await page.setViewportSize(options.viewport);
}

/** Leaves every page that a test has, and closes those that a page opened by itself. */
export async function leaveAll(): Promise<void> {
  for (const [context, { lent, left }] of lendable) {
    const own = context.pages().filter((page) => !lent.has(page) && !left.has(page));
    await Promise.all([...own.map((page) => page.close()), ...[...lent].map(leave)]);
  }
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
    await leave(page);
  }
}
