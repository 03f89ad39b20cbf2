import { mkdirSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { product } from "../setup/product";
import { expect } from "../support/test";

const root = path.resolve(import.meta.dirname, "../..");
const ALL = path.join(root, ".test/screenshots");
const README = path.join(root, "docs/screenshots");
const asked = (process.env.USHER_SCREENSHOTS ?? "").split(",").filter(Boolean);

const SIZES = {
  390: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  1280: { viewport: { width: 1280, height: 900 } },
} as const;

type Size = keyof typeof SIZES;

interface Shot {
  /** What to do on the page before the picture. */
  prepare?: (page: Page) => Promise<void>;
  /** Sizes that the README shows, light. */
  readme?: Size[];
  /** Only what a window shows at once; the whole page otherwise. */
  fold?: boolean;
}

/**
 * Takes every page at 390 and 1280 px, light and dark, as `name-390.png` and `name-390-dark.png`;
 * says so when one scrolls sideways, at these sizes or at 320 px (400 % zoom).
 */
export async function camera(
  browser: Browser,
  state?: Awaited<ReturnType<BrowserContext["storageState"]>>,
  locale = "en-GB",
) {
  mkdirSync(ALL, { recursive: true });
  mkdirSync(README, { recursive: true });
  const contexts = new Map<Size, BrowserContext>();
  for (const size of [390, 1280] as const)
    contexts.set(
      size,
      await browser.newContext({
        ...SIZES[size],
        storageState: state,
        baseURL: product().appUrl,
        locale,
        timezoneId: "Europe/Paris",
        reducedMotion: "reduce",
      }),
    );

  const take = async (address: string, name: string, shot: Shot = {}) => {
    if (asked.length > 0 && !asked.some((each) => name.startsWith(each))) return;
    for (const [size, context] of contexts) {
      const page = await context.newPage();
      await page.goto(address, { waitUntil: "networkidle" });
      await shot.prepare?.(page);
      if (!shot.fold) await showWhole(page, SIZES[size].viewport);
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        const file = `${name}-${size}${scheme === "dark" ? "-dark" : ""}.png`;
        await expectNoSidewaysScroll(page, file);
        await page.screenshot({ path: path.join(ALL, file) });
        if (scheme === "light" && asked.length === 0 && shot.readme?.includes(size))
          await copyFile(path.join(ALL, file), path.join(README, file));
      }
      if (size === 390) {
        await page.emulateMedia({ colorScheme: "light" });
        await showWhole(page, { width: 320, height: 640 });
        await expectNoSidewaysScroll(page, `${name} at 320 px`);
        await page.screenshot({ path: path.join(ALL, `${name}-320.png`) });
      }
      await page.close();
    }
  };

  return {
    take,
    close: () => Promise.all([...contexts.values()].map((context) => context.close())),
  };
}

/**
 * Makes the window as high as its page. Playwright's own `fullPage` leaves bars that stick in the
 * middle of the picture, and takes a phone's touch away, so that targets look too small.
 */
async function showWhole(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(() => window.scrollTo(0, 0));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) });
}

async function expectNoSidewaysScroll(page: Page, name: string): Promise<void> {
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect.soft(over, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
}
