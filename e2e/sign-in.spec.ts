import type { BrowserContext, Page } from "@playwright/test";
import { guest, leave, PLAIN } from "./support/browsers";
import { PEOPLE } from "./support/people";
import { tenant } from "./support/tenant";
import { expect, SIZES, test } from "./support/test";

const appUrl = () => new URL(test.info().project.use.baseURL ?? "").origin;
const button = (page: Page, name = "Sign in with Microsoft") => page.getByRole("button", { name });
const banner = (page: Page) => page.locator("section[aria-labelledby=problem]");

/** From sign-in to Microsoft's page of accounts, whose address `alter` may change on the way. */
async function toMicrosoft(page: Page, alter?: (address: URL) => void): Promise<void> {
  await page.goto("/sign-in");
  await button(page).click();
  await expect(page.getByRole("heading", { name: "Pick an account" })).toBeVisible();
  if (!alter) return;
  const address = new URL(page.url());
  alter(address);
  await page.goto(address.href);
}

/** Chooses an account there, and answers what it asks: each only when it comes up. */
async function choose(page: Page, name: string, answer = "Accept"): Promise<void> {
  const account = page.getByRole("button", { name });
  const asked = page.getByRole("button", { name: answer, exact: true });
  const isBack = () => new URL(page.url()).origin === appUrl();
  await account.or(asked).first().waitFor();
  if (await account.isVisible()) {
    await account.click();
    await expect.poll(async () => isBack() || (await asked.isVisible())).toBe(true);
  }
  if (!isBack()) await asked.click();
  await expect.poll(isBack).toBe(true);
}

async function signIn(page: Page, name: string): Promise<void> {
  await toMicrosoft(page);
  await choose(page, name);
  await expect(page).toHaveURL(/\/dashboard$/);
}

async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible();
}

/** Nothing that a cookie holds is a token of Microsoft's, or long enough to be one. */
async function expectNoTokens(context: BrowserContext, page: Page): Promise<void> {
  const cookies = (await context.cookies(appUrl())).filter(({ name }) => name.includes("auth"));
  expect(cookies.length).toBeGreaterThan(0);
  for (const { value } of cookies) expect(decodeURIComponent(value).length).toBeLessThan(500);
  const everything = JSON.stringify(cookies) + (await page.content());
  expect(everything).not.toMatch(/refresh_token|access_token|\beyJ[\w-]{200,}/);
  expect(everything).not.toMatch(/1\.A[\w-]{30,}\.AgAB/);
}

const withScopes = (left: RegExp) => (address: URL) => {
  const scopes = address.searchParams.get("scope") ?? "";
  address.searchParams.set("scope", scopes.replace(left, "").trim());
};

