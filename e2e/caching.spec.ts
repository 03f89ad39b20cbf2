import type { APIRequestContext } from "@playwright/test";
import { product } from "./setup/product";
import { changeEvent, makeEvent } from "./support/event-states";
import { expect, test } from "./support/test";

/*
 * Public pages come out of Next's cache, whoever asks. One call of headers() or cookies() in their
 * tree (a layout, not-found.tsx, which is part of each of them) would render them for everybody
 * anew, and nothing else would tell.
 */

async function look(
  request: APIRequestContext,
  path: string,
  headers: Record<string, string> = {},
) {
  const answer = await request.get(path, { headers: { accept: "text/html", ...headers } });
  return {
    cache: answer.headers()["x-nextjs-cache"],
    status: answer.status(),
    text: await answer.text(),
  };
}

test.describe("public pages", () => {
  test("are rendered once for everybody", async ({ request }) => {
    const path = new URL(product().sampleUrl).pathname;
    await expect.poll(async () => (await look(request, path)).cache).toBe("HIT");
    for (const cookie of ["next-auth.session-token=somebody", "usher-browser=x", "usher-draft=x"])
      expect((await look(request, path, { cookie })).cache, cookie).toBe("HIT");
    expect((await look(request, `${path}?utm_source=mail&x=1`)).cache).toBe("HIT");
  });

  test("are kept by language", async ({ request }) => {
    const sample = new URL(product().sampleUrl).pathname;
    for (const language of ["fr", "en"]) {
      const headers = { "accept-language": language };
      await expect.poll(async () => (await look(request, sample, headers)).cache).toBe("HIT");
      expect((await look(request, sample, headers)).text).toContain(`<html lang="${language}"`);
    }
  });

  test("are new as soon as the organizer saves", async ({ request, desk }) => {
    const host = await desk("ines");
    const event = await makeEvent(host, "ines", "Kept");
    const path = `/e/${event.slug}`;
    await expect.poll(async () => (await look(request, path)).cache).toBe("HIT");
    await changeEvent(host, event.id, { fields: { title: "Changed a moment ago" } });
    await expect
      .poll(async () => (await look(request, path)).text)
      .toContain("Changed a moment ago");
    await expect.poll(async () => (await look(request, path)).cache).toBe("HIT");
  });
});
