import type { Locator, Page } from "@playwright/test";
import { guest, leave } from "./support/browsers";
import { makeEvent } from "./support/event-states";
import { joinButton, somebody } from "./support/events";
import { askSix } from "./support/forms";
import { expect, test } from "./support/test";

/*
 * For everybody: from the event's page to the pass by keyboard alone, at 400 % zoom, and in forced
 * colours. The statement at /accessibility names this file as its evidence.
 */

/** 1280 × 1024 at 400 %. */
const ZOOMED = { width: 320, height: 256 };
const AT_A_DESK = { width: 1280, height: 1024 };

interface Stop {
  name: string;
  outlined: boolean;
  inSight: boolean;
}

/** What has the focus, and whether somebody sees that it has. */
function focused(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const at = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const top = document.elementFromPoint(x, y);
    const about = at.getAttribute("name") ?? at.textContent?.trim().slice(0, 40) ?? "";
    return {
      name: `${at.tagName.toLowerCase()} ${about}`,
      outlined: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
      inSight: top !== null && (at.contains(top) || top.contains(at)),
    };
  });
}

/** Presses Tab until `wanted` has the focus; every stop on the way has to be seen. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const unseen: Stop[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (!stop.outlined || !stop.inSight) unseen.push(stop);
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      expect(unseen).toEqual([]);
      return;
    }
  }
  throw new Error(`No Tab leads to ${wanted}.`);
}

/** How it looks, with what stands round it: an outline is outside. */
async function look(page: Page, what: Locator): Promise<Buffer> {
  await what.scrollIntoViewIfNeeded();
  const box = await what.boundingBox();
  if (!box) throw new Error(`${what} is not to be seen.`);
  const clip = {
    x: Math.max(box.x - 8, 0),
    y: Math.max(box.y - 8, 0),
    width: box.width + 16,
    height: box.height + 16,
  };
  return page.screenshot({ clip, animations: "disabled", caret: "hide" });
}

/** Nothing has the focus. */
async function blur(page: Page): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

async function expectNoSidewaysScroll(page: Page, name: string): Promise<void> {
  const widths = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(widths.content, name).toBeLessThanOrEqual(widths.window);
}

