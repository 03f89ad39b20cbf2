import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { load } from "cheerio";
import { makeEvent } from "./support/event-states";
import { allowNewMeetings, draftFromLink } from "./support/events";
import { ANYTHING, HUGE_TEXT, LONG_TEXT, ODD_NAMES } from "./support/hostile";
import { openForm, sendForm } from "./support/plain-form";
import { setRaw } from "./support/raw-form";
import { makeMeeting } from "./support/tenant";
import { expect, test } from "./support/test";
import { collectProblems } from "./support/visit";

const HTML = { accept: "text/html" };

/* The organizer's forms and addresses, sent whatever anybody may send. */

/** What each of the editor's fields refuses, with the part of the sentence that says why. */
const REFUSED: [field: string, value: string, says: RegExp][] = [
  ["title", "", /Give it a title/],
  ["title", " \u200b\u3164", /Give it a title/],
  ["title", LONG_TEXT, /at most 200/],
  ["title", "Tide\u0000", /without control characters/],
  ["title", "Tide\u202egnp", /without control characters/],
  ["hostName", "\t", /Say who invites/],
  ["hostName", "字".repeat(121), /at most 120/],
  ["hostName", "Ines\u0007", /without control characters/],
  ["description", `${LONG_TEXT}${LONG_TEXT}a`, /at most 20,000/],
  ["description", "a\u0000b", /control characters/],
  ["slug", "<script>", /./],
  ["slug", "../../etc/passwd", /./],
  ["slug", "العربية", /./],
  ["slug", LONG_TEXT, /./],
  ["capacity", "many", /./],
  ["capacity", "-1", /./],
  ["capacity", "0", /./],
  ["capacity", "1.5", /./],
  ["capacity", "1e3", /./],
  ["capacity", "0x10", /./],
  ["capacity", "99999999999999999999", /./],
  ["startsAt", "", /./],
  ["startsAt", "0000-01-01T00:00", /./],
  ["startsAt", "9999-99-99T99:99", /./],
  ["endsAt", "tomorrow", /./],
  ["opensAt", "\u0000", /./],
  ["closesAt", "2026-02-31T10:00", /./],
  ["zone", "Mars/Phobos", /list/],
  ["zone", "'; drop table events;--", /list/],
];

/** Of each kind one in the browser; all of them without it. */
const SHOWN = [
  ["title", ""],
  ["description", "a\u0000b"],
  ["slug", "<script>"],
  ["capacity", "1.5"],
  ["startsAt", ""],
  ["zone", "Mars/Phobos"],
];

for (const scripted of [true, false]) {
  test(`the editor says beside its field what it can't take, ${scripted ? "with" : "without"} JavaScript`, async ({
    desk,
  }) => {
    test.slow();
    const page = await desk("ines", { javaScriptEnabled: scripted });
    const id = await draftFromLink(page, (await makeMeeting("ines")).joinUrl);
    // Leaving what was not saved is asked about.
    page.on("dialog", (dialog) => dialog.accept());
    const shown = REFUSED.filter(([field, value]) =>
      SHOWN.some((each) => each[0] === field && each[1] === value),
    );
    expect(shown).toHaveLength(SHOWN.length);
    await page.goto(`/dashboard/events/${id}/edit`);
    const typed = (field: string) => page.locator(`[name="${field}"]`).first().inputValue();
    const title = await typed("title");
    for (const [field, value, says] of shown) {
      const good = await typed(field);
      await setRaw(page, field, value);
      await page.locator(".savebar button").click();
      const what = `${field}: ${value.slice(0, 30)}`;
      const control = page.locator(`[name="${field}"]`).first();
      await expect(page.locator(`#${field}-error`), what).toHaveText(says);
      await expect(control, what).toHaveAttribute("aria-invalid", "true");
      await expect(control, what).toHaveAttribute("aria-describedby", new RegExp(`${field}-error`));
      await expect(page.locator(`#summary a[href="#${field}"]`), what).toBeVisible();
      await expect(page.locator("#summary a"), what).toHaveCount(1);
      if (scripted) await expect(page.locator("#summary"), what).toBeFocused();
      if (field !== "title") await expect(page.locator("[name=title]"), what).toHaveValue(title);
      else if (scripted) expect(await control.inputValue(), what).toBe(value);
      await setRaw(page, field, good);
    }
  });
}

