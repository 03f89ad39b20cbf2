import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  devices,
  expect,
  type Page,
} from "@playwright/test";
import { product } from "../setup/product";
import { anotherPage, type Cookies, guest, leaveAll, loanOf } from "./browsers";
import { signInOverHttp } from "./http-sign-in";
import type { PersonKey } from "./people";

interface Fixtures {
  /**
   * A page of somebody who is signed in as an organizer: English, with JavaScript, at a desk,
   * unless `options` say otherwise.
   */
  desk: (person: PersonKey, options?: BrowserContextOptions) => Promise<Page>;
  guestsLeave: undefined;
}

interface WorkerFixtures {
  signedIn: (person: PersonKey) => Promise<Cookies>;
}

const AT_A_DESK: BrowserContextOptions = {
  timezoneId: "Europe/Paris",
  viewport: { width: 1280, height: 900 },
};

const { defaultBrowserType: _, ...phone } = devices["Pixel 7"];
/** For what differs by size: `test.use(device)` has `page` be of that size. */
export const SIZES = [
  { size: "at a desk", onPhone: false, device: {} },
  { size: "on a phone", onPhone: true, device: phone },
] as const;

export const test = base.extend<Fixtures, WorkerFixtures>({
  page: async (
    { browser, deviceScaleFactor, hasTouch, isMobile, javaScriptEnabled, userAgent, viewport },
    use,
  ) => {
    const device = { deviceScaleFactor, hasTouch, isMobile, userAgent, viewport };
    await use(await guest(browser, { ...device, javaScriptEnabled }));
  },
  context: async ({ page }, use) => use(page.context()),
  guestsLeave: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it what is needed.
    async ({}, use) => {
      await use(undefined);
      await leaveAll();
    },
    { auto: true },
  ],
  // By the forms that the pages have: sign-in.spec.ts goes through them in a browser.
  signedIn: [
    async ({ playwright }, use) => {
      const known = new Map<PersonKey, Promise<Cookies>>();
      const begin = async (person: PersonKey) => {
        const headers = { "accept-language": "en-GB" };
        const request = await playwright.request.newContext({ extraHTTPHeaders: headers });
        await signInOverHttp(request, product().appUrl, person);
        const state = await request.storageState();
        await request.dispose();
        return state;
      };
      await use((person) => {
        const state = known.get(person) ?? begin(person);
        known.set(person, state);
        return state;
      });
    },
    { scope: "worker" },
  ],
  desk: async ({ browser, signedIn }, use) => {
    const own = new Map<PersonKey, { context: BrowserContext; loan?: symbol }>();
    await use(async (person, options) => {
      const there = own.get(person);
      // Once its pages are left, somebody else may have it.
      if (!options && there?.loan && loanOf(there.context) === there.loan)
        return anotherPage(there.context);
      const storageState = await signedIn(person);
      const page = await guest(browser, { ...AT_A_DESK, ...options, storageState });
      const context = page.context();
      if (!options) own.set(person, { context, loan: loanOf(context) });
      return page;
    });
  },
});

export { expect };
