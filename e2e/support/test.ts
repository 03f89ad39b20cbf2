import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { product } from "../setup/product";
import { PEOPLE, type PersonKey } from "./people";
import { signIn } from "./sign-in";

type SignedIn = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface Fixtures {
  /**
   * A page of somebody who is signed in as an organizer: English, with JavaScript, at a desk,
   * unless `options` say otherwise.
   */
  desk: (person: PersonKey, options?: BrowserContextOptions) => Promise<Page>;
}

interface WorkerFixtures {
  signedIn: (person: PersonKey) => Promise<SignedIn>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
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
  desk: async ({ browser, signedIn }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (person, options = {}) => {
      const context = await browser.newContext({
        storageState: await signedIn(person),
        baseURL: product().appUrl,
        locale: "en-GB",
        timezoneId: "Europe/Paris",
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

export { expect };
