import type { APIRequestContext, Page } from "@playwright/test";
import { makeEvent } from "./support/event-states";
import { fillForm, somebody } from "./support/events";
import { type OwnProduct, startOwnProduct } from "./support/own-product";
import { formBody, openForm, sendForm } from "./support/plain-form";
import { expect, test } from "./support/test";
import { collectProblems } from "./support/visit";

/*
 * What keeps machines from filling an event up, met by people: with JavaScript they notice nothing,
 * without it they confirm their address. The product stands behind a proxy, as it does in the world,
 * so that callers may come from anywhere.
 */

/** Begins with the form, as soon as its script listens; answers what the server then said. */
async function touch(page: Page): Promise<unknown> {
  const first = page.locator("input[name=firstName]");
  let said: unknown;
  await expect(async () => {
    const [answer] = await Promise.all([
      page.waitForResponse(/\/api\/challenge\//, { timeout: 5_000 }),
      first.blur().then(() => first.focus()),
    ]);
    said = await answer.json();
  }).toPass();
  return said;
}

/** The work itself takes longer the less of a processor there is. */
const WORKED = { timeout: 60_000 };

test.describe("suspicion", () => {
  let product: OwnProduct;

  test.beforeAll(async () => {
    product = await startOwnProduct({ TRUSTED_PROXIES: "127.0.0.1,::1" });
  });
  test.afterAll(() => product.remove());

  /** How the newest registration stands. */
  async function newest() {
    const [row] = await product.sql(
      "select place, suspect, unconfirmed from registrations order by line desc limit 1",
    );
    return row;
  }

  async function spent(): Promise<number> {
    return (await product.sql("select hash from spent_proofs")).length;
  }

  /** Sends the form as somebody without JavaScript. */
  async function sendPlain(request: APIRequestContext, typed: Record<string, string> = {}) {
    const form = await openForm(request, product.eventPath);
    const answer = await request.post(form.path, {
      headers: { origin: product.appUrl, accept: "text/html" },
      multipart: formBody(form, { ...somebody(), ...typed }),
      maxRedirects: 0,
    });
    return answer.headers().location ?? "";
  }

  test("a browser works for a quick form and out of a crowd; whoever can't, confirms by mail", async ({
    browser,
  }) => {
    const context = await browser.newContext({
      baseURL: product.appUrl,
      locale: "en-GB",
      extraHTTPHeaders: { "x-forwarded-for": "203.0.113.7" },
    });
    const problems: string[] = [];
    const page = await context.newPage();
    collectProblems(page, (problem) => problems.push(problem));
    const taken = { place: "taken", suspect: false, unconfirmed: false };

    // Filled in faster than anybody does: the browser works a moment, nobody is asked anything.
    await page.goto(product.eventPath);
    expect(await touch(page)).toMatchObject({ challenge: null });
    await fillForm(page, somebody());
    await expect(page).toHaveURL(/\/r\/[\w-]{22}$/, WORKED);
    expect(await newest()).toEqual(taken);

    // Without JavaScript nothing is suspect but a field that nobody sees.
    for (let at = 0; at < 9; at++)
      expect(await sendPlain(context.request)).toMatch(/\/r\/[\w-]{22}$/);
    expect(await newest()).toEqual(taken);
    const queued = { place: "waitlisted", suspect: true, unconfirmed: true };
    await sendPlain(context.request, { website: "https://spam.example" });
    expect(await newest()).toEqual(queued);

    // That were many from one address. Without JavaScript the address is confirmed by mail …
    const pass = await sendPlain(context.request);
    expect(await newest()).toEqual(queued);
    const told = await (
      await context.request.get(pass, { headers: { accept: "text/html" } })
    ).text();
    expect(told).toMatch(/confirm/i);
    // … with it the browser has worked before the form is sent, however long that took somebody.
    await page.goto(product.eventPath);
    const before = await spent();
    expect(await touch(page)).toMatchObject({ challenge: { signature: expect.any(String) } });
    await fillForm(page, somebody());
    await expect(page).toHaveURL(/\/r\/[\w-]{22}$/, WORKED);
    expect(await newest()).toEqual(taken);
    expect(await spent()).toBe(before + 1);
    expect(problems).toEqual([]);

    // Neighbours are not suspected for it.
    const neighbour = { "x-forwarded-for": "203.0.113.8" };
    const other = await browser.newContext({
      baseURL: product.appUrl,
      extraHTTPHeaders: neighbour,
    });
    await sendPlain(other.request);
    expect(await newest()).toEqual(taken);
    await Promise.all([context.close(), other.close()]);
  });
});

test("a flood shows on the organizer's page and is cleared out with one button", async ({
  desk,
  request,
}) => {
  const host = await desk("aiko");
  const event = await makeEvent(host, "aiko", "Flooded");
  const form = await openForm(request, `/e/${event.slug}`);
  const person = await sendForm(request, form, { ...somebody() });
  expect(person.location).toMatch(/^\/r\//);
  for (let at = 0; at < 11; at++)
    await sendForm(request, form, { ...somebody(), website: "https://spam.example" });

  await host.goto(`/dashboard/events/${event.id}`);
  const needs = host.locator("section.attn");
  await expect(needs).toContainText("11 sign-ups in a minute look like a machine’s");
  await needs.getByRole("link", { name: "Clear them out" }).click();
  await expect(host.getByRole("heading", { name: "Clear out 11 sign-ups?" })).toBeVisible();
  await host.getByRole("button", { name: "Clear out all 11" }).click();
  await expect(
    host.getByRole("status").filter({ hasText: "11 sign-ups are cleared" }),
  ).toBeVisible();
  await expect(needs).not.toContainText("machine");
  await expect(host.locator(".nums")).toContainText("Places taken");
  await expect(host.locator(".nums dd").first()).toContainText("1");
});
