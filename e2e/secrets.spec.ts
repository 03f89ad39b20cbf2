import { readFileSync } from "node:fs";
import type { APIRequestContext, Page } from "@playwright/test";
import { product } from "./setup/product";
import { type Cookies, inOwnBrowser } from "./support/browsers";
import { mailedPass, makeEvent, newAttendee } from "./support/event-states";
import { PEOPLE } from "./support/people";
import { registrationOf, tenant } from "./support/tenant";
import { expect, test } from "./support/test";

/*
 * After a whole journey, what only its holder may see stands nowhere else. Tokens are looked for by
 * their shape, since nobody but Usher and Entra knows which ones were issued.
 */

const SHAPES = {
  "an access or ID token": /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  "a refresh token": /\b[01]\.A[\w-]{10,}\.[\w-]{10,}/,
  "a pass": /\/r\/(?!\[)[\w-]{22}/,
  "a personal link": /\/j\/(?!\[)[\w-]{22}/,
  "a join link": /teams\.microsoft\.com\/(l\/meetup-join|meet)\/|prid(=|%22)/,
};

test("secrets stay with their holders", async ({ browser, desk, request }) => {
  test.slow();
  const host = await desk("ines");
  const shown = await makeEvent(host, "ines", "Shown");
  const mailed = await makeEvent(host, "ines", "Mailed", { fields: { delivery: "email" } });
  const direct = await makeEvent(host, "ines", "Direct", { fields: { registrar: "direct" } });
  const events = [shown, mailed, direct];

  const attendees: Awaited<ReturnType<typeof newAttendee>>[] = [];
  for (const { slug } of events) attendees.push(await newAttendee(slug));
  const proved = await Promise.all(attendees.map(({ email }) => mailedPass(email)));
  const passes = [...proved, ...attendees.map(({ at }) => at).filter((at) => at.startsWith("/r/"))];
  expect(passes).toHaveLength(5);
  const personal = await hrefOn(browser, proved[2] ?? "", "/j/");
  const joinLinks = [
    ...events.map(({ joinUrl }) => joinUrl),
    ...(await Promise.all([shown, mailed].map(({ subject }) => registrationOf(subject)))).flatMap(
      (meeting) => meeting?.registrants.map(({ joinWebUrl }) => joinWebUrl) ?? [],
    ),
  ];
  expect(joinLinks.length).toBeGreaterThanOrEqual(5);
  const secrets = [
    ...passes.map((pass) => pass.slice("/r/".length)),
    new URL(personal).pathname.slice("/j/".length),
    ...joinLinks,
  ];
  // The shapes are what the tenant issues today.
  const { accessToken, refreshToken } = await tenant().grant(PEOPLE.ines.oid, ["User.Read"]);
  expect(accessToken).toMatch(SHAPES["an access or ID token"]);
  expect(refreshToken).toMatch(SHAPES["a refresh token"]);
  for (const link of joinLinks) expect(link).toMatch(SHAPES["a join link"]);

  await test.step("on no page that is not their holder's", async () => {
    for (const { slug } of events) await expectClean(request, `/e/${slug}`, secrets);
    for (const { slug } of events) await expectClean(request, `/api/places/${slug}`, secrets);
    await expectClean(request, `/e/${mailed.slug}/mailbox`, secrets);
    await inBrowserOf(browser, attendees[1]?.cookies, async (own) => {
      await expectClean(own, `/e/${mailed.slug}/mailbox`, secrets);
      await expectClean(own, `/e/${mailed.slug}/register`, secrets);
    });
    for (const { id } of events) {
      const row = await (await host.request.get(`/api/events/${id}/roster`)).json();
      const person = row.rows[0].id;
      for (const path of [
        "/dashboard",
        "/api/events",
        "/dashboard/connection",
        "/dashboard/new",
        `/dashboard/events/${id}`,
        `/dashboard/events/${id}/edit`,
        `/dashboard/events/${id}/preview`,
        `/dashboard/events/${id}/settings?ask=cancel`,
        `/dashboard/events/${id}/registrations?person=${person}`,
        `/api/events/${id}/roster`,
        `/api/events/${id}/roster?person=${person}`,
        "/api/auth/session",
      ])
        await expectClean(host.request, path, secrets);
    }
    // What the pass asks while it waits says how it stands, and not the link.
    await expectClean(request, `/api/passes/${proved[0]?.slice(3)}/state`, joinLinks);
  });

  await test.step("in no cookie", async () => {
    const jars = [await host.context().storageState(), ...attendees.map(({ cookies }) => cookies)];
    for (const jar of jars)
      expectNone(decodeURIComponent(JSON.stringify(jar)), secrets, "a cookie");
  });

  await test.step("another organizer's event answers like none", async () => {
    const other = await desk("aiko");
    for (const tail of ["", "/edit", "/registrations", "/settings", "/preview", "/form"]) {
      const theirs = await other.request.get(`/dashboard/events/${shown.id}${tail}`);
      expect(theirs.status()).toBe(404);
    }
    const theirs = await other.request.get(`/api/events/${shown.id}/roster`);
    const none = await other.request.get("/api/events/00000000-0000-4000-8000-000000000000/roster");
    expect([theirs.status(), await theirs.text()]).toEqual([none.status(), await none.text()]);
  });

  await test.step("holders' pages are theirs alone", async () => {
    const pass = proved[0] ?? "";
    const token = pass.slice(3);
    for (const path of [
      pass,
      `${pass}/answers`,
      `${pass}/give-up`,
      `${pass}/replace`,
      new URL(personal).pathname,
      `/api/passes/${token}/state`,
      `/api/passes/${token}/calendar`,
    ]) {
      const answer = await request.get(path, { headers: { accept: "text/html" } });
      const headers = answer.headers();
      expect(answer.status(), path).toBe(200);
      expect(headers["cache-control"], path).toContain("no-store");
      expect(headers["x-robots-tag"], path).toContain("noindex");
      expect(headers["referrer-policy"], path).toBe("same-origin");
    }
    // A personal link is a page and no redirect, and doesn't say where it leads.
    const way = await request.get(new URL(personal).pathname, { maxRedirects: 0 });
    expect(way.headers().location).toBeUndefined();
    expectNone(
      (await way.text()).replaceAll("&amp;", "&"),
      secrets.filter((secret) => !personal.includes(secret)),
      "/j",
    );
  });

  await test.step("nobody elsewhere is told where the reader came from", async () => {
    const told = await followAway(browser, proved[0] ?? "");
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((referrer) => referrer !== null)).toEqual([]);
  });

  await test.step("in no log", async () => {
    const [log = "", terminal = ""] = product().logFiles.map((file) => readFileSync(file, "utf8"));
    expect(log).toContain('"route":"/r/[token]"');
    expectNone(log + terminal, secrets, "a log");
    for (const [what, shape] of Object.entries(SHAPES))
      expect(shape.exec(log + terminal)?.[0], `${what} in a log`).toBeUndefined();
    for (const { email } of attendees) expect(log + terminal).not.toContain(email);
  });
});

/** Neither as it is, nor escaped as an address or in HTML. Says which one, by its number only. */
function expectNone(text: string, secrets: readonly string[], where: string): void {
  const found = secrets.flatMap((secret, index) =>
    [
      secret,
      encodeURIComponent(secret),
      secret.replaceAll("&", "&amp;"),
      decodeURIComponent(secret),
    ].some((form) => text.includes(form))
      ? [`secret ${index}`]
      : [],
  );
  expect(found, where).toEqual([]);
  expect(text, where).not.toMatch(SHAPES["an access or ID token"]);
  expect(text, where).not.toMatch(SHAPES["a refresh token"]);
}

/** The page as HTML and as what Next's client fetches of it. */
async function expectClean(
  request: APIRequestContext,
  path: string,
  secrets: readonly string[],
): Promise<void> {
  for (const headers of [{ accept: "text/html" }, { rsc: "1" }] as Record<string, string>[]) {
    const answer = await request.get(path, { headers });
    expect(answer.status(), path).toBe(200);
    expectNone(await answer.text(), secrets, path);
  }
}

type Browser = Parameters<typeof inOwnBrowser>[0];

async function hrefOn(browser: Browser, path: string, part: string): Promise<string> {
  const { made } = await inOwnBrowser(browser, async (page) => {
    await page.goto(path);
    return page.locator(`a[href*="${part}"]`).first().getAttribute("href");
  });
  if (!made) throw new Error(`No link with ${part} on the page.`);
  return made;
}

async function inBrowserOf(
  browser: Browser,
  cookies: Cookies | undefined,
  act: (request: APIRequestContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ baseURL: product().appUrl, storageState: cookies });
  await act(context.request);
  await context.close();
}

/** Follows each link of the page that leads elsewhere; answers the Referer that was sent there. */
async function followAway(browser: Browser, path: string): Promise<(string | null)[]> {
  const { made } = await inOwnBrowser(browser, async (page: Page) => {
    const told: (string | null)[] = [];
    const isOurs = (url: URL) => url.origin === product().appUrl;
    await page.route(
      (url) => !isOurs(url),
      async (route) => {
        told.push(route.request().headers().referer ?? null);
        await route.fulfill({ status: 200, contentType: "text/html", body: "elsewhere" });
      },
    );
    await page.goto(path);
    const links = page.locator("main a[href^='http']");
    const away: number[] = [];
    for (let at = 0; at < (await links.count()); at++) {
      const href = await links.nth(at).getAttribute("href");
      if (href && !isOurs(new URL(href))) away.push(at);
    }
    for (const at of away) {
      await page.goto(path);
      await links.nth(at).click();
      await expect(page.locator("body")).toHaveText("elsewhere");
    }
    return told;
  });
  return made;
}
