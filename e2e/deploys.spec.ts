import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { buildId, makeAnotherBuild } from "./support/another-build";
import { fillForm } from "./support/events";
import { type OwnProduct, startOwnProduct } from "./support/own-product";
import { expect, test } from "./support/test";

/*
 * A deploy under people's hands: what they had open before works after it, and what they had sent
 * is answered before the old process goes.
 */

test.describe.configure({ mode: "serial" });

const PASS = /\/r\/[\w-]{22}$/;
/** Another build of the same sources. */
const NEXT_BUILD = ".next-deploy";

let product: OwnProduct;
test.beforeAll(async () => {
  makeAnotherBuild(NEXT_BUILD);
  product = await startOwnProduct();
});
test.afterAll(() => product.remove());

function somebody() {
  return { firstName: "Ada", lastName: "Love", email: `ada.${randomUUID()}@example.org` };
}

async function openForm(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({
    baseURL: product.appUrl,
    locale: "en-GB",
    javaScriptEnabled,
  });
  const page = await context.newPage();
  await page.goto(product.eventPath);
  return page;
}

/** With and without JavaScript. */
const openForms = (browser: Browser) =>
  Promise.all([true, false].map((javaScript) => openForm(browser, javaScript)));

async function expectTaken(pages: Page[]): Promise<void> {
  for (const page of pages) {
    await fillForm(page, somebody());
    await expect(page).toHaveURL(PASS);
    await page.context().close();
  }
}

test("SIGTERM: what was sent is answered, nobody new is let in, and it ends with 0", async ({
  browser,
}) => {
  const page = await openForm(browser, false);
  const who = somebody();
  const posted = page.waitForResponse((answer) => answer.request().method() === "POST");
  const release = await product.lock("registrations");
  // The click is over when the answer is there.
  const click = fillForm(page, who);
  await expect.poll(product.signUpsWaiting).toBeGreaterThan(0);
  const ended = product.terminate();
  await expect.poll(knock).toBe("refused");
  await release();
  const answer = await posted;
  expect(answer.status()).toBe(303);
  expect(await ended).toBe(0);
  await click.catch(() => {});
  await product.start();
  // Whoever held the table may have held it for longer than is waited for.
  const told = PASS.test((await answer.allHeaders()).location ?? "");
  const rows = await product.sql("select 1 from registrations where email_normalized = $1", [
    who.email,
  ]);
  expect(rows.length > 0).toBe(told);
  await page.context().close();
});

function knock(): Promise<"let in" | "refused"> {
  return fetch(`${product.appUrl}/api/health`).then(
    () => "let in",
    () => "refused",
  );
}

test("a form opened before a restart is taken after it", async ({ browser }) => {
  const pages = await openForms(browser);
  expect(await product.terminate()).toBe(0);
  await product.start();
  await expectTaken(pages);
});

test("a form opened before a deploy is taken by the new build", async ({ browser }) => {
  expect(buildId(NEXT_BUILD)).not.toBe(buildId(".next"));
  const pages = await openForms(browser);
  expect(await product.terminate()).toBe(0);
  await product.start(NEXT_BUILD);
  await expectTaken(pages);
});
