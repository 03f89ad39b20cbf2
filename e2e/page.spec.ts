import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIRequestContext, Locator } from "@playwright/test";
import jsQr from "jsqr";
import sharp from "sharp";
import { product } from "./setup/product";
import { violations } from "./support/axe";
import { guest, leave } from "./support/browsers";
import { givePicture } from "./support/covers";
import { changeEvent, makeEvent } from "./support/event-states";
import { fillForm, somebody } from "./support/events";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";
import { collectProblems } from "./support/visit";

/*
 * What a page is besides its form: how it is found and shown elsewhere, led to and embedded. One
 * host for all of it, so that making events takes no longer than the tests.
 */

const HTML = { accept: "text/html" };

async function read(request: APIRequestContext, path: string): Promise<string> {
  return (await request.get(path, { headers: HTML })).text();
}

/** What a tag in the page's head says: `meta[property="og:image"]`. */
function said(html: string, attribute: string, name: string): string | null {
  const tag = html.match(new RegExp(`<(?:meta|link) [^>]*${attribute}="${name}"[^>]*>`))?.[0] ?? "";
  const value = /(?:content|href)="([^"]*)"/.exec(tag)?.[1] ?? null;
  return value?.replaceAll("&amp;", "&") ?? null;
}

function jsonLd(html: string) {
  const [, data = "{}"] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
  return JSON.parse(data);
}

