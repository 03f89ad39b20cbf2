import { tenant } from "../support/tenant";
import { test } from "../support/test";
import { camera } from "./camera";
import { READERS } from "./languages";

const HERE = "/dashboard/installation";

test("what administrators see", async ({ browser, desk }) => {
  const state = await (await desk("kofi")).context().storageState();
  const { take, close } = await camera(browser, state);
  await take(HERE, "installation");
  await take(`${HERE}?organizer=kofi@tidewater.example`, "installation-organizer");
  await take(`${HERE}?organizer=nobody@tidewater.example`, "installation-nobody");
  await take("/dashboard/check", "installation-check");
  await take("/dashboard/connection", "installation-connection");
  await tenant().set({ clientSecret: "expired" });
  try {
    await take(`${HERE}?mail=failed&reason=unreachable`, "installation-red");
  } finally {
    await tenant().set({ clientSecret: "valid" });
  }
  await close();
  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take(`${HERE}?organizer=kofi@tidewater.example`, `installation-${language}`);
    await reader.close();
  }
});
