import { load } from "cheerio";
import { violations } from "./support/axe";
import { PLAIN } from "./support/browsers";
import { joinButton, signUpOverHttp, somebody } from "./support/events";
import { followedWebinar } from "./support/followed-webinar";
import { joinLinkOn } from "./support/pass-page";
import { PEOPLE } from "./support/people";
import { openForm, sendForm } from "./support/plain-form";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";

test.use(PLAIN);

const HOUR_MS = 3_600_000;
/** Who waits for a link in the lane of all that is Tomas's goes first: a look may wait a minute, and again. */
const A_LOOK = { timeout: 150_000 };

test("a webinar that is moved and cancelled in Teams shows on its event, and is answered", async ({
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

test("dates of a series that are moved and deleted in Outlook follow by one answer", async ({
  desk,
  page,
  request,
}) => {
  test.slow();
  const ours = await desk("tomas");
  const picker = "/dashboard/new?q=Safety+refresher";
  const entry = await openForm(ours.request, picker, "entry");
  const drafted = await sendForm(ours.request, entry, { dates: "all" });
  const overview = /^\/dashboard\/events\/[\w-]{36}/.exec(drafted.location)?.[0];
  if (!overview) throw new Error(`No dates: ${drafted.status} ${drafted.location}`);
  const dates = await openForm(ours.request, `${overview}/dates`, "mode");
  await sendForm(ours.request, dates, { mode: "choose" });

  // Moved and deleted before anybody looks: the look that comes with publishing finds both.
  const calendar = await tenant().calendar(PEOPLE.tomas.oid);
  const [, second, third] = calendar.filter(
    ({ subject, type }) => subject.startsWith("Safety refresher") && type === "occurrence",
  );
  if (!second || !third) throw new Error("The series has no occurrences.");
  const later = (moment: string) => new Date(Date.parse(moment) + 2 * HOUR_MS).toISOString();
  const change = { start: later(second.start), end: later(second.end) };
  await tenant().changeEntry(second.id, change);
  await tenant().deleteEntry(third.id);
  const form = await openForm(ours.request, `${overview}/edit`, "slug");
  await sendForm(ours.request, form, { registrar: "direct", intent: "publish" });
  const slug = form.fields.slug?.[0] ?? "";

  const who = somebody();
  await page.goto(`/e/${slug}`);
  const boxes = page.locator("input[name=dates]");
  for (const at of [1, 2]) await boxes.nth(at).check();
  for (const [field, value] of Object.entries(who))
    await page.locator(`input[name=${field}]`).fill(value);
  await page.locator("form:has(input[name=email]) button[type=submit]").click();
  await joinLinkOn(page);
  await tenant().waitForMail({ to: who.email });

  const title = "Dates of the meeting changed in Outlook or Teams";
  const says = async (sentence: string) =>
    (await (await ours.request.get(overview)).text()).includes(sentence);
  await expect.poll(() => says(title), A_LOOK).toBe(true);
  await ours.goto(overview);
  const news = ours.getByRole("region", { name: title });
  await expect(news.getByText("Cancelled or deleted")).toBeVisible();
  expect(await violations(ours)).toEqual([]);
  await news.getByRole("button", { name: "Apply and tell one person" }).click();
  await expect(ours.getByText("Applied. One person is told by mail.")).toBeVisible();

  await tenant().waitForMail({ to: who.email, count: 3 });
  const mails = await tenant().mail({ to: who.email });
  const texts = mails.map(({ text }) => text).join("\n");
  expect(texts).toContain("One of your dates has a new time");
  expect(texts).toContain("One of your dates was cancelled");
  await page.reload();
  await expect(joinButton(page)).toBeVisible();
  const publicDates = async () =>
    load(await (await request.get(`/e/${slug}`)).text())("input[name=dates]:not([disabled])")
      .length;
  await expect.poll(publicDates).toBe(5);

  // From now on it follows; a date that is added has the calendar looked at.
  await ours.goto(`${overview}/settings`);
  const rule = ours.getByRole("region", { name: "When the meeting changes" });
  await rule.getByRole("combobox").selectOption("follow");
  await rule.getByRole("button", { name: "Save" }).click();
  await expect(rule.getByText("Saved.")).toBeVisible();
  await tenant().changeEntry(second.id, { start: second.start, end: second.end });
  const added = await openForm(ours.request, `${overview}/dates`, "startsAt");
  await sendForm(ours.request, added, {
    startsAt: "2037-03-02T10:00",
    endsAt: "2037-03-02T11:00",
  });
  const followed = "The page followed its meeting";
  await expect.poll(() => says(followed), A_LOOK).toBe(true);
  await ours.goto(overview);
  await expect(ours.getByRole("region", { name: followed })).toBeVisible();
  expect(await violations(ours)).toEqual([]);
  await tenant().waitForMail({ to: who.email, count: 4 });
});
