import type { Page } from "@playwright/test";
import { violations } from "./support/axe";
import { makeEvent, newAttendee } from "./support/event-states";
import { PEOPLE } from "./support/people";
import { passMicrosoft } from "./support/sign-in";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";
import { collectProblems } from "./support/visit";

/*
 * An event's mails from its organizer's own mailbox: chosen, declined at Microsoft and given after
 * all, out of use for a while, and given back; each time read by somebody who signs up.
 */

const AIKO = PEOPLE.aiko.name;
const ADDRESS = "aiko.brandt@tidewater.example";
const SEND_MAIL = { method: "POST", path: "/me/sendMail$", organizer: PEOPLE.aiko.oid };

/** Who sends the mail that somebody new gets. */
async function sender(slug: string): Promise<"mailbox" | "server"> {
  const { email } = await newAttendee(slug);
  const mail = await tenant().waitForMail({ to: email }, 30_000);
  expect(mail.text).toMatch(/\/r\/[\w-]{22}/);
  return mail.envelopeFrom === ADDRESS ? "mailbox" : "server";
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page), colorScheme).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

const state = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });

test("mails go from an organizer's own mailbox, while it can be used", async ({ desk }) => {
  const page = await desk("aiko");
  const problems: string[] = [];
  collectProblems(page, (problem) => problems.push(problem));
  const { id, slug } = await makeEvent(page, "aiko", "From a mailbox");
  const at = `/dashboard/events/${id}/messages/sender`;

  await test.step("what is different is said before it is chosen", async () => {
    await page.goto(`/dashboard/events/${id}/messages`);
    await page.getByRole("link", { name: "Who sends them" }).click();
    await expect(page).toHaveURL(at);
    await expect(state(page, "The mail server sends")).toBeVisible();
    await expect(page.getByText("comes as an attached file")).toBeVisible();
    await expect(page.getByText("30 messages a minute")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("a no at Microsoft's is a sentence, and the mail server goes on", async () => {
    await page.getByRole("button", { name: "Ask Microsoft, then send from my mailbox" }).click();
    await page.locator("body:not(:has(.desk))").getByRole("button", { name: AIKO }).click();
    await expect(page.getByText("Send mail as you", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Decline" }).click();
    await expect(page).toHaveURL(`${at}?asked=declined`);
    await expect(page.getByText("You said no at Microsoft")).toBeVisible();
    await expect(state(page, "The mail server sends for now")).toBeVisible();
    await expectAccessible(page);
    expect(await sender(slug)).toBe("server");
    await page.goto(`/dashboard/events/${id}`);
    const needs = page.locator(".attn li", { hasText: `not from ${AIKO}’s mailbox` });
    await expect(needs.getByRole("button", { name: "Ask Microsoft" })).toBeVisible();
  });

  await test.step("once it is given, mails come from the mailbox", async () => {
    await page.goto(`${at}?asked=declined`);
    await page.getByRole("button", { name: "Ask Microsoft again" }).click();
    await passMicrosoft(page, AIKO);
    await expect(page).toHaveURL(at);
    await expect(state(page, `${AIKO}’s mailbox sends`)).toBeVisible();
    await expectAccessible(page);
    expect(await sender(slug)).toBe("mailbox");
    await page.goto(`/dashboard/events/${id}/messages`);
    await expect(page.getByText(`lies in ${AIKO}’s inbox`)).toBeVisible();
  });

  await test.step("out of use, the mail server sends, and it says who mends it", async () => {
    const body = { error: { code: "ErrorMessageSubmissionBlocked", message: "Blocked." } };
    const fault = await tenant().fault({
      service: "graph",
      match: SEND_MAIL,
      times: null,
      fault: { kind: "status", status: 403, body },
    });
    expect(await sender(slug)).toBe("server");
    await page.goto(`/dashboard/events/${id}`);
    await page
      .locator(".attn li", { hasText: `not from ${AIKO}’s mailbox` })
      .getByRole("link")
      .click();
    await expect(page).toHaveURL(at);
    await expect(page.getByText(`doesn’t let ${AIKO}’s mailbox send anything`)).toBeVisible();
    await expect(
      page.getByText("An administrator of the organization has to mend it"),
    ).toBeVisible();
    await expectAccessible(page);
    await tenant().clearFault(fault);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("The next mail tries the mailbox again.")).toBeVisible();
    expect(await sender(slug)).toBe("mailbox");
  });

  await test.step("given back, and chosen again, without JavaScript", async () => {
    const plain = await desk("aiko", { javaScriptEnabled: false });
    await plain.goto(at);
    await plain.getByRole("button", { name: "Let the mail server send" }).click();
    await expect(plain.getByText("The mail server sends again.")).toBeVisible();
    expect(await sender(slug)).toBe("server");
    await plain.getByRole("button", { name: "Send from my mailbox" }).click();
    await expect(state(plain, `${AIKO}’s mailbox sends`)).toBeVisible();
    expect(await sender(slug)).toBe("mailbox");
  });
  expect(problems).toEqual([]);
});
