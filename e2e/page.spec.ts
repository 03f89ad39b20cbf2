import type { APIRequestContext } from "@playwright/test";
import sharp from "sharp";
import { product } from "./setup/product";
import { changeEvent, makeEvent } from "./support/event-states";
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
});
