import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { product } from "./setup/product";
import { mailedPass } from "./support/event-states";
import { publishEvent } from "./support/events";
import {
  ANYTHING,
  HUGE_TEXT,
  LONG_TEXT,
  ODD_NAMES,
  PEOPLE_OF_THE_WORLD,
  REFUSED_ADDRESSES,
  REFUSED_NAMES,
} from "./support/hostile";
import { readForm, sendForm, setRaw } from "./support/raw-form";
import { makeMeeting, registrationOf, tenant } from "./support/tenant";
import { expect, test } from "./support/test";
import { collectProblems } from "./support/visit";

/*
 * The public form, sent whatever anybody may send: each answer says what is wrong beside its field
 * and keeps what was typed. The sample event is enough where nobody gets in.
 */

const form = () => product().sampleUrl;
const newAddress = () => `ada.${randomUUID()}@example.com`;

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

    test("a name that is none is refused beside its field, and kept @desktop", async ({ page }) => {
      test.slow();
      const email = newAddress();
      await page.goto(form());
      for (const { value, says } of Object.values(REFUSED_NAMES)) {
        await send(page, { firstName: value, lastName: value, email });
        await page.waitForURL(/\/register#summary$/);
        await expectRefused(page, "firstName", says, kept(value));
        await expectRefused(page, "lastName", says, kept(value));
        await expect(page.locator("#summary")).toBeFocused();
        await expect(page.locator("#email")).toHaveValue(email);
        await page.goto(form());
      }
    });

    test("an address that is none is refused beside its field, and kept @desktop", async ({
      page,
    }) => {
      test.slow();
      await page.goto(form());
      const addresses = {
        ...REFUSED_ADDRESSES,
        long: `${"a".repeat(300)}@example.com`,
        huge: `${LONG_TEXT}@example.com`,
      };
      for (const email of Object.values(addresses)) {
        await send(page, { firstName: "Ada", lastName: "Lovelace", email });
        await page.waitForURL(/\/register#summary$/);
        await expectRefused(page, "email", /^Error: Enter (a whole|an) email address/, kept(email));
        await expect(page.locator("#firstName")).toHaveValue("Ada");
        await page.goto(form());
      }
    });

    test("what is still wrong is said again, and the focus is there again", async ({ page }) => {
      await page.goto(form());
      await send(page, { firstName: "", lastName: "", email: "" });
      await page.waitForURL(/\/register#summary$/);
      await page.locator("#firstName").fill("Ada");
      await page.locator("#email").press("Enter");
      await expect(page.locator("#summary a")).toHaveCount(2);
      await expect(page.locator("#summary")).toBeFocused();
      await expect(page.locator("#firstName")).toHaveValue("Ada");
    });

    test("a megabyte in one field comes back as an error @desktop", async ({ page }) => {
      await page.goto(form());
      await send(page, { firstName: HUGE_TEXT, lastName: "Lovelace", email: newAddress() });
      await page.waitForURL(/\/register#summary$/);
      await expect(page.locator("#firstName-error")).toHaveText(/to 100 characters/);
      expect((await page.locator("#firstName").inputValue()).length).toBeGreaterThan(10_000);
    });

    test("hidden fields that were rewritten lead to a page of ours @desktop", async ({ page }) => {
      const asked = await readForm(page, form(), "email");
      const who = { firstName: "Ada", lastName: "Lovelace" };
      for (const value of [...ANYTHING, HUGE_TEXT]) {
        const odd = await sendForm(page, asked, { ...who, email: newAddress(), slug: value });
        expect([303, 307], `slug ${value.slice(0, 40)}`).toContain(odd.status());
        const there = await page.goto(odd.headers().location ?? "");
        expect(there?.status()).toBe(404);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText("There’s nothing here");
        const email = newAddress();
        const taken = await sendForm(page, asked, {
          ...who,
          email,
          locale: value.slice(0, 400_000),
          timeZone: value.slice(0, 400_000),
        });
        expect(taken.headers().location, `zone ${value.slice(0, 40)}`).toMatch(/^\/r\/[\w-]{22}$/);
      }
    });
  });
}

test("a bad form without a script is a 303 to the form with the draft @desktop", async ({
  page,
}) => {
  const asked = await readForm(page, form(), "email");
  const answer = await sendForm(page, asked, { firstName: "", lastName: "x", email: "x" });
  expect(answer.status()).toBe(303);
  const { slug } = asked.fields;
  expect(answer.headers().location).toBe(`/e/${slug}/register#summary`);
  await page.goto(`/e/${slug}/register`);
  await expect(page.locator("#lastName")).toHaveValue("x");
  // A field that is sent twice, as a file, or not at all, is as good as empty.
  const { firstName: _, ...without } = asked.fields;
  const missing = await sendForm(page, { ...asked, fields: without }, { lastName: "x" });
  expect(missing.headers().location).toBe(`/e/${slug}/register#summary`);
});

test("names that look dangerous are only names @desktop", async ({ desk, page }) => {
  test.slow();
  const host = await desk("ines");
  const { slug, id } = await publishEvent(host, (await makeMeeting("ines")).joinUrl);
  const problems: string[] = [];
  for (const seen of [page, host]) collectProblems(seen, (problem) => problems.push(problem));
  for (const name of Object.values(ODD_NAMES)) {
    const email = newAddress();
    await page.goto(`/e/${slug}`);
    await send(page, { firstName: name, lastName: name, email });
    await page.waitForURL(/\/r\/[\w-]{22}$/);
    await page.goto(await mailedPass(email));
    await expect(page.locator("main")).toContainText(`${name} ${name}`);
    const mail = await tenant().waitForMail({ to: email });
    expect(mail.html).not.toContain("<script>alert");
    expect(mail.html).not.toContain("<img src=x");
    expect(mail.headers).not.toHaveProperty("set-cookie");
    await host.goto(`/dashboard/events/${id}/registrations?q=${encodeURIComponent(name)}`);
    await expect(host.locator("main")).toContainText(email);
  }
  expect(problems).toEqual([]);
});

test("names in any script work to the end @desktop", async ({ desk, page }) => {
  test.slow();
  const host = await desk("ines");
  const { joinUrl, subject } = await makeMeeting("ines", `王さんの会 ${randomUUID().slice(0, 8)}`);
  const { slug, id } = await publishEvent(host, joinUrl);
  for (const { firstName, lastName, mailbox, domain } of PEOPLE_OF_THE_WORLD) {
    const email = `${mailbox}.${randomUUID().slice(0, 8)}@${domain}`;
    await page.goto(`/e/${slug}`);
    await send(page, { firstName, lastName, email });
    await page.waitForURL(/\/r\/[\w-]{22}$/);
    // The sandbox's server shows a domain as it is read, however it came over the wire.
    const mail = await tenant().waitForMail({ to: email.normalize("NFC") }, 20_000);
    expect(mail.subject).toContain(subject);
    expect(mail.text).toContain(firstName.normalize("NFC"));
    // Encoded for the way, and whole again at its end.
    expect(mail.headers.subject).toMatch(/^=\?UTF-8\?/);
    expect(mail.from).toContain("Ines Castillo");
    await page.goto(/\/r\/[\w-]{22}/.exec(mail.text)?.[0] ?? "");
    const name = `${firstName} ${lastName}`.normalize("NFC");
    await expect(page.locator("main")).toContainText(name);
    await host.goto(`/dashboard/events/${id}/registrations?q=${encodeURIComponent(lastName)}`);
    await expect(host.locator("main")).toContainText(name);
  }
  const registered = await registrationOf(subject);
  expect(registered?.registrants.length).toBe(PEOPLE_OF_THE_WORLD.length);
});
