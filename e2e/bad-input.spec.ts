import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type CheerioAPI, load } from "cheerio";
import { product } from "./setup/product";
import { publishEvent, signUpOverHttp } from "./support/events";
import {
  ANYTHING,
  HUGE_TEXT,
  LONG_TEXT,
  ODD_NAMES,
  PEOPLE_OF_THE_WORLD,
  REFUSED_ADDRESSES,
  REFUSED_NAMES,
} from "./support/hostile";
import { passIn } from "./support/letters";
import { openForm, sendForm } from "./support/plain-form";
import { setRaw } from "./support/raw-form";
import { makeMeeting, registrationOf, tenant } from "./support/tenant";
import { expect, SIZES, test } from "./support/test";
import { collectProblems } from "./support/visit";

/*
 * The public form, sent whatever anybody may send: each answer says what is wrong beside its field
 * and keeps what was typed. The sample event is enough where nobody gets in.
 */

const form = () => product().sampleUrl;
const HTML = { headers: { accept: "text/html", "accept-language": "en-GB" } };
const formPath = () => new URL(form()).pathname;
const NO_ADDRESS = /^Error: Enter (a whole|an) email address/;
const ADDRESSES = {
  ...REFUSED_ADDRESSES,
  long: `${"a".repeat(300)}@example.com`,
  huge: `${LONG_TEXT}@example.com`,
};
/** Of each kind one in the browser; all of them without it. */
const SHOWN_NAMES = ["empty", "NUL", "right-to-left override", "long"];
const SHOWN_ADDRESSES = ["no at", "named", "line separator", "huge"];

const newAddress = () => `ada.${randomUUID()}@example.com`;

function pick<T>(from: Record<string, T>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

async function send(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await setRaw(page, name, value);
  await page.locator("form:has([name=email]) button[type=submit]").click();
}

/** The field is marked, says why, and holds what was typed; the summary above links to it. */
async function expectRefused(page: Page, name: string, says: RegExp, value: string) {
  const field = page.locator(`#${name}`);
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAttribute("aria-describedby", new RegExp(`(^| )${name}-error( |$)`));
  await expect(page.locator(`#${name}-error`)).toHaveText(says);
  await expect(page.locator(`#summary a[href="#${name}"]`)).toBeVisible();
  expect(await field.inputValue()).toBe(value);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(`bad input ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    test.use({ javaScriptEnabled });
    // HTML has no NUL: a page that is only text shows the sign for what it can't show.
    const kept = (value: string) => (javaScriptEnabled ? value : value.replaceAll("\0", "\ufffd"));

    test("what is refused is said beside its field, and kept", async ({ page }) => {
      test.slow();
      const email = newAddress();
      for (const { value, says } of Object.values(pick(REFUSED_NAMES, SHOWN_NAMES))) {
        await page.goto(form());
        await send(page, { firstName: value, lastName: value, email });
        await page.waitForURL(/\/register#summary$/);
        await expectRefused(page, "firstName", says, kept(value));
        await expectRefused(page, "lastName", says, kept(value));
        await expect(page.locator("#summary")).toBeFocused();
        await expect(page.locator("#email")).toHaveValue(email);
      }
      for (const value of Object.values(pick(ADDRESSES, SHOWN_ADDRESSES))) {
        await page.goto(form());
        await send(page, { firstName: "Ada", lastName: "Lovelace", email: value });
        await page.waitForURL(/\/register#summary$/);
        await expectRefused(page, "email", NO_ADDRESS, kept(value));
        await expect(page.locator("#firstName")).toHaveValue("Ada");
      }
    });

    for (const { size, device } of SIZES)
      test.describe(size, () => {
        test.use(device);

        test("what is still wrong is said again, and the focus is there again", async ({
          page,
        }) => {
          await page.goto(form());
          await send(page, { firstName: "", lastName: "", email: "" });
          await page.waitForURL(/\/register#summary$/);
          await page.locator("#firstName").fill("Ada");
          await page.locator("#email").press("Enter");
          await expect(page.locator("#summary a")).toHaveCount(2);
          await expect(page.locator("#summary")).toBeFocused();
          await expect(page.locator("#firstName")).toHaveValue("Ada");
        });
      });

    test("a megabyte in one field comes back as an error", async ({ page }) => {
      await page.goto(form());
      await send(page, { firstName: HUGE_TEXT, lastName: "Lovelace", email: newAddress() });
      await page.waitForURL(/\/register#summary$/);
      await expect(page.locator("#firstName-error")).toHaveText(/to 100 characters/);
      expect((await page.locator("#firstName").inputValue()).length).toBeGreaterThan(10_000);
    });
  });
}

test("every value that a field refuses is answered so", async ({ request }) => {
  test.slow();
  const asked = await openForm(request, formPath());
  const answer = async (typed: Record<string, string>) => {
    const { status, location } = await sendForm(request, asked, typed);
    expect([status, location], JSON.stringify(typed).slice(0, 60)).toEqual([
      303,
      `${formPath()}/register#summary`,
    ]);
    return load(await (await request.get(`${formPath()}/register`)).text());
  };
  const refused = ($: CheerioAPI, name: string, says: RegExp, value: string) => {
    const field = $(`#${name}`);
    const what = `${name}: ${value.slice(0, 40)}`;
    expect(field.attr("aria-invalid"), what).toBe("true");
    expect(field.attr("aria-describedby")?.split(" "), what).toContain(`${name}-error`);
    expect($(`#${name}-error`).text(), what).toMatch(says);
    expect($(`#summary a[href="#${name}"]`).length, what).toBe(1);
    // A browser leaves line ends out of such a field by itself.
    expect(field.val(), what).toBe(value.replaceAll("\0", "\ufffd"));
  };
  const email = newAddress();
  for (const { value, says } of Object.values(REFUSED_NAMES)) {
    const $ = await answer({ firstName: value, lastName: value, email });
    for (const name of ["firstName", "lastName"]) refused($, name, says, value);
    expect($("#email").val()).toBe(email);
  }
  for (const value of Object.values(ADDRESSES)) {
    const $ = await answer({ firstName: "Ada", lastName: "Lovelace", email: value });
    refused($, "email", NO_ADDRESS, value);
    expect($("#firstName").val()).toBe("Ada");
  }
});