/** What a camera reads in a picture. */
async function readQr(picture: Buffer): Promise<string | undefined> {
  const { data, info } = await sharp(picture, { density: 600 })
    .resize(600)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsQr(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

test.describe("an event's page", () => {
  test("says when by the clocks of its reader, who signs up in them", async ({ browser, desk }) => {
    const event = await makeEvent(await desk("ines"), "ines", "Clocks: an evening", {
      times: { startsAt: 3000, endsAt: 3060 },
    });
    const path = `/e/${event.slug}`;
    const near = await guest(browser, { timezoneId: "Africa/Abidjan" });
    await near.goto(path);
    const facts = near.locator(".facts");
    await expect(facts).toContainText("UTC");
    await near.waitForLoadState("networkidle");
    await expect(facts, "the same clocks have one name").not.toContainText("Abidjan");

    const far = await guest(browser, { timezoneId: "Asia/Tokyo" });
    const asked: string[] = [];
    far.on("request", (each) => {
      if (each.url().includes("/api/when")) asked.push(each.url());
    });
    await far.goto(path);
    await expect(far.locator(".facts .num").first()).toContainText("Tokyo");
    await expect(far.locator(".facts .hint.num")).toContainText("UTC");
    expect(asked, "one question for all times of a page").toHaveLength(1);
    const begins = await far.locator(".facts time").first().getAttribute("datetime");
    const day = new Intl.DateTimeFormat("en", { timeZone: "Asia/Tokyo", day: "numeric" });
    const leaf = far.locator(".facts .leaf span").first();
    await expect(leaf).toHaveText(day.format(new Date(begins ?? "")));
    const who = somebody();
    await fillForm(far, who);
    await expect(far.locator(".ticket time + br ~ small")).toContainText("UTC");
    const { text } = await tenant().waitForMail({ to: who.email, subject: event.subject });
    expect(text).toMatch(/Tokyo[\s\S]*UTC/);
  });

  test("says the event's own clocks to a reader who gets no answer about theirs", async ({
    browser,
    desk,
  }) => {
    const event = await makeEvent(await desk("ines"), "ines", "Clocks: none", {
      times: { startsAt: 3000, endsAt: 3060 },
    });
    const far = await guest(browser, { timezoneId: "Asia/Tokyo" });
    await far.route("**/api/when?*", (route) => route.abort());
    const failed = far.waitForEvent("requestfailed");
    await far.goto(`/e/${event.slug}`);
    expect((await failed).url()).toContain("/api/when?");
    await expect(far.locator(".facts")).toContainText("UTC");
    await expect(far.locator(".facts")).not.toContainText("Tokyo");
    await far.unrouteAll();
  });

  test("says a reader's own clocks where the browser runs no worker", async ({ browser, desk }) => {
    const event = await makeEvent(await desk("ines"), "ines", "Clocks: no worker", {
      times: { startsAt: 3000, endsAt: 3060 },
    });
    const far = await guest(browser, { timezoneId: "Asia/Tokyo" });
    await far.route("**/reader-zone.js", (route) => route.abort());
    const failed = far.waitForEvent("requestfailed");
    await far.goto(`/e/${event.slug}`);
    expect((await failed).url()).toMatch(/\/reader-zone\.js$/);
    await expect(far.locator(".facts .num").first()).toContainText("Tokyo");
    await far.unrouteAll();
  });

  test("is shown elsewhere with a picture of its own and told to search engines, as it stands", async ({
    desk,
    request,
  }) => {
    const host = await desk("ines");
    const event = await makeEvent(host, "ines", "Shared: an evening", {
      times: { startsAt: 3000, endsAt: 3060 },
    });
    const path = `/e/${event.slug}`;
    const before = await read(request, path);
    expect(said(before, "rel", "canonical")).toBe(`${product().appUrl}${path}`);
    expect(said(before, "property", "og:title")).toContain("Shared: an evening");
    expect(said(before, "name", "twitter:card")).toBe("summary_large_image");
    const image = said(before, "property", "og:image") ?? "";
    expect(image).toMatch(new RegExp(`^${product().appUrl}/api/share/`));
    const answer = await request.get(image);
    expect(answer.headers()).toMatchObject({
      "content-type": "image/jpeg",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
    });
    const picture = await sharp(await answer.body()).metadata();
    expect(picture).toMatchObject({ format: "jpeg", width: 1200, height: 630 });
    expect(said(before, "property", "og:image:width")).toBe("1200");

    const told = jsonLd(before);
    expect(told).toMatchObject({
      "@type": "Event",
      eventStatus: "https://schema.org/EventScheduled",
      url: `${product().appUrl}${path}`,
      offers: { availability: "https://schema.org/InStock" },
    });

    await changeEvent(host, event.id, {
      fields: { accent: "pine" },
      times: { startsAt: 4000, endsAt: 4060 },
    });
    await expect
      .poll(async () => said(await read(request, path), "property", "og:image"))
      .not.toBe(image);
    expect(jsonLd(await read(request, path))).toMatchObject({
      eventStatus: "https://schema.org/EventRescheduled",
      previousStartDate: told.startDate,
    });
    // The first look at its meeting may write the page anew, as it is, between two questions.
    const newest = async () => {
      const after = said(await read(request, path), "property", "og:image") ?? "";
      const later = await request.get(after);
      expect(later.headers()["cache-control"], "it is the page's newest").toContain("immutable");
      return later.body();
    };
    await expect(newest).toPass();
    expect((await answer.body()).equals(await newest()), "the same picture").toBe(false);
    // The old address stays good for whoever kept the link, but not for ever.
    expect((await request.get(image)).headers()["cache-control"]).toBe("public, max-age=300");
    expect((await request.get("/api/share/no-such-event")).status()).toBe(404);
  });

  test("has its address to copy and to print, and stands in search engines once it is listed", async ({
    desk,
    request,
  }) => {
    const host = await desk("ines", { permissions: ["clipboard-read", "clipboard-write"] });
    const event = await makeEvent(host, "ines", "Listed");
    const address = `${product().appUrl}/e/${event.slug}`;
    await host.goto(`/dashboard/events/${event.id}`);
    const card = host.locator("section", { has: host.getByRole("heading", { name: "Address" }) });
    await card.getByRole("button").click();
    await expect(card.getByText("Copied")).toBeVisible();
    expect(await host.evaluate(() => navigator.clipboard.readText())).toBe(address);

    const code = await host.request.get(`/api/events/${event.id}/qr?as=png`);
    expect(code.headers()["content-disposition"]).toBe(`attachment; filename="${event.slug}.png"`);
    expect(await sharp(await code.body()).metadata()).toMatchObject({ format: "png", width: 1200 });
    expect(await readQr(await code.body())).toBe(address);
    const svg = await host.request.get(`/api/events/${event.id}/qr`);
    expect(await readQr(await svg.body())).toBe(address);

    const robots = async () => said(await read(request, `/e/${event.slug}`), "name", "robots");
    const map = async () => (await request.get("/sitemap.xml")).text();
    expect(await robots()).toBe("noindex");
    expect(await map()).not.toContain(address);

    await host.goto(`/dashboard/events/${event.id}/settings`);
    await host.getByRole("button", { name: "Let it be found" }).click();
    await expect(host.getByText("Search engines may find the page from now on.")).toBeVisible();
    await expect.poll(robots).toBeNull();
    expect(await map()).toContain(`<loc>${address}</loc>`);

    await host.getByRole("button", { name: "Take it out" }).click();
    await expect.poll(robots).toBe("noindex");
    expect(await map()).not.toContain(address);

    const rules = await (await request.get("/robots.txt")).text();
    expect(rules).toContain(`Sitemap: ${product().appUrl}/sitemap.xml`);
    expect(rules).toContain("Disallow: /dashboard");
  });

  test("is filled in from its address, with and without JavaScript", async ({ browser }) => {
    const path = new URL(product().sampleUrl).pathname;
    const query = "?firstName=Amara&email=amara%40example.org&slug=elsewhere&lastName=";
    const values = async (javaScriptEnabled: boolean, address: string) => {
      const page = await guest(browser, { javaScriptEnabled });
      await page.goto(address);
      const field = (name: string) => page.locator(`form input[name=${name}]`).first();
      await expect(field("firstName")).toHaveValue("Amara");
      await expect(field("lastName")).toHaveValue("");
      await expect(field("email")).toHaveValue("amara@example.org");
      await expect(field("slug")).toHaveValue(path.split("/")[2] ?? "");
      await leave(page);
    };
    await values(true, path + query);
    await values(false, `${path}/register${query}`);
  });

  test("keeps where people came from, and counts it for the organizer", async ({
    desk,
    browser,
  }) => {
    const host = await desk("ines");
    const event = await makeEvent(host, "ines", "Found");
    const come = async (javaScriptEnabled: boolean, query: string, mistake = false) => {
      const page = await guest(browser, { javaScriptEnabled });
      await page.goto(`/e/${event.slug}${query}`);
      const who = somebody();
      if (mistake) {
        await fillForm(page, { ...who, email: "nobody" });
        await expect(page.locator("#summary")).toBeVisible();
      }
      await fillForm(page, who);
      // A redirect keeps the fragment of the form that was sent.
      await expect(page).toHaveURL(/\/r\/[\w-]{22}(?:#summary)?$/);
      const cookies = (await page.context().cookies()).map(({ name }) => name);
      expect(cookies.filter((name) => !/^usher-(?:browser|draft)$/.test(name))).toEqual([]);
      await leave(page);
    };
    await come(true, "?utm_source=newsletter&utm_campaign=spring");
    await come(false, "?utm_source=newsletter&utm_campaign=spring", true);
    await come(true, "?ref=partner", true);
    await come(false, "");
    await host.goto(`/dashboard/events/${event.id}`);
    const card = host.locator("section", {
      has: host.getByRole("heading", { name: "Where they came from" }),
    });
    await expect(card.locator(".fact")).toHaveText([
      "newsletter · spring2 people",
      "partner1 person",
      "The address said nothing1 person",
    ]);
  });

  test("wears its organizer's picture, put there with and without JavaScript, by nobody else", async ({
    desk,
    request,
  }) => {
    const host = await desk("ines");
    const event = await makeEvent(host, "ines", "Pictured");
    const picture = await sharp({
      create: { width: 1800, height: 900, channels: 3, background: "teal" },
    })
      .jpeg()
      .toBuffer();
    const shown = async () =>
      /<img[^>]* class="covered__img"[^>]*>/.exec(await read(request, `/e/${event.slug}`))?.[0];
    for (const javaScriptEnabled of [true, false]) {
      const editor = javaScriptEnabled ? host : await desk("ines", { javaScriptEnabled });
      const box = editor.locator("#cover");
      const send = async (name: string, buffer: Buffer, alt: string) => {
        const file = { name, mimeType: "image/jpeg", buffer };
        await box.locator("input[type=file]").setInputFiles(file);
        await box.locator("input[name=alt]").fill(alt);
        await box.getByRole("button", { name: /^(Use this picture|Save)$/ }).click();
      };
      await editor.goto(`/dashboard/events/${event.id}/edit`);
      if (javaScriptEnabled) await expect(editor.locator(".saved")).toHaveText("Saved as you go");
      await send("text.jpg", Buffer.from("<svg onload=alert(1)>"), "");
      await expect(box).toContainText("That file is no picture that pages can show.");
      await send("tide.jpg", picture, "Low tide at dawn");
      await expect(box).toContainText("The picture is on the page.");
      await expect(box.getByRole("img", { name: "Low tide at dawn" })).toBeVisible();

      await expect.poll(shown).toContain('alt="Low tide at dawn"');
      const address = /\/api\/covers\/[0-9a-f]{64}/.exec((await shown()) ?? "")?.[0] ?? "";
      for (const [size, width] of [
        ["", 1680],
        ["?size=small", 840],
      ] as const) {
        const answer = await request.get(address + size);
        expect(answer.headers()).toMatchObject({
          "content-type": "image/webp",
          "cache-control": "public, max-age=31536000, immutable",
          "x-content-type-options": "nosniff",
        });
        expect(await sharp(await answer.body()).metadata()).toMatchObject({ width });
      }
      const share = said(await read(request, `/e/${event.slug}`), "property", "og:image") ?? "";
      expect((await request.get(share)).status()).toBe(200);

      await box.getByRole("button", { name: "Remove the picture" }).click();
      await expect(box).toContainText("The picture is gone.");
      await expect.poll(shown).toBeUndefined();
      expect((await request.get(address)).status()).toBe(404);
    }

    const post = async (by: APIRequestContext, size: number) =>
      by.post(`/dashboard/events/${event.id}/cover`, {
        headers: { origin: product().appUrl, accept: "application/json" },
        multipart: { file: { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(size) } },
      });
    expect((await post(request, 10)).status()).toBe(401);
    expect((await post((await desk("aiko")).request, 10)).status()).toBe(404);
    expect((await post(host.request, 11 * 1024 * 1024)).status()).toBe(413);
    expect(await (await post(host.request, 2 * 1024 * 1024)).json()).toEqual({
      outcome: "not-a-picture",
    });
    for (const hash of ["", "x", "0".repeat(64)])
      expect((await request.get(`/api/covers/${hash}`)).status()).toBe(404);
  });

  test("stands in a frame on the sites that its organizer names, and on no other", async ({
    desk,
    browser,
  }) => {
    const host = await desk("ines", { permissions: ["clipboard-read", "clipboard-write"] });
    const event = await makeEvent(host, "ines", "Framed");
    const [partner, stranger] = [await foreignSite(), await foreignSite()];
    const settings = `/dashboard/events/${event.id}/settings`;
    await host.goto(settings);
    const card = host.locator("section", {
      has: host.getByRole("heading", { name: "On your own site" }),
    });
    const sites = card.getByLabel("Sites", { exact: true });
    await sites.fill(`${partner.origin}/page`);
    await card.getByRole("button", { name: "Save the sites" }).click();
    await expect(card).toContainText(`${partner.origin}/page is not a site’s address.`);
    await expect(sites).toHaveValue(`${partner.origin}/page`);
    await sites.fill(partner.origin);
    await card.getByRole("button", { name: "Save the sites" }).click();
    await expect(card.getByText("Saved.")).toBeVisible();
    const snippet = await card.locator("#snippet-form").inputValue();
    partner.show(snippet);
    stranger.show(snippet);
    await expect
      .poll(async () => {
        const answer = await host.request.get(`/e/${event.slug}/embed`, { headers: HTML });
        return answer.headers()["content-security-policy"];
      })
      .toContain(`frame-ancestors 'self' ${partner.origin}`);

    for (const javaScriptEnabled of [true, false]) {
      const page = await guest(browser, { javaScriptEnabled });
      const problems: string[] = [];
      collectProblems(page, (problem) => problems.push(problem));
      await page.goto(partner.origin);
      const frame = page.frameLocator("iframe");
      await expect(frame.locator("input[name=email]")).toBeVisible();
      if (javaScriptEnabled) {
        await expect
          .poll(async () => (await page.locator("iframe").boundingBox())?.height)
          .not.toBe(720);
        const height = async (part: Locator) => Math.ceil((await part.boundingBox())?.height ?? 0);
        await expect
          .poll(
            async () =>
              (await height(frame.locator(".embed"))) - (await height(page.locator("iframe"))),
          )
          .toBe(0);
      }
      for (const [name, value] of Object.entries(somebody()))
        await frame.locator(`input[name=${name}]`).fill(value);
      await frame.locator("form button[type=submit]").click();
      await expect(page).toHaveURL(new RegExp(`^${product().appUrl}/r/[\\w-]{22}$`));
      expect(problems).toEqual([]);

      await page.goto(stranger.origin);
      await expect(page.frameLocator("iframe").locator("form")).toHaveCount(0);
      await leave(page);
    }
    await host.goto(`/dashboard/events/${event.id}`);
    await expect(host.locator("section[aria-labelledby=sources] .fact")).toHaveText([
      "embed2 people",
    ]);
    await Promise.all([partner.close(), stranger.close()]);
  });

  test("is a button in a frame where only members may; axe finds nothing there or round it", async ({
    desk,
    browser,
  }) => {
    const host = await desk("ines");
    const event = await makeEvent(host, "ines", "For members", {
      fields: { audience: "organization" },
    });
    await givePicture(host, event.id, "The sea at dawn");
    const reader = await guest(browser);
    await reader.goto(`/e/${event.slug}/embed`);
    await expect(reader.locator("form")).toHaveCount(0);
    const button = reader.getByRole("link", { name: "Reserve your place" });
    await expect(button).toHaveAttribute("target", "_top");
    const { pathname } = new URL(product().sampleUrl);
    for (const [page, path] of [
      [reader, `/e/${event.slug}`],
      [reader, `/e/${event.slug}/embed`],
      [reader, `${pathname}/embed`],
      [host, `/dashboard/events/${event.id}`],
      [host, `/dashboard/events/${event.id}/settings`],
      [host, `/dashboard/events/${event.id}/edit`],
    ] as const) {
      await page.goto(path);
      expect(await violations(page), path).toEqual([]);
    }
    await leave(reader);
  });
});

/** A site of somebody else's, with a page that holds what was pasted into it. */
async function foreignSite() {
  let pasted = "";
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>Elsewhere</title><main>${pasted}</main>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    show(html: string) {
      pasted = html;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
