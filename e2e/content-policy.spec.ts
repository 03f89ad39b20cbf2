import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { product } from "./setup/product";

/*
 * The policy blesses Next's inline scripts by their shape: these tests tell when a new Next writes
 * others, or when a page brings an inline style.
 */

/** Collects what the browser says was blocked, and every uncaught error. */
function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  return problems;
}

/** React has taken the page over: it leaves its marks on elements. */
async function expectHydrated(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() =>
        [...document.querySelectorAll("a, button, input")].some((element) =>
          Object.keys(element).some((key) => key.startsWith("__reactFiber")),
        ),
      ),
    )
    .toBe(true);
}

async function signUp(page: Page): Promise<void> {
  await page.goto(product().sampleUrl);
  await page.locator("input[name=firstName]").fill("Ada");
  await page.locator("input[name=lastName]").fill("Lovelace");
  await page.locator("input[name=email]").fill(`ada.${randomUUID()}@example.com`);
  await page.locator("input[name=email]").press("Enter");
  await expect(page).toHaveURL(/\/r\/[\w-]{22}/);
}

test("nothing is blocked on public pages and they hydrate", async ({ page }) => {
  const problems = collectProblems(page);
  for (const path of ["/", product().sampleUrl, "/sign-in", "/privacy", "/accessibility"]) {
    await page.goto(path);
    await expectHydrated(page);
  }
  await page.goto("/e/there-is-no-such-event");
  await page.goto("/nothing/at/all");
  expect(problems).toEqual([]);
});

test("nothing is blocked from the form to the pass and its end", async ({ page }) => {
  const problems = collectProblems(page);
  await signUp(page);
  await expectHydrated(page);
  await page.goto(`${new URL(page.url()).pathname}/give-up`);
  expect(problems).toEqual([]);
});

test("a script that was injected does not run", async ({ page }) => {
  await page.route("**/e/**", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(
      "</body>",
      "<script>document.title = 'injected'</script></body>",
    );
    await route.fulfill({ response: answer, body });
  });
  await page.goto(product().sampleUrl);
  await expectHydrated(page);
  await expect(page).not.toHaveTitle("injected");
});

test("each answer keeps to itself: private, with its policy, without a way to poison it", async ({
  request,
}) => {
  const nonce = "script-src 'nonce-poison'";
  const headers = { accept: "text/html", "content-security-policy": nonce };
  const poisoned = await request.get("/e/never-asked-for-before", { headers });
  expect(await poisoned.text()).not.toContain("poison");
  const answer = await request.get(product().sampleUrl, { headers: { accept: "text/html" } });
  expect(answer.headers()["content-security-policy"]).toMatch(/script-src 'self' 'sha256-/);
  expect(answer.headers()["content-security-policy"]).not.toContain("unsafe");
  expect(answer.headers()["cache-control"]).toBe("private, no-cache");
});