test("hidden fields that were rewritten lead to a page of ours", async ({ request }) => {
  const asked = await openForm(request, formPath());
  const who = { firstName: "Ada", lastName: "Lovelace" };
  for (const value of [...ANYTHING, HUGE_TEXT]) {
    const odd = await sendForm(request, asked, { ...who, email: newAddress(), slug: value });
    expect([303, 307], `slug ${value.slice(0, 40)}`).toContain(odd.status);
    const there = await request.get(odd.location);
    expect(there.status()).toBe(404);
    expect(load(await there.text())("h1").text()).toBe("There’s nothing here");
    const taken = await sendForm(request, asked, {
      ...who,
      email: newAddress(),
      locale: value.slice(0, 400_000),
      timeZone: value.slice(0, 400_000),
    });
    expect(taken.location, `zone ${value.slice(0, 40)}`).toMatch(/^\/r\/[\w-]{22}$/);
  }
});

test("a bad form without a script is a 303 to the form with the draft", async ({ page }) => {
  const asked = await openForm(page.request, formPath());
  const answer = await sendForm(page.request, asked, { firstName: "", lastName: "x", email: "x" });
  expect(answer.status).toBe(303);
  const [slug] = asked.fields.slug ?? [];
  expect(answer.location).toBe(`/e/${slug}/register#summary`);
  await page.goto(`/e/${slug}/register`);
  await expect(page.locator("#lastName")).toHaveValue("x");
  // A field that is sent twice, as a file, or not at all, is as good as empty.
  const { firstName: _, ...without } = asked.fields;
  const missing = await sendForm(page.request, { ...asked, fields: without }, { lastName: "x" });
  expect(missing.location).toBe(`/e/${slug}/register#summary`);
});

test("names that look dangerous are only names", async ({ desk, page }) => {
  test.slow();
  const host = await desk("ines");
  const { slug, id } = await publishEvent(host, (await makeMeeting("ines")).joinUrl);
  const problems: string[] = [];
  for (const seen of [page, host]) collectProblems(seen, (problem) => problems.push(problem));
  for (const [kind, name] of Object.entries(ODD_NAMES)) {
    const email = newAddress();
    await signUpOverHttp(page.request, slug, { firstName: name, lastName: name, email });
    const mail = await tenant().waitForMail({ to: email });
    expect(mail.html).not.toContain("<script>alert");
    expect(mail.html).not.toContain("<img src=x");
    expect(mail.headers).not.toHaveProperty("set-cookie");
    const pass = passIn(mail);
    const shown = load(await (await page.request.get(pass, HTML)).text());
    expect(shown("main").text(), kind).toContain(`${name} ${name}`);
    const found = `/api/events/${id}/roster?q=${encodeURIComponent(name)}`;
    expect(await (await host.request.get(found)).json(), kind).toMatchObject({ rows: [{ email }] });
    // What a browser could run.
    if (!name.includes("<")) continue;
    await page.goto(pass);
    await expect(page.locator("main")).toContainText(`${name} ${name}`);
  }
  await host.goto(`/dashboard/events/${id}/registrations`);
  for (const name of Object.values(ODD_NAMES))
    await expect(host.locator("tbody")).toContainText(`${name} ${name}`);
  expect(problems).toEqual([]);
});

test("names in any script work to the end", async ({ desk, request }) => {
  const host = await desk("ines");
  const { joinUrl, subject } = await makeMeeting("ines", `王さんの会 ${randomUUID().slice(0, 8)}`);
  const { slug, id } = await publishEvent(host, joinUrl);
  const names: string[] = [];
  for (const { firstName, lastName, mailbox, domain } of PEOPLE_OF_THE_WORLD) {
    const email = `${mailbox}.${randomUUID().slice(0, 8)}@${domain}`;
    await signUpOverHttp(request, slug, { firstName, lastName, email });
    // The sandbox's server shows a domain as it is read, however it came over the wire.
    const mail = await tenant().waitForMail({ to: email.normalize("NFC") }, 20_000);
    expect(mail.subject).toContain(subject);
    expect(mail.text).toContain(firstName.normalize("NFC"));
    // Encoded for the way, and whole again at its end.
    expect(mail.headers.subject).toMatch(/^=\?UTF-8\?/);
    expect(mail.from).toContain("Ines Castillo");
    const name = `${firstName} ${lastName}`.normalize("NFC");
    const pass = load(await (await request.get(passIn(mail), HTML)).text());
    expect(pass("main").text()).toContain(name);
    const found = `/api/events/${id}/roster?q=${encodeURIComponent(lastName)}`;
    expect((await (await host.request.get(found)).json()).rows, name).toHaveLength(1);
    names.push(name);
  }
  await host.goto(`/dashboard/events/${id}/registrations`);
  for (const name of names) await expect(host.locator("tbody")).toContainText(name);
  const registered = await registrationOf(subject);
  expect(registered?.registrants.length).toBe(PEOPLE_OF_THE_WORLD.length);
});
