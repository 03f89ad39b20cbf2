import { randomUUID } from "node:crypto";
import { publishEvent, signUp } from "./support/events";
import { makeMeeting } from "./support/tenant";
import { expect, test } from "./support/test";

test("smoke", async ({ desk, page }) => {
  const meeting = await makeMeeting("ines");
  const event = await publishEvent(await desk("ines"), meeting.joinUrl);
  await signUp(page, event.slug, {
    firstName: "Ada",
    lastName: "Love",
    email: `a.${randomUUID()}@example.com`,
  });
  await expect(page).toHaveURL(/\/r\/[\w-]{22}/);
});
