import { load } from "cheerio";
import { product } from "./setup/product";
import { violations } from "./support/axe";
import { joinButton, somebody } from "./support/events";
import { formBody, openForm, readForm, sendForm } from "./support/plain-form";
import { expect, test } from "./support/test";

/* A recurring meeting's page: its dates, their places, and who comes to which. */

const HTML = { accept: "text/html" };

test("people choose among the dates of a series, each with its places", async ({
  desk,
  page,
  playwright,
}) => {
  const ours = await desk("ines");
  const picker = "/dashboard/new?q=Events+team+weekly";
  const entry = await openForm(ours.request, picker, "entry");
  const drafted = await sendForm(ours.request, entry, { dates: "all" });
  const here = /^\/dashboard\/events\/[\w-]{36}\/dates$/.exec(drafted.location)?.[0];
  if (!here) throw new Error(`No dates: ${drafted.status} ${drafted.location}`);

  await ours.goto(here);
  await ours.getByRole("radio", { name: /To the dates they choose/ }).check();
  await ours.getByRole("button", { name: "Save", exact: true }).click();
  await ours
    .getByLabel(/^Places on/)
    .first()
    .fill("1");
  await ours.getByRole("button", { name: "Save", exact: true }).click();
  await expect(ours.getByText("The dates are saved.")).toBeVisible();
  expect(await violations(ours)).toEqual([]);

  const editor = here.replace(/dates$/, "edit");
  const form = await openForm(ours.request, editor, "slug");
  const slug = form.fields.slug?.[0] ?? "";
  await sendForm(ours.request, form, { registrar: "direct", intent: "publish" });

  // Somebody without a script takes the only place of the first date; another one hears so.
  const plain = await playwright.request.newContext({ baseURL: product().appUrl });
  const html = await (await plain.get(`/e/${slug}`, { headers: HTML })).text();
  const dates = load(html)("input[name=dates]")
    .map((_, input) => String(input.attribs.value))
    .get();
  expect(dates.length).toBeGreaterThan(10);
  const [first = "", second = "", third = ""] = dates;
  const send = async (who: ReturnType<typeof somebody>, chosen: string[]) => {
    const typed = readForm(html, `/e/${slug}`, "[name=email]");
    const body = formBody(typed, { ...who });
    for (const date of chosen) body.append("dates", date);
    const answer = await plain.post(`/e/${slug}`, {
      headers: { ...HTML, origin: product().appUrl },
      multipart: body,
      maxRedirects: 0,
    });
    return answer.headers().location ?? "";
  };
  expect(await send(somebody(), [first])).toMatch(/^\/r\/[\w-]{22}$/);
  const again = await send(somebody("Grace"), [first, second]);
  expect(again).toContain(`/e/${slug}/register`);
  const refused = load(await (await plain.get(again, { headers: HTML })).text());
  expect(refused("#summary a").attr("href")).toBe(`#dates.${first}`);
  expect(refused(`[id="dates.${first}-error"]`).text()).toContain("This date is full");
  expect(refused("input[name=firstName]").val()).toBe("Grace");
  expect(refused("input[name=dates]:checked").length).toBe(2);
  const bare = await send({ ...somebody(), lastName: "" }, []);
  const wrong = load(await (await plain.get(bare, { headers: HTML })).text());
  const led = wrong("#summary a").map((_, link) => wrong(link).attr("href"));
  expect(led.get()).toEqual(["#dates", "#lastName"]);
  await plain.dispose();

  await page.goto(`/e/${slug}`);
  await expect(page.locator(`[id="dates.${first}"]`)).toBeDisabled();
  await expect(page.getByText(/Full$/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const who = somebody();
  await page.locator(`[id="dates.${second}"]`).check();
  for (const [field, value] of Object.entries(who))
    await page.locator(`input[name=${field}]`).fill(value);
  await page.locator("form:has(input[name=email]) button[type=submit]").click();
  await expect(joinButton(page)).toBeVisible();

  await page.getByRole("link", { name: /Change my dates/ }).click();
  await expect(page.locator(`[id="dates.${second}"]`)).toBeChecked();
  await page.locator(`[id="dates.${third}"]`).check();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Save my dates" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your dates are saved" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const pass = new URL(page.url()).pathname.split("/").at(-1);
  const file = await (await page.request.get(`/api/passes/${pass}/calendar`)).text();
  expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(2);
});
