import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { guest, leave } from "./support/browsers";
import { fillForm } from "./support/events";
import { type OwnProduct, startOwnProduct } from "./support/own-product";
import { formBody, readForm } from "./support/plain-form";
import { expect, test } from "./support/test";

/*
 * What befalls PostgreSQL while people sign up, and what they are told: a page of ours with all
 * that they typed, never a bare 500; and who was told that they are in, is in.
 */

// One after the other: they share the database that is broken.
test.describe.configure({ mode: "serial" });

/** A fragment of the address before stays with the browser. */
const PASS = /\/r\/[\w-]{22}(?:#summary)?$/;
const AWAY = "We can’t take sign‑ups just now";
/** Longer than the product waits for a database that hangs. */
const PATIENCE = { timeout: 60_000 };

let product: OwnProduct;
test.beforeAll(async () => {
  product = await startOwnProduct();
});
test.afterAll(() => product.remove());

interface Who {
  firstName: string;
  lastName: string;
  email: string;
}

function somebody(): Who {
  return { firstName: "Zoë", lastName: "O’Hara", email: `zoe.${randomUUID()}@example.org` };
}

function visitor(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  return guest(browser, { baseURL: product.appUrl, javaScriptEnabled });
}

async function registrationsOf({ email }: Who): Promise<number> {
  const rows = await product.sql("select 1 from registrations where email_normalized = $1", [
    email,
  ]);
  return rows.length;
}

/** The form is there, whole, with a sentence beside it. */
async function expectKept(page: Page, who: Who): Promise<void> {
  await expect(page.getByRole("heading", { name: AWAY })).toBeVisible(PATIENCE);
  await expect(page.getByRole("alert").getByRole("heading")).toHaveText(
    "You haven’t been signed up yet",
  );
  for (const [field, value] of Object.entries(who))
    await expect(page.locator(`input[name=${field}]`)).toHaveValue(value);
}

/** Done when it was answered: what the page says of the time before looks the same. */
async function sendAgain(page: Page): Promise<void> {
  const answered = page.waitForResponse((it) => it.request().method() === "POST", PATIENCE);
  await page.locator("form:has(input[name=email]) button[type=submit]").click();
  await answered;
}

async function get(path: string) {
  const answer = await fetch(`${product.appUrl}${path}`, { headers: { accept: "text/html" } });
  const { status, headers } = answer;
  return { status, retryAfter: headers.get("retry-after"), text: await answer.text() };
}

for (const javaScript of [true, false]) {
  test(`PostgreSQL goes away while somebody signs up, ${javaScript ? "with" : "without"} JavaScript`, async ({
    browser,
  }) => {
    const page = await visitor(browser, javaScript);
    const who = somebody();
    await page.goto(product.eventPath);
    product.proxy.cut();
    const answer = javaScript
      ? null
      : page.waitForResponse((response) => response.status() === 503);
    await fillForm(page, who);
    await expectKept(page, who);
    expect((await answer)?.headers()["retry-after"]).toBe(javaScript ? undefined : "10");
    // Still away: the form is not lost by trying too early.
    await sendAgain(page);
    await expectKept(page, who);
    expect(await registrationsOf(who)).toBe(0);
    product.proxy.mend();
    await sendAgain(page);
    await expect(page).toHaveURL(PASS, PATIENCE);
    expect(await registrationsOf(who)).toBe(1);
    await leave(page);
  });
}

test("PostgreSQL hangs: everybody is answered, and nobody is signed up twice", async ({
  browser,
}) => {
  const pages = await Promise.all([visitor(browser, true), visitor(browser, false)]);
  const people = [somebody(), somebody()];
  await Promise.all(pages.map((page) => page.goto(product.eventPath)));
  product.proxy.hang();
  await Promise.all(
    pages.map(async (page, at) => {
      const who = people[at] ?? somebody();
      await fillForm(page, who);
      await expectKept(page, who);
    }),
  );
  // What was sent before may still arrive, and be done.
  product.proxy.mend();
  for (const [at, page] of pages.entries()) {
    await sendAgain(page);
    await expect(page).toHaveURL(PASS, PATIENCE);
    expect(await registrationsOf(people[at] ?? somebody())).toBe(1);
    await leave(page);
  }
});

test("PostgreSQL crashes under load: whoever was told that they are in, is in", async () => {
  test.slow();
  const page = await (await fetch(`${product.appUrl}${product.eventPath}`)).text();
  const form = readForm(page, product.eventPath, "[name=email]");
  const send = async (who: Who) => {
    const body = formBody(form, { ...who });
    const answer = await fetch(`${product.appUrl}${product.eventPath}`, {
      method: "POST",
      body,
      headers: { origin: product.appUrl, accept: "text/html" },
      redirect: "manual",
    });
    const location = answer.headers.get("location") ?? "";
    // Either they are in, or they get the form again.
    expect([answer.status, location.replace(/[\w-]{22}$/, "…")]).toEqual([
      303,
      expect.stringMatching(/^\/r\/…$|\/register#summary$/),
    ]);
    return PASS.test(location);
  };
  const people = Array.from({ length: 30 }, somebody);
  const told = new Map<Who, boolean>();
  const queue = [...people];
  const sender = async () => {
    for (let who = queue.shift(); who; who = queue.shift()) {
      told.set(who, await send(who));
      if (told.size === 10) await crash();
    }
  };
  await Promise.all(Array.from({ length: 6 }, sender));
  expect([...told.values()]).toContain(true);
  await expect.poll(async () => (await get("/api/ready")).status, PATIENCE).toBe(200);
  for (const [who, wasTold] of told) {
    if (wasTold) expect(await registrationsOf(who), who.email).toBe(1);
    else while (!(await send(who)));
  }
  for (const who of people) expect(await registrationsOf(who), who.email).toBe(1);
});

/** Kills a server process as a fault of its own would: PostgreSQL then starts all of them anew. */
async function crash(): Promise<void> {
  const [backend] = await product.sql<{ pid: number }>(
    "select pid from pg_stat_activity where application_name = 'usher' limit 1",
  );
  if (backend) process.kill(backend.pid, "SIGKILL");
}

/** Signs up and opens the page that gives the place up again. Answers the pass's path. */
async function openGiveUp(page: Page): Promise<string> {
  await page.goto(product.eventPath);
  await fillForm(page, somebody());
  await expect(page).toHaveURL(PASS, PATIENCE);
  const pass = new URL(page.url()).pathname;
  await page.goto(`${pass}/give-up`);
  return pass;
}

test("pages and machines are told when to come again, and cached pages stay", async ({
  browser,
}) => {
  const page = await visitor(browser, true);
  const pass = await openGiveUp(page);
  product.proxy.cut();

  const shown = await get(pass);
  expect([shown.status, shown.retryAfter]).toEqual([503, "10"]);
  expect(shown.text).toContain("<h1>We can’t get at our records just now</h1>");
  for (const path of [
    `/api/passes/${pass.slice(3)}/calendar`,
    `/api/passes/${pass.slice(3)}/state`,
    `/api/places/${product.eventPath.slice(3)}`,
  ]) {
    const answer = await get(path);
    expect([answer.status, answer.retryAfter], path).toEqual([503, "10"]);
    expect(JSON.parse(answer.text), path).toMatchObject({ error: "unavailable" });
  }
  expect((await get("/api/ready")).status).toBe(503);
  expect((await get("/api/health")).status).toBe(200);
  expect((await get(product.eventPath)).status).toBe(200);

  // With JavaScript an action's failure is a page too, and goes on where it was.
  await page.getByRole("button", { name: "Give up my place" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "We can’t get at our records just now",
  );
  product.proxy.mend();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "Give up my place" }).click();
  await expect(page).toHaveURL((url) => url.pathname === pass, PATIENCE);
  await leave(page);
});

test("without JavaScript any form that was not taken can be sent again", async ({ browser }) => {
  const page = await visitor(browser, false);
  const pass = await openGiveUp(page);
  product.proxy.cut();
  await page.getByRole("button", { name: "Give up my place" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "We can’t get at our records just now",
  );
  product.proxy.mend();
  await page.getByRole("button", { name: "Send it again" }).click();
  await expect(page).toHaveURL((url) => url.pathname === pass, PATIENCE);
  await expect(page.getByRole("heading", { level: 1 })).not.toContainText("You’re in");
  await leave(page);
});

test("no room on PostgreSQL's disk", async ({ browser }) => {
  const page = await visitor(browser, false);
  const who = somebody();
  await page.goto(product.eventPath);
  await product.sql(`create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`);
  await product.sql(
    "create trigger full_disk before insert on registrations execute function refuse()",
  );
  await fillForm(page, who);
  // The page's own reading goes on: the form is back on it.
  await expect(page.getByRole("alert")).toContainText(AWAY, PATIENCE);
  await expect(page.locator("input[name=email]")).toHaveValue(who.email);
  await product.sql("drop trigger full_disk on registrations");
  await sendAgain(page);
  await expect(page).toHaveURL(PASS, PATIENCE);
  await leave(page);
});

test("SIGTERM while PostgreSQL hangs: what waits is answered, and it ends with 0", async ({
  browser,
}) => {
  const page = await visitor(browser, false);
  const who = somebody();
  await page.goto(product.eventPath);
  const posted = page.waitForResponse((answer) => answer.request().method() === "POST");
  // So that it is certain to be under way.
  const release = await product.lock("registrations");
  const click = fillForm(page, who).catch(() => {});
  await expect.poll(product.signUpsWaiting).toBeGreaterThan(0);
  product.proxy.hang();
  const ended = product.terminate();
  expect((await posted).status()).toBe(303);
  expect(await ended).toBe(0);
  await release();
  product.proxy.mend();
  await click;
  await leave(page);
});
