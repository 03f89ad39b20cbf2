import type { Page } from "@playwright/test";
import { load } from "cheerio";
import { product } from "../setup/product";
import { formBody, openForm, readForm, sendForm } from "../support/plain-form";
import { expect, test } from "../support/test";
import { attendees } from "./attendees";
import { camera } from "./camera";
import { READERS } from "./languages";

test("a page of several dates", async ({ browser, desk }) => {
  const ines = await desk("ines");
  const { request } = ines;
  const entry = await openForm(request, "/dashboard/new?q=Events+team+weekly", "entry");
  const { location: here } = await sendForm(request, entry, { dates: "all" });
  await ines.goto(here);
  await ines.getByRole("radio", { name: /To the dates they choose/ }).check();
  await ines.getByRole("button", { name: "Save", exact: true }).click();
  const places = ines.getByLabel(/^Places on/);
  await places.nth(0).fill("2");
  await places.nth(1).fill("20");
  await ines.getByRole("button", { name: "Save", exact: true }).click();
  await expect(ines.getByText("The dates are saved.")).toBeVisible();
  const editor = here.replace(/dates$/, "edit");
  const form = await openForm(request, editor, "slug");
  const slug = form.fields.slug?.[0] ?? "";
  await sendForm(request, form, { registrar: "direct", accent: "sea", intent: "publish" });

  const address = `${product().appUrl}/e/${slug}`;
  const html = await (await fetch(address)).text();
  const dates = load(html)("input[name=dates]")
    .map((_, input) => String(input.attribs.value))
    .get();
  const send = async (who: object, chosen: string[]) => {
    const body = formBody(readForm(html, address, "[name=email]"), { ...who });
    for (const date of chosen) body.append("dates", date);
    const headers = { origin: product().appUrl };
    const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
    return new URL(answer.headers.get("location") ?? "", product().appUrl).pathname;
  };
  const [first, second, third] = attendees(3);
  await send(first ?? {}, dates.slice(0, 2));
  await send(second ?? {}, dates.slice(0, 4));
  const pass = await send(third ?? {}, dates.slice(1, 4));

  const state = await ines.context().storageState();
  const shots = await camera(browser, state);
  const { take } = shots;
  const refuse = async (page: Page) => {
    await page.locator("input[name=firstName]").fill("Ada");
    await page.locator("form:has(input[name=email]) button[type=submit]").click();
    await expect(page.locator("#summary")).toBeVisible();
  };
  await take(`/e/${slug}`, "series-event");
  await take(`/e/${slug}`, "series-refused", { prepare: refuse });
  await take(pass, "series-pass");
  await take(`${pass}/dates`, "series-pass-dates");
  await take(here, "series-dates");
  await take(`${here}?look=calendar`, "series-dates-calendar");
  await take(`${here}?ask=cancel&date=${dates[1]}`, "series-dates-cancel");
  await take(`${here}?ask=move&date=${dates[1]}`, "series-dates-move");
  await take(`${editor}#when`, "series-editor");
  await take(here.replace(/dates$/, `registrations?date=${dates[0]}`), "series-roster");
  await take("/dashboard/new?q=Events+team+weekly", "series-picker");
  await shots.close();
  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take(`/e/${slug}`, `${language}-series-event`);
    await reader.take(here, `${language}-series-dates`);
    await reader.close();
  }
});
