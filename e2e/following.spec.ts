import { load } from "cheerio";
import { violations } from "./support/axe";
import { signUpOverHttp, somebody } from "./support/events";
import { followedWebinar } from "./support/followed-webinar";
import { openForm, sendForm } from "./support/plain-form";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";

test("a webinar that is moved and cancelled in Teams shows on its event, and is answered @desktop", async ({
  desk,
  request,
}) => {
  test.slow();
  const page = await desk("ines");
  const event = await followedWebinar(page, "Bends and hitches");
  const { slug, title, overview, at } = event;
  const who = somebody();
  await signUpOverHttp(request, slug, who);
  const publicPage = async () => load(await (await request.get(`/e/${slug}`)).text());

  await test.step("moved and renamed: old and new, applied and told", async () => {
    const renamed = `${title}, anew`;
    await event.change({ displayName: renamed, start: at(24), end: at(25) });
    await event.untilNoticed("The meeting was moved and renamed");
    await page.goto(overview);
    const news = page.getByRole("region", { name: "The meeting was moved and renamed" });
    await expect(news.getByText(title, { exact: true })).toBeVisible();
    await expect(news.getByText(renamed, { exact: true })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await news.getByRole("button", { name: "Apply and tell one person" }).click();
    await expect(page.getByText("Applied. One person is told by mail.")).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(renamed);
    const mail = await tenant().waitForMail({ to: who.email, subject: "Changed: " });
    expect(mail.text).toContain("It has a new title and a new time.");
    await expect.poll(async () => (await publicPage())("h1").text()).toContain(renamed);
  });

  await test.step("cancelled: sign-ups close, and open by a word without a script", async () => {
    await event.change({ status: "canceled" });
    await event.untilNoticed("The meeting was cancelled");
    const isOpen = async () => (await publicPage())("input[name=email]").length > 0;
    await expect.poll(isOpen).toBe(false);
    const form = await openForm(page.request, overview, "version");
    const answered = await sendForm(page.request, form, { answer: "takes-place" });
    expect(answered).toMatchObject({ status: 303, location: `${overview}?meeting=reopened` });
    await expect.poll(isOpen).toBe(true);
  });
});
