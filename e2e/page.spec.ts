import type { APIRequestContext } from "@playwright/test";
import jsQr from "jsqr";
import sharp from "sharp";
import { product } from "./setup/product";
import { changeEvent, makeEvent } from "./support/event-states";
import { fillForm, somebody } from "./support/events";
import { expect, test } from "./support/test";

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

test.describe("an event's page @desktop", () => {
  test("is shown elsewhere with a picture of its own, which changes with it", async ({
    desk,
    request,
  }) => {
    const host = await desk("ines");
    const event = await makeEvent(host, "ines", "Shared: an evening");
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

    await changeEvent(host, event.id, { checks: ["accent-pine"] });
    await expect
      .poll(async () => said(await read(request, path), "property", "og:image"))
      .not.toBe(image);
    const after = said(await read(request, path), "property", "og:image") ?? "";
    expect(await (await request.get(after)).body()).not.toEqual(await answer.body());
    // The old address stays good for whoever kept the link, but not for ever.
    expect((await request.get(image)).headers()["cache-control"]).toBe("public, max-age=300");
    expect((await request.get("/api/share/no-such-event")).status()).toBe(404);
  });

  test("is told to search engines as it stands", async ({ desk, request }) => {
    const host = await desk("ines");
    const event = await makeEvent(host, "ines", "Told", {
      times: { startsAt: 3000, endsAt: 3060 },
    });
    const told = jsonLd(await read(request, `/e/${event.slug}`));
    expect(told).toMatchObject({
      "@type": "Event",
      eventStatus: "https://schema.org/EventScheduled",
      url: `${product().appUrl}/e/${event.slug}`,
      offers: { availability: "https://schema.org/InStock" },
    });
    await changeEvent(host, event.id, { times: { startsAt: 4000, endsAt: 4060 } });
    await expect
      .poll(async () => jsonLd(await read(request, `/e/${event.slug}`)))
      .toMatchObject({
        eventStatus: "https://schema.org/EventRescheduled",
        previousStartDate: told.startDate,
      });
  });

  test("is for whoever has its address, until its organizer lists it", async ({
    desk,
    request,
  }) => {
    const host = await desk("ines");
    const event = await makeEvent(host, "ines", "Listed");
    const address = `${product().appUrl}/e/${event.slug}`;
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

  test("has a QR code to print, with its address to copy", async ({ desk }) => {
    const host = await desk("ines", { permissions: ["clipboard-read", "clipboard-write"] });
    const event = await makeEvent(host, "ines", "Printed");
    const address = `${product().appUrl}/e/${event.slug}`;
    const card = host.locator("section", { has: host.getByRole("heading", { name: "Address" }) });
    await card.getByRole("button", { name: "Copy" }).click();
    await expect(card.getByText("Copied")).toBeVisible();
    expect(await host.evaluate(() => navigator.clipboard.readText())).toBe(address);

    const code = await host.request.get(`/api/events/${event.id}/qr?as=png`);
    expect(code.headers()["content-disposition"]).toBe(`attachment; filename="${event.slug}.png"`);
    expect(await sharp(await code.body()).metadata()).toMatchObject({ format: "png", width: 1200 });
    expect(await readQr(await code.body())).toBe(address);
    const svg = await host.request.get(`/api/events/${event.id}/qr`);
    expect(await readQr(await svg.body())).toBe(address);
  });

  test("is filled in from its address, with and without JavaScript", async ({ browser }) => {
    const path = new URL(product().sampleUrl).pathname;
    const query = "?firstName=Amara&email=amara%40example.org&slug=elsewhere&lastName=";
    const values = async (javaScriptEnabled: boolean, address: string) => {
      const context = await browser.newContext({ baseURL: product().appUrl, javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(address);
      const field = (name: string) => page.locator(`form input[name=${name}]`).first();
      await expect(field("firstName")).toHaveValue("Amara");
      await expect(field("lastName")).toHaveValue("");
      await expect(field("email")).toHaveValue("amara@example.org");
      await expect(field("slug")).toHaveValue(path.split("/")[2] ?? "");
      await context.close();
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
      const context = await browser.newContext({ baseURL: product().appUrl, javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(`/e/${event.slug}${query}`);
      const who = somebody();
      if (mistake) {
        await fillForm(page, { ...who, email: "nobody" });
        await expect(page.locator("#summary")).toBeVisible();
      }
      await fillForm(page, who);
      await expect(page).toHaveURL(/\/r\/[\w-]{22}$/);
      expect((await context.cookies()).map(({ name }) => name)).toEqual(["usher-browser"]);
      await context.close();
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
});
