import { type Browser, expect, type Page } from "@playwright/test";
import { type GuestOptions, guest, leave } from "./browsers";
import type { Stop } from "./pages";

/**
 * Opens each page, brings it into its state and looks at it. Who has the same cookies goes through
 * them in one tab: a new one for each takes three times as long.
 */
export async function visitAll(
  browser: Browser,
  stops: readonly Stop[],
  {
    before,
    look,
    as = {},
  }: {
    /** Called with the empty tab: to listen. */
    before?: (page: Page, stop: Stop) => void;
    look: (page: Page, stop: Stop) => Promise<void>;
    as?: GuestOptions;
  },
): Promise<void> {
  const tabs = new Map<Stop["cookies"], Page>();
  for (const stop of stops) {
    const { address, cookies, reach } = stop;
    const page = tabs.get(cookies) ?? (await guest(browser, { storageState: cookies, ...as }));
    tabs.set(cookies, page);
    before?.(page, stop);
    await page.goto(address);
    await reach?.(page);
    await look(page, stop);
    await page.unrouteAll();
    await page.removeAllListeners(undefined, { behavior: "ignoreErrors" });
  }
  await Promise.all([...tabs.values()].map(leave));
}

/** Hears of what the browser says was blocked, every uncaught error and what React complains of. */
export function collectProblems(page: Page, hear: (problem: string) => void): void {
  page.on("console", (message) => {
    const text = message.text();
    if (/content security policy|hydrat|minified react error/i.test(text)) hear(text);
  });
  page.on("pageerror", (error) => hear(error.message));
}

/** React has taken the page over: it leaves its marks on elements. A page without a script has none. */
export async function expectHydrated(
  page: Page,
  name: string,
  selector = "a, button, input",
): Promise<void> {
  if ((await page.locator("script[src]").count()) === 0) return;
  await expect
    .poll(
      () =>
        page.evaluate(
          (wanted) =>
            [...document.querySelectorAll(wanted)].some((element) =>
              Object.keys(element).some((key) => key.startsWith("__reactFiber")),
            ),
          selector,
        ),
      { message: `${name} hydrates` },
    )
    .toBe(true);
}