test("every value that the editor can't take is answered beside its field", async ({ desk }) => {
  test.slow();
  const { request } = await desk("ines");
  const id = await draftFromLink(await desk("ines"), (await makeMeeting("ines")).joinUrl);
  const form = await openForm(request, `/dashboard/events/${id}/edit`, "slug");
  for (const [field, value, says] of REFUSED) {
    const what = `${field}: ${value.slice(0, 30)}`;
    const answer = await sendForm(request, form, { [field]: value, intent: "save" });
    expect(answer.status, what).toBe(200);
    const $ = load(answer.text);
    const control = $(`[name="${field}"]`).first();
    expect($(`#${field}-error`).text(), what).toMatch(says);
    expect(control.attr("aria-invalid"), what).toBe("true");
    expect(control.attr("aria-describedby"), what).toContain(`${field}-error`);
    expect($(`#summary a[href="#${field}"]`).length, what).toBe(1);
    if (field !== "title") expect($("[name=title]").val(), what).toBe(form.fields.title?.[0]);
  }
});

test("a page's odd words are only words", async ({ desk, page }) => {
  test.slow();
  const host = await desk("ines");
  const problems: string[] = [];
  for (const seen of [page, host]) collectProblems(seen, (problem) => problems.push(problem));
  const title = Object.values(ODD_NAMES).join(" ").slice(0, 190);
  const event = await makeEvent(host, "ines", "Odd", {
    fields: { title, hostName: `${ODD_NAMES.attribute} 王小明 👩‍👩‍👧` },
  });
  await page.goto(`/e/${event.slug}`);
  await expect(page.locator("main")).toContainText(title);
  // Markdown that is nested without end, and text without a blank in it.
  for (const description of [
    ">".repeat(19_000),
    "[".repeat(19_000),
    "*a ".repeat(6_000),
    "字".repeat(19_000),
    "</script><script>document.title = 'injected'</script><img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) [b](data:text/html,x) ![c](https://evil.example/x.png)",
  ]) {
    const editor = await openForm(host.request, `/dashboard/events/${event.id}/edit`, "slug");
    const saved = await sendForm(host.request, editor, { description, intent: "save" });
    expect(load(saved.text)(".saved").text()).toMatch(/^Saved \d/);
    const open = await page.request.get(`/e/${event.slug}/register`, { headers: HTML });
    expect(open.status(), description.slice(0, 20)).toBe(200);
    const answer = await host.goto(`/dashboard/events/${event.id}/preview`);
    expect(answer?.status(), description.slice(0, 20)).toBe(200);
    await expect(host).not.toHaveTitle("injected");
    expect(await host.locator("a[href^='javascript:'], a[href^='data:']").count()).toBe(0);
    expect(await host.locator("img[src*='evil']").count()).toBe(0);
    const meta = await host.locator("meta[name=description]").count();
    if (meta > 0)
      expect(
        (await host.locator("meta[name=description]").first().getAttribute("content"))?.length,
      ).toBeLessThan(600);
  }
  expect(problems).toEqual([]);
});

