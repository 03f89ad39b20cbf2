import { product } from "../setup/product";
import { sampleStops } from "../support/sample-states";
import { test } from "../support/test";
import { camera } from "./camera";

test("every state of a page", async ({ browser }) => {
  const { take, close } = await camera(browser);
  for (const { name, address, reach } of await sampleStops())
    await take(address, name.toLowerCase().replace(/\W+/g, "-"), { prepare: reach });
  await take(new URL("/", product().controlUrl).href, "sandbox-home");
  await close();
});
