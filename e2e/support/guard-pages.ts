import { expect, type Page } from "@playwright/test";
import { makeEvent } from "./event-states";
import { fillForm, somebody } from "./events";
import type { Making, Stop } from "./pages";
import { openForm, sendForm } from "./plain-form";

/** An event for few, its codes, and a flood at it: each state that who-may and bots bring about. */
export async function guardStops({ desk, person }: Making): Promise<Stop[]> {
  const { id, slug } = await makeEvent(desk, person, "By invitation", {
    fields: { emailDomains: "example.com *.example.org", invitedOnly: "on" },
  });
  const settings = `/dashboard/events/${id}/settings`;
  const make = await openForm(desk.request, settings, "uses");
  await sendForm(desk.request, make, { label: "The choir", expiresAt: "2036-01-01T12:00" });
  const open = await makeEvent(desk, person, "Flooded");
  const form = await openForm(desk.request, `/e/${open.slug}`);
  for (let at = 0; at < 10; at++)
    await sendForm(desk.request, form, { ...somebody(), website: "https://spam.example" });
  const cookies = await desk.context().storageState();
  const guess = async (page: Page) => {
    await page.locator("input[name=code]").fill("a guess");
    await fillForm(page, somebody());
    await expect(page.locator("#summary")).toBeFocused();
  };
  return [
    { name: "event: by invitation", address: `/e/${slug}` },
    { name: "form refused: not admitted", address: `/e/${slug}`, reach: guess },
    { name: "settings with codes", address: settings, cookies },
    { name: "overview with a flood", address: `/dashboard/events/${open.id}`, cookies },
    { name: "clearing a flood", address: `/dashboard/events/${open.id}?ask=clear`, cookies },
  ];
}
