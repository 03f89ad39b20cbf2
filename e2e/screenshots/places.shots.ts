import type { Page } from "@playwright/test";
import { product } from "../setup/product";
import { tenant } from "../support/tenant";
import { expect, test } from "../support/test";
import { attendees, signUpOverHttp } from "./attendees";
import { camera } from "./camera";
import { READERS, turnRound } from "./languages";
import { type Choices, inDays, makeEvent } from "./story";

const ADA = { firstName: "Ada", lastName: "Okonkwo", email: "ada.okonkwo@mail.example" };

test("how places are given", async ({ browser, desk }) => {
  const tomas = await desk("tomas");
  const make = (subject: string, choices: Choices) =>
    makeEvent(tomas, "tomas", { subject, startsAt: inDays(23, 17), minutes: 60 }, choices);
  const guests = attendees(12);
  const [first, second, third, ...others] = guests;
  if (!first || !second || !third) throw new Error("More guests, please.");

  const listed = await make("Sea shanties, sung together", {
    accent: "night",
    capacity: 3,
    waitlist: true,
  });
  const places: string[] = [];
  for (const guest of [first, second, third]) places.push(await signUpOverHttp(listed.slug, guest));
  const offered = await signUpOverHttp(listed.slug, ADA);
  for (const guest of others) await signUpOverHttp(listed.slug, guest);
  const waiting = await signUpOverHttp(listed.slug, {
    ...ADA,
    email: "ada.waits@mail.example",
  });
  const leaving = await tomas.context().newPage();
  await giveBack(leaving, places[0] ?? "");
  await expectWord(offered, "offered");

  const asked = await make("Dive with the research team", { accent: "sea", approval: true });
  const request = await signUpOverHttp(asked.slug, ADA);
  for (const guest of others) await signUpOverHttp(asked.slug, guest);

  const proved = await make("Boat tour at dawn", {
    accent: "amber",
    capacity: 6,
    confirmAddress: true,
  });
  const held = await signUpOverHttp(proved.slug, ADA);
  const toConfirm = await mailedPass(ADA.email, "Confirm your address");

  const state = await tomas.context().storageState();
  const shots = await camera(browser, state);
  const { take } = shots;
  await take(`/e/${listed.slug}`, "places-event-waitlist", { prepare: expectWaitlist });
  await take(`/e/${asked.slug}`, "places-event-approval");
  await take(`/e/${proved.slug}`, "places-event-confirm");
  await take(waiting, "places-pass-waitlisted");
  await take(`${waiting}/give-up`, "places-leave");
  await take(offered, "places-pass-offered");
  await take(held, "places-pass-held");
  await take(toConfirm, "places-pass-confirm");
  await take(request, "places-pass-requested");

  const page = (id: string) => `/dashboard/events/${id}`;
  await take(`${page(listed.id)}/edit#places`, "places-editor");
  await take(page(listed.id), "places-overview");
  await take(page(asked.id), "places-overview-requests");
  await take("/dashboard", "places-dashboard");
  await take(`${page(listed.id)}/registrations?view=waitlist`, "places-roster-waitlist");
  await take(`${page(asked.id)}/registrations?view=requests`, "places-roster-requests", {
    prepare: async (roster) => {
      await roster.getByRole("checkbox", { name: /^Mark/ }).first().check();
      await roster.locator("summary").click();
    },
  });
  await take(`${page(asked.id)}/registrations?view=requests`, "places-roster-person", {
    prepare: async (roster) => {
      await roster.getByText("Ada Okonkwo").first().click();
      await expect(roster.getByText("Their request")).toBeVisible();
    },
  });
  await tomas.goto(`${page(asked.id)}/registrations?view=requests`);
  await tomas.getByRole("checkbox", { name: "Mark Ada Okonkwo" }).first().check();
  await tomas.locator("summary").click();
  await tomas.locator("textarea[name=words]").fill("The boat takes eight. Next month we go again!");
  await tomas.getByRole("button", { name: "Decline", exact: true }).click();
  await expect(tomas.getByText("One person was declined.")).toBeVisible();
  await take(await mailedPass(ADA.email, "We passed your request on"), "places-pass-declined");
  await shots.close();

  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take(`/e/${listed.slug}`, `${language}-places-event-waitlist`);
    await reader.take(waiting, `${language}-places-pass-waitlisted`);
    await reader.take(offered, `${language}-places-pass-offered`);
    await reader.take(toConfirm, `${language}-places-pass-confirm`);
    await reader.take(`${page(listed.id)}/edit#places`, `${language}-places-editor`);
    await reader.take(
      `${page(asked.id)}/registrations?view=requests`,
      `${language}-places-roster-requests`,
    );
    await reader.close();
  }
  const turned = await camera(browser, state);
  await turned.take(`${page(asked.id)}/registrations?view=requests`, "rtl-places-roster-requests", {
    prepare: turnRound,
  });
  await turned.close();
});

async function expectWaitlist(page: Page): Promise<void> {
  await expect(page.getByText("Every place is taken: join the waitlist")).toBeVisible();
}

async function giveBack(page: Page, pass: string): Promise<void> {
  await page.goto(`${pass}/give-up`);
  await page.getByRole("button", { name: "Give up my place" }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/give-up"));
}

async function expectWord(pass: string, word: string): Promise<void> {
  const address = `${product().appUrl}/api/passes${pass.slice(2)}/state`;
  await expect.poll(async () => (await fetch(address)).text()).toContain(word);
}

/** The pass in the newest mail to somebody whose subject begins so. */
async function mailedPass(to: string, subject: string): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      const mails = await tenant().mail({ to });
      const mail = mails.find((each) => each.subject.startsWith(subject));
      found = /\/r\/[\w-]{22}/.exec(mail?.text ?? "")?.[0];
      return found;
    })
    .toBeTruthy();
  return found ?? "";
}
