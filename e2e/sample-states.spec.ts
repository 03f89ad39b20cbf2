import { load } from "cheerio";
import { product } from "./setup/product";
import { expectRefused, STATES, sampleStates } from "./support/sample-states";
import { expect, test } from "./support/test";

// With JavaScript every-page.spec.ts looks at each of them.
test.use({ javaScriptEnabled: false });

test("each state of a page has its sample, which says so without JavaScript, and the sandbox leads there", async ({
  page,
  request,
}) => {
  test.slow();
  const samples = await sampleStates();
  expect(samples.map(({ label }) => label).sort()).toEqual(Object.keys(STATES).sort());
  const front = load(await (await request.get(new URL("/", product().mailboxUrl).href)).text());
  const leadsTo = (path: string) =>
    front("a").filter((_, link) => link.attribs.href === product().appUrl + path).length;

  for (const { label, path, passes } of samples) {
    const said = STATES[label];
    await page.goto(path);
    // What stands in <noscript> no tool counts as seen.
    expect(await page.locator("#register").textContent(), label).toContain(said?.plain);
    if (said?.sent) await expectRefused(page, said.sent);
    expect(leadsTo(path), label).toBe(1);
    expect(passes.map((pass) => pass.label).sort(), label).toEqual(
      Object.keys(said?.passes ?? {}).sort(),
    );
    for (const pass of passes) {
      const heading = said?.passes?.[pass.label] ?? "";
      await page.goto(pass.path);
      await expect(page.locator("h1"), `${label}, ${pass.label}`).toContainText(heading);
      expect(leadsTo(pass.path), `${label}, ${pass.label}`).toBe(1);
    }
  }
});