test("what is pasted and is no meeting is refused beside the field", async ({ desk }) => {
  test.slow();
  const page = await desk("ines");
  for (const value of ["", "\u0000", HUGE_TEXT]) {
    await page.goto("/dashboard/new?way=paste");
    await setRaw(page, "reference", value);
    await page.getByRole("button", { name: "Find the meeting" }).click();
    await expect(page.locator("#summary")).toBeFocused();
    await expect(page.locator("#reference")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#reference")).toHaveAttribute("aria-describedby", /reference-error/);
  }
  const form = await openForm(page.request, "/dashboard/new?way=paste", "reference");
  for (const value of ANYTHING) {
    const answer = await sendForm(page.request, form, { reference: value });
    expect(answer.status, value.slice(0, 40)).toBe(200);
    const field = load(answer.text)("#reference");
    expect(field.attr("aria-invalid"), value.slice(0, 40)).toBe("true");
    expect(field.attr("aria-describedby"), value.slice(0, 40)).toContain("reference-error");
    if (value.trim())
      expect(String(field.val()).trim()).toBe(
        value.replaceAll("\r\n", "\n").replaceAll("\0", "\ufffd").toWellFormed().trim(),
      );
  }
});

test("a new meeting's bad fields are refused beside them", async ({ desk }) => {
  test.slow();
  const page = await desk("ines");
  const good = {
    subject: `Tide ${randomUUID()}`,
    startsAt: "2099-05-01T10:00",
    endsAt: "2099-05-01T11:00",
    zone: "Europe/Paris",
  };
  const bad: [keyof typeof good, string][] = [
    ["subject", ""],
    ["subject", " \u200b"],
    ["subject", LONG_TEXT],
    ["subject", "Tide\u0000\u0007"],
    ["startsAt", "2001-01-01T10:00"],
    ["startsAt", "soon"],
    ["endsAt", "2099-05-01T09:00"],
    ["endsAt", "2100-05-01T09:00"],
    ["zone", "Mars/Phobos"],
  ];
  await allowNewMeetings(page);
  for (const [field, value] of [bad[1], bad[6]].filter((each) => each !== undefined)) {
    await page.goto("/dashboard/new?way=new");
    for (const [name, text] of Object.entries({ ...good, [field]: value }))
      await setRaw(page, name, text);
    await page.locator("form.way button[type=submit]").click();
    await expect(page.locator(`#${field}-error`), `${field}: ${value.slice(0, 20)}`).toBeVisible();
    await expect(page.locator("#summary")).toBeFocused();
    await expect(page.locator(`#${field}`)).toHaveAttribute("aria-invalid", "true");
    if (field !== "subject") await expect(page.locator("#subject")).toHaveValue(good.subject);
    else expect(await page.locator("#subject").inputValue()).toBe(value);
  }
  const form = await openForm(page.request, "/dashboard/new?way=new", "subject");
  for (const [field, value] of bad) {
    const what = `${field}: ${value.slice(0, 20)}`;
    const answer = await sendForm(page.request, form, { ...good, [field]: value });
    expect(answer.status, what).toBe(200);
    const $ = load(answer.text);
    expect($(`#${field}-error`).length, what).toBe(1);
    expect($(`#${field}`).attr("aria-invalid"), what).toBe("true");
    if (field !== "subject") expect($("#subject").val(), what).toBe(good.subject);
  }
});

test("addresses take any parameter", async ({ desk, request }) => {
  test.slow();
  const host = await desk("ines");
  const { id, slug } = await makeEvent(host, "ines", "Asked");
  const pages = (text: string): string[] => {
    const value = encodeURIComponent(text.toWellFormed());
    return [
      `/e/${slug}?x=${value}&${value}`,
      `/e/${slug}/register?problem=${value}`,
      `/sign-in?problem=${value}&code=${value}&from=${value}&notice=${value}&callbackUrl=${value}`,
      `/api/places/${slug}?lang=${value}`,
      `/api/reminders/${slug}?lang=${value}`,
      `/api/when?zone=${value}&lang=${value}&span=${value}/${value}/${value}`,
      `/dashboard?x=${value}`,
      `/dashboard/new?way=${value}&q=${value}&from=${value}&mine=${value}&problem=${value}`,
      `/dashboard/events/${id}?published=${value}`,
      `/dashboard/events/${id}/settings?ask=${value}&did=${value}`,
      `/dashboard/events/${id}/registrations?q=${value}&view=${value}&cursor=${value}&person=${value}`,
      `/dashboard/events/${id}/registrations?q=a&q=${value}`,
      `/api/events/${id}/roster?q=${value}&view=${value}&cursor=${value}`,
      `/api/events/${id}/roster?person=${value}`,
      `/api/events/${id}/roster?cursor=99999999999999999999_${"-".repeat(36)}`,
    ];
  };
  for (const [at, text] of ANYTHING.entries())
    for (const [which, path] of pages(text).entries()) {
      // Each value in a quarter of the pages, and each page with a quarter of the values.
      if ((at + which) % 4 > 0) continue;
      const who =
        path.startsWith("/dashboard") || path.includes("/events/") ? host.request : request;
      const answer = await who.get(path, { headers: { accept: "text/html" }, maxRedirects: 0 });
      expect(answer.status(), path.slice(0, 200)).toBeLessThan(
        path.startsWith("/api/") ? 500 : 400,
      );
    }
  await expectPercentIsPercent(host, id);
});

/** `%` and `_` are letters of a search, and no wildcards. */
async function expectPercentIsPercent(host: Page, id: string): Promise<void> {
  for (const query of ["%", "_", "\\"]) {
    const answer = await host.request.get(
      `/api/events/${id}/roster?q=${encodeURIComponent(query)}`,
    );
    expect((await answer.json()).total, query).toBe(0);
  }
}
