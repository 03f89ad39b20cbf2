import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, devices, type Page } from "@playwright/test";
import { makeBrokenPages, makePages, type Stop } from "./support/pages";
import type { PersonKey } from "./support/people";
import { expect, test } from "./support/test";
import { collectProblems, expectHydrated, visitAll } from "./support/visit";

interface Look {
  person: PersonKey;
  device: keyof typeof devices;
  colorScheme: "light" | "dark";
}

// What a size breaks and what a colour breaks are different things: each page is seen in both.
const LOOKS: Look[] = [
  { person: "vera", device: "Desktop Chrome", colorScheme: "light" },
  { person: "olu", device: "Pixel 7", colorScheme: "dark" },
];

for (const look of LOOKS) {
  test(`every page (${look.device}, ${look.colorScheme}): nothing is blocked, no script fails, it hydrates, axe finds nothing @desktop`, async ({
    browser,
    desk,
  }) => {
    test.setTimeout(480_000);
    const making = { browser, desk: await desk(look.person), person: look.person };
    const stops = await makePages(making);
    await visit(browser, stops, look);
    const open = stops.find(({ name }) => name === "event: open")?.address.split("/")[2] ?? "";
    await visit(browser, await makeBrokenPages(making, open), look);
  });
}

async function visit(
  browser: Browser,
  stops: readonly Stop[],
  { device, colorScheme }: Look,
): Promise<void> {
  const problems = new Map<string, string[]>();
  await visitAll(browser, stops, {
    as: { ...devices[device], colorScheme, reducedMotion: "reduce" },
    before(page, { name }) {
      const heard: string[] = [];
      problems.set(name, heard);
      collectProblems(page, (problem) => heard.push(problem));
    },
    async look(page, { name }) {
      await expectHydrated(page, name);
      // Softly, so that a run that ends early has said what it saw.
      expect.soft(problems.get(name), name).toEqual([]);
      expect.soft(await violations(page), name).toEqual([]);
    },
  });
}

/** No rule is switched off. Frames are pages of their own here, so each is looked at by itself. */
async function violations(page: Page): Promise<string[]> {
  const { violations: all } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return all.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
  );
}
