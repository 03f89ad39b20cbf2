import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { product } from "../setup/product";
import { closeGuests, guest, warmBrowser } from "./browsers";
import { PEOPLE, type PersonKey } from "./people";
import { signIn } from "./sign-in";

type SignedIn = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface Fixtures {
  /**
   * A page of somebody who is signed in as an organizer: English, with JavaScript, at a desk,
   * unless `options` say otherwise.
   */
  desk: (person: PersonKey, options?: BrowserContextOptions) => Promise<Page>;
  guestsLeave: undefined;
}

interface WorkerFixtures {
  signedIn: (person: PersonKey) => Promise<SignedIn>;
  /** A person's browser at a desk, as it was right after they signed in. */
  ownDesk: (person: PersonKey) => Promise<BrowserContext>;
}

const AT_A_DESK: BrowserContextOptions = {
  locale: "en-GB",
  timezoneId: "Europe/Paris",
  viewport: { width: 1280, height: 900 },
};

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
      await closeGuests();
    },
    { auto: true },
  ],
  signedIn: [
    async ({ browser }, use) => {
      const known = new Map<PersonKey, Promise<SignedIn>>();
      const begin = async (person: PersonKey) => {
        const context = await browser.newContext({ locale: "en-GB" });
        await signIn(await context.newPage(), PEOPLE[person].name);
        const state = await context.storageState();
        await context.close();
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
  // Kept from test to test: a fresh browser would load and compile the whole desk anew.
  ownDesk: [
    async ({ browser, signedIn }, use) => {
      const kept = new Map<PersonKey, BrowserContext>();
      await use(async (person) => {
        const { cookies } = await signedIn(person);
        const context = kept.get(person) ?? (await warmBrowser(browser, AT_A_DESK));
        kept.set(person, context);
        await context.clearCookies();
        await context.addCookies(cookies);
        return context;
      });
      await Promise.all([...kept.values()].map((context) => context.close()));
    },
    { scope: "worker" },
  ],
  desk: async ({ browser, signedIn, ownDesk }, use) => {
    const contexts: BrowserContext[] = [];
    const pages: Page[] = [];
    await use(async (person, options) => {
      if (!options) {
        const page = await (await ownDesk(person)).newPage();
        pages.push(page);
        return page;
      }
      const context = await browser.newContext({
        ...AT_A_DESK,
        storageState: await signedIn(person),
        baseURL: product().appUrl,
        ...options,
      });
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all([...pages, ...contexts].map((each) => each.close()));
  },
});

export { expect };