test("a place is taken by keyboard alone, at 400 % zoom and in forced colours", async ({
  browser,
  desk,
}) => {
  test.slow();
  const organizer = await desk("tomas");
  const event = await makeEvent(organizer, "tomas", "Everybody");
  await askSix(organizer, event.id);
  const page = await guest(browser, { viewport: AT_A_DESK, painted: true });
  const address = `${new URL(organizer.url()).origin}/e/${event.slug}`;
  const who = somebody();
  const key = (name: string) => page.keyboard.press(name);
  const field = (name: string) => page.getByRole("textbox", { name });
  const send = page.getByRole("button", { name: "Reserve my place" });

  await test.step("the first Tab skips to what the page is about", async () => {
    await page.goto(address);
    await key("Tab");
    expect((await focused(page)).outlined).toBe(true);
    await key("Enter");
    await expect(page.locator("main")).toBeFocused();
  });

  await test.step("what is missing takes the focus, and leads to its field", async () => {
    await tabTo(page, field("First name"));
    await key("Enter");
    await expect(page.locator("#summary")).toBeFocused();
    await expect(page.locator("#summary")).toMatchAriaSnapshot(`
      - alert "5 things to put right":
        - heading "5 things to put right" [level=2]
        - list:
          - listitem:
            - link "Enter your first name"
          - listitem:
            - link "Enter your last name"
          - listitem:
            - link "Enter your email address"
          - listitem:
            - link /How will you take part/
          - listitem:
            - link /I agree that the talk is recorded/
    `);
    await tabTo(page, page.getByRole("link", { name: "Enter your first name" }));
    await key("Enter");
    await expect(field("First name")).toBeFocused();
    await expect(field("First name")).toHaveAccessibleDescription(/Enter your first name/);
  });

  await test.step("at 400 % the errors, and each field with them, fit", async () => {
    await page.setViewportSize(ZOOMED);
    await expectNoSidewaysScroll(page, "form with errors");
    await page.setViewportSize(AT_A_DESK);
  });

  await test.step("in forced colours focus, choices and errors are to be seen", async () => {
    await page.emulateMedia({ forcedColors: "active" });
    const controls = [
      field("Last name"),
      page.getByRole("radio", { name: "I bring data" }),
      page.getByRole("checkbox", { name: "Monday" }),
      send,
      page.getByText("Privacy at this event"),
    ];
    for (const control of controls) {
      await blur(page);
      const before = await look(page, control);
      // Shown as after a Tab: the last thing that happened came from the keyboard.
      await control.focus();
      expect((await look(page, control)).equals(before), `focus on ${control}`).toBe(false);
    }
    for (const control of controls.slice(1, 3)) {
      await blur(page);
      const before = await look(page, control);
      await control.check();
      await blur(page);
      expect((await look(page, control)).equals(before), `choice of ${control}`).toBe(false);
    }
    const wrong = page.locator(".field--bad:has([name=lastName])");
    const bad = await wrong.evaluate((element) => getComputedStyle(element).borderInlineStartStyle);
    expect(bad).toBe("solid");
    await page.emulateMedia({ forcedColors: "none" });
    await page.goto(address);
  });

  await test.step("every question is answered by its keys, and the form is sent", async () => {
    for (const [name, value] of [
      ["First name", who.firstName],
      ["Last name", who.lastName],
      ["Email", who.email],
      ["Where do you live?", "Porto"],
    ] as const) {
      await tabTo(page, field(name));
      await page.keyboard.type(value);
    }
    const listening = page.getByRole("radio", { name: "Just listening" });
    const data = page.getByRole("radio", { name: "I bring data" });
    await tabTo(page, listening);
    await key("Space");
    await key("ArrowDown");
    await expect(data).toBeChecked();
    // What is asked only now comes next.
    await tabTo(page, field("Which data do you bring?"));
    await page.keyboard.type("Tides");
    await tabTo(page, page.getByRole("checkbox", { name: "Tuesday" }));
    await key("Space");
    await tabTo(page, page.getByRole("checkbox", { name: "I agree that the talk is recorded" }));
    await key("Space");
    await tabTo(page, page.getByText("Privacy at this event"));
    await key("Enter");
    await expect(page.getByText("answers for it.")).toBeVisible();
    await page.setViewportSize(ZOOMED);
    await expectNoSidewaysScroll(page, "form");
    await page.setViewportSize(AT_A_DESK);
    await key("Shift+Tab");
    while (!(await send.evaluate((element) => element === document.activeElement)))
      await key("Shift+Tab");
    await key("Enter");
    await expect(page).toHaveURL(/\/r\/[\w-]{22}$/);
  });

  await test.step("the pass is read and used by keyboard, at 400 % and in forced colours", async () => {
    await expect(joinButton(page)).toBeVisible();
    const pass = page.url();
    await tabTo(page, joinButton(page));
    await tabTo(page, page.getByRole("button", { name: "Copy my link" }));
    await tabTo(page, page.getByRole("link", { name: /^Give up my place/ }));
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(pass);
    const before = await look(page, joinButton(page));
    await tabTo(page, joinButton(page));
    expect((await look(page, joinButton(page))).equals(before)).toBe(false);
    await page.emulateMedia({ forcedColors: "none" });
    await page.setViewportSize(ZOOMED);
    const origin = new URL(pass).origin;
    for (const path of ["", "/give-up", "/answers", "/replace"]) {
      await page.goto(`${pass}${path}`);
      await expectNoSidewaysScroll(page, `pass${path}`);
    }
    for (const path of ["/accessibility", "/privacy", "/", "/e/nowhere"]) {
      await page.goto(`${origin}${path}`);
      await expectNoSidewaysScroll(page, path);
    }
    await page.setViewportSize(AT_A_DESK);
    await page.goto(`${pass}/give-up`);
    await tabTo(page, page.getByRole("button", { name: "Give up my place" }));
    await key("Enter");
    await expect(page).toHaveURL(pass);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("You’ve given up your place");
  });
  await leave(page);
});
