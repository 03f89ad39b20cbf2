import { product } from "./setup/product";
import { inOwnBrowser } from "./support/browsers";
import { expect, test } from "./support/test";
import { collectProblems, expectHydrated } from "./support/visit";

/*
 * The policy blesses Next's inline scripts by their shape: these tests tell when a new Next writes
 * others. That nothing is blocked on any page, every-page.spec.ts sees.
 */

test("the form hydrates before and after an error, and still works", async ({ browser }) => {
  const { made } = await inOwnBrowser(browser, async (page) => {
    const problems: string[] = [];
    collectProblems(page, (problem) => problems.push(problem));
    await page.goto(product().sampleUrl);
    await expectHydrated(page, "form", "input[name=email]");
    await page.locator("input[name=email]").press("Enter");
    await expect(page.locator("#summary")).toBeFocused();
    await expectHydrated(page, "form with errors", "input[name=email]");
    return problems;
  });
  expect(made).toEqual([]);
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
  await expectHydrated(page, "injected");
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