for (const javaScriptEnabled of [true, false]) {
  test.describe(`signing in ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    test.use({ javaScriptEnabled });

    for (const { size, device } of SIZES)
      test.describe(size, () => {
        test.use(device);

        test("leads to the events, and out again", async ({ page, context }) => {
          await signIn(page, "Ines Castillo");
          await expectNoTokens(context, page);
          await page.goto("/sign-in");
          await expect(page).toHaveURL(/\/dashboard$/);
          const kept = await context.cookies();
          await signOut(page, "Ines Castillo");
          await page.goto("/dashboard");
          await expect(page).toHaveURL(/\/sign-in\?from=%2Fdashboard$/);
          // The session is over, not only this browser's cookie of it.
          await context.addCookies(kept);
          await page.goto("/dashboard");
          await expect(page).toHaveURL(/\/sign-in\?from=%2Fdashboard$/);
          expect(await (await page.request.get("/api/auth/session")).json()).toEqual({});
        });
      });

    test("comes back to the page that was asked for", async ({ page }) => {
      await page.goto("/dashboard/new?q=a%20b");
      await button(page).click();
      await choose(page, "Ines Castillo");
      await expect(page).toHaveURL(/\/dashboard\/new\?q=a%20b$/);
    });

    test("says when somebody declines, and takes them back to agree", async ({ page }) => {
      await toMicrosoft(page, (address) => address.searchParams.set("prompt", "consent"));
      await choose(page, "Aiko Brandt", "Decline");
      await expect(banner(page)).toContainText("You didn’t agree, so nothing was connected");
      await expect(banner(page)).toContainText("AADSTS65004");
      await button(page, "Sign in again").click();
      await choose(page, "Aiko Brandt");
      await expect(page).toHaveURL(/\/dashboard$/);
    });
  });
}

test.describe("who may not come in", () => {
  test.use(PLAIN);

  test("a personal account", async ({ page }) => {
    await toMicrosoft(page);
    await page.getByRole("button", { name: "Sam Personal" }).click();
    await page.getByRole("link", { name: "Back to Usher" }).click();
    await expect(banner(page)).toContainText("That is a personal Microsoft account");
  });

  test("another organization's", async ({ page }) => {
    await toMicrosoft(page);
    await page.getByRole("button", { name: "Joe Abbott" }).click();
    await page.getByRole("link", { name: "Back to Usher" }).click();
    await expect(banner(page)).toContainText("That account belongs to another organization");
    await expect(button(page, "Choose another account")).toBeVisible();
  });

  test("one whose administrator has to approve first, until they have", async ({ page }) => {
    // Whatever an earlier run against the same tenant approved.
    await tenant().revoke(PEOPLE.ada.oid, 65001);
    await toMicrosoft(page);
    await choose(page, "Ada Okafor");
    await expect(banner(page)).toContainText("An administrator has to approve Usher first");
    const message = page.locator("section[aria-labelledby=admin]");
    await expect(message.locator("blockquote")).toContainText("/adminconsent?client_id=");
    const mail = await message.getByRole("link", { name: "Send by mail" }).getAttribute("href");
    expect(mail).toMatch(/^mailto:\?subject=Approval%20for%20Usher&body=Hello/);

    const approve = message.getByRole("link", { name: /adminconsent/ });
    const address = (await approve.getAttribute("href")) ?? "";
    await page.goto(address);
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(banner(page)).toContainText("You didn’t agree, so nothing was connected");
    await page.goto(address);
    await page.getByRole("button", { name: "Approve for Tidewater" }).click();
    await expect(page.getByText("Usher may now be used in your organization")).toBeVisible();
    await signIn(page, "Ada Okafor");
  });

  test("one without the permissions", async ({ page }) => {
    await toMicrosoft(page, withScopes(/OnlineMeetings\.ReadWrite|Calendars\.ReadBasic/g));
    await choose(page, "Kim Sato");
    await expect(banner(page)).toContainText("A permission is missing");
    await expect(page.locator("input[name=from]")).toHaveValue("/dashboard");
  });

  test("one that may not stay connected", async ({ page }) => {
    await toMicrosoft(page, withScopes(/offline_access/));
    await choose(page, "Aiko Brandt");
    await expect(banner(page)).toContainText("Usher may not stay connected");
    await button(page, "Sign in and agree").click();
    await choose(page, "Aiko Brandt");
    await expect(page).toHaveURL(/\/dashboard$/);
  });

  test("a sign-in that lost its cookies, or was made up", async ({ page, context }) => {
    await toMicrosoft(page);
    await context.clearCookies({ domain: "localhost" });
    await choose(page, "Ines Castillo");
    await expect(banner(page)).toContainText("That sign-in was interrupted");
    await page.goto("/api/auth/callback/entra?code=made-up&state=made-up");
    await expect(banner(page)).toContainText("That sign-in was interrupted");
    await page.goto("/api/auth/callback/entra?error=server_error");
    await expect(banner(page)).toContainText("Microsoft’s sign-in can’t be reached");
  });
});

test("leads nowhere but to pages of ours", async ({ page }) => {
  for (const from of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    await page.goto(`/sign-in?${new URLSearchParams({ from })}`);
    await expect(page.locator("input[name=from]")).toHaveCount(0);
  }
  await page.goto("/sign-in?problem=<script>&code=<b>x</b>");
  await expect(banner(page)).toHaveCount(0);
});

test.describe("the page", () => {
  test("speaks French, and every problem has its words", async ({ browser }) => {
    const page = await guest(browser, { ...PLAIN, locale: "fr-FR" });
    const titles = new Set<string | null>();
    const problems =
      "declined admin-consent personal-account wrong-tenant unlisted-tenant not-organizer missing-scopes no-refresh-token other-person blocked start-again attendee-start-again entra-down set-up try-again";
    for (const problem of problems.split(" ")) {
      await page.goto(`/sign-in?problem=${problem}`);
      titles.add(await banner(page).getByRole("heading").textContent());
      await expect(page).toHaveTitle(/^Problème\s: /);
    }
    expect(titles.size).toBe(problems.split(" ").length);
    await expect(page.locator("html")).toHaveAttribute("lang", "fr");
    await leave(page);
  });
});
