import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/find-chromium.mjs";

export interface Weight {
  /** Bytes in gzip, of everything that the browser loaded. */
  script: number;
  style: number;
  document: number;
  /** Requests to anybody else. */
  foreign: number;
}

/** What a browser loads with each of these pages, each in a browser of its own. */
export async function weigh(urls: string[]): Promise<Weight[]> {
  const executablePath = await ensureChromium();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const weights: Weight[] = [];
    for (const url of urls) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const weight: Weight = { script: 0, style: 0, document: 0, foreign: 0 };
      const loaded: [what: keyof typeof weight, url: string][] = [];
      page.on("response", (response) => {
        const { origin } = new URL(response.url());
        if (origin !== new URL(url).origin && origin !== "null") weight.foreign += 1;
        const kind = { script: "script", stylesheet: "style", document: "document" } as const;
        const what = kind[response.request().resourceType() as keyof typeof kind];
        if (what) loaded.push([what, response.url()]);
      });
      await page.goto(url, { waitUntil: "networkidle" });
      // Read anew: what a worker loaded, its page can't show.
      for (const [what, from] of loaded)
        weight[what] += gzipSync(await (await context.request.get(from)).body()).length;
      weights.push(weight);
      await context.close();
    }
    return weights;
  } finally {
    await browser.close();
  }
}
