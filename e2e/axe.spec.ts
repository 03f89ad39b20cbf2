import { AxeBuilder } from "@axe-core/playwright";
import { devices, type Page } from "@playwright/test";
import { makeBrokenPages, makePages, type Stop } from "./support/pages";
import { expect, test } from "./support/test";
import { visitAll } from "./support/visit";

const SIZES = { desktop: devices["Desktop Chrome"], phone: devices["Pixel 7"] } as const;

/*
 * Both sizes and both looks here, since the pages take longer to make than to look at: one test
 * that makes them once. No rule is switched off.
 */
test("axe finds nothing on any page, in any look, at any size @desktop", async ({
  browser,
  desk,
}) => {
  test.setTimeout(600_000);
  const making = { browser, desk: await desk("olu"), person: "olu" } as const;
  const stops = await makePages(making);
  await lookAt(browser, stops);
  const open = stops.find(({ name }) => name === "event: open")?.address.split("/")[2] ?? "";
  await lookAt(browser, await makeBrokenPages(making, open));
});

async function lookAt(browser: Parameters<typeof visitAll>[0], stops: readonly Stop[]) {
  for (const size of ["desktop", "phone"] as const) {
    await visitAll(browser, stops, {
      as: SIZES[size],
      async look(page, { name }) {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          // Softly, so that a run that ends early has said what it saw.
          expect.soft(await violations(page), `${name}, ${size}, ${colorScheme}`).toEqual([]);
        }
      },
    });
  }
}

async function violations(page: Page): Promise<string[]> {
  const { violations: all } = await new AxeBuilder({ page }).analyze();
  return all.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
  );
}
