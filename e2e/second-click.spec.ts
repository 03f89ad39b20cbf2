import { randomUUID } from "node:crypto";
import { fillForm, publishEvent } from "./support/events";
import { passMicrosoft } from "./support/sign-in";
import { makeMeeting } from "./support/tenant";
import { expect, test } from "./support/test";

test.use({ javaScriptEnabled: false });

test("a member's second click, of a page from before the first, leads to the same pass", async ({
  desk,
  page,
  context,
}) => {
  const { joinUrl } = await makeMeeting("ines");
  const { slug } = await publishEvent(await desk("ines"), joinUrl, { audience: "organization" });
  await page.goto(`/e/${slug}`);
  await page.getByRole("button", { name: "Sign in with Microsoft" }).click();
  await passMicrosoft(page, "Per Lindqvist");
  const second = await context.newPage();
  await second.goto(`/e/${slug}/register`);

  const who = { firstName: "Per", lastName: "Lindqvist", email: `per.${randomUUID()}@example.com` };
  await fillForm(page, who);
  await expect(page).toHaveURL(/\/r\/[\w-]{22}/);
  await fillForm(second, who);
  await expect(second).toHaveURL(page.url());

  // The sign-in was for this one sign-up.
  await second.goto(`/e/${slug}/register`);
  await expect(second.getByRole("button", { name: "Sign in with Microsoft" })).toBeVisible();
});
