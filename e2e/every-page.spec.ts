import { type Browser, devices } from "@playwright/test";
import { violations } from "./support/axe";
import { makeBrokenPages, makePages, type Stop } from "./support/pages";
import { expect, test } from "./support/test";
import { collectProblems, expectHydrated, visitAll } from "./support/visit";

/** What a size breaks and what a colour breaks are different things: each page is seen in both. */
const DESK = devices["Desktop Chrome"].viewport;
const PHONE = devices["Pixel 7"].viewport;

test("every page, wide and light, narrow and dark: nothing is blocked, no script fails, it hydrates, axe finds nothing", async ({
  browser,
  desk,
}) => {
  test.setTimeout(1_800_000);
  const making = { browser, desk: await desk("vera"), person: "vera" } as const;
  const stops = await makePages(making);
  await visit(browser, stops);
  const open = stops.find(({ name }) => name === "event: open")?.address.split("/")[2] ?? "";
  await visit(browser, await makeBrokenPages(making, open));
});

/** Two tabs go through them side by side. */
async function visit(browser: Browser, stops: readonly Stop[]): Promise<void> {
  const half = Math.ceil(stops.length / 2);
  await Promise.all([stops.slice(0, half), stops.slice(half)].map((some) => look(browser, some)));
}

async function look(browser: Browser, stops: readonly Stop[]): Promise<void> {
  const problems = new Map<string, string[]>();
  await visitAll(browser, stops, {
    as: { ...devices["Desktop Chrome"], reducedMotion: "reduce" },
    before(page, { name }) {
      const heard: string[] = [];
      problems.set(name, heard);
      collectProblems(page, (problem) => heard.push(problem));
    },
    async look(page, { name }) {
      await expectHydrated(page, name);
      await page.setViewportSize(DESK);
      await page.emulateMedia({ colorScheme: "light" });
      // Softly, so that a run that ends early has said what it saw.
      expect.soft(await violations(page), `${name}, wide and light`).toEqual([]);
      await page.setViewportSize(PHONE);
      await page.emulateMedia({ colorScheme: "dark" });
      expect.soft(await violations(page), `${name}, narrow and dark`).toEqual([]);
      expect.soft(problems.get(name), name).toEqual([]);
    },
  });
}
