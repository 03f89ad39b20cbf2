import { expect, test } from "@playwright/test";
import { load } from "cheerio";
import { product } from "./setup/product";
import { STATES, sampleStates } from "./support/sample-states";

test("each state of a page has its sample, which says so without JavaScript, and the sandbox leads there @desktop", async ({
  request,
}) => {
  const samples = await sampleStates();
  expect(samples.map(({ label }) => label).sort()).toEqual(Object.keys(STATES).sort());
  const read = async (path: string) => load(await (await request.get(path)).text());
  const front = await read(new URL("/", product().mailboxUrl).href);
  const leadsTo = (path: string) =>
    front("a").filter((_, link) => link.attribs.href === product().appUrl + path).length;

  for (const { label, path, passes } of samples) {
    const said = STATES[label];
    expect((await read(path))("#register").text(), label).toContain(said?.plain);
    expect(leadsTo(path), label).toBe(1);
    expect(passes.map((pass) => pass.label).sort(), label).toEqual(
      Object.keys(said?.passes ?? {}).sort(),
    );
    for (const pass of passes) {
      const heading = said?.passes?.[pass.label] ?? "";
      expect((await read(pass.path))("h1").text(), `${label}, ${pass.label}`).toContain(heading);
      expect(leadsTo(pass.path), `${label}, ${pass.label}`).toBe(1);
    }
  }
});
