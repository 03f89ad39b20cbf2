import type { Page } from "@playwright/test";
import { product } from "../setup/product";
import { fillForm } from "../support/events";
import { sampleIn, sampleStops } from "../support/sample-states";
import { expect, test } from "../support/test";
import { camera } from "./camera";

/** Sends a form that comes back: every place is taken, or a name is missing. */
const sendWith = (lastName: string) => async (page: Page) => {
  await fillForm(page, { firstName: "Zoë", lastName, email: "zoe.ohara@mail.example" });
  await expect(page.locator("#summary")).toBeVisible();
};

test("every state of a page", async ({ browser }) => {
  const { take, close } = await camera(browser);
  for (const { name, address, reach } of await sampleStops())
    await take(address, name.toLowerCase().replace(/\W+/g, "-"), { prepare: reach });
  const full = { prepare: sendWith("O’Hara") };
  await take(await sampleIn("Full"), "sample-full-came-back", full);
  const line = { prepare: sendWith("") };
  await take(await sampleIn("Full, with a waitlist"), "sample-line-came-back", line);
  await take(new URL("/", product().controlUrl).href, "sandbox-home");
  await close();
});
