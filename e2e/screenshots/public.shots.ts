import type { Page } from "@playwright/test";
import { product } from "../setup/product";
import { givePicture } from "../support/covers";
import { personalLinkOn } from "../support/event-states";
import { fillForm } from "../support/events";
import { PEOPLE } from "../support/people";
import { sampleIn } from "../support/sample-states";
import { signIn } from "../support/sign-in";
import { tenant } from "../support/tenant";
import { expect, test } from "../support/test";
import { attendees, signUpOverHttp } from "./attendees";
import { camera } from "./camera";
import { READERS, turnRound } from "./languages";
import { type Choices, inDays, makeEvent, troubleRegistrants } from "./story";

const ADA = { firstName: "Ada", lastName: "Okonkwo", email: "ada.okonkwo@mail.example" };

const NORTHMOOR = "6e6f7274-686d-4f6f-8272-000000000001";

test("what attendees see", async ({ browser, desk }) => {
  const ines = await desk("ines");
  const make = (subject: string, startsAt: Date, choices: Choices) =>
    makeEvent(ines, "ines", { subject, startsAt, minutes: 60 }, choices);
  const guests = attendees(24);
  const sample = new URL(product().sampleUrl).pathname;
  const soon = new Date(Date.now() + 9 * 60_000);

  const starting = await make("Night watch, live from the bridge", soon, { accent: "slate" });
  const soonPass = await signUpOverHttp(starting.slug, ADA);
  const byMail = await make("Bird migration along the coast", inDays(44, 18), {
    accent: "moss",
    delivery: "email",
  });
  const direct = await make("Harbour walk: questions and answers", inDays(30, 17), {
    accent: "lagoon",
    registrar: "direct",
  });
  await signUpOverHttp(direct.slug, ADA);
  const near = await make("The harbour by night", new Date(Date.now() + 40 * 60_000), {
    accent: "lagoon",
    registrar: "direct",
  });
  const leading = await personalLinkOn(ines.request, await signUpOverHttp(near.slug, ADA));
  const late = await make("Plankton under the microscope", inDays(29, 16), { accent: "velvet" });

  const shots = await camera(browser);
  const { take } = shots;
  await take("/", "home");
  await take("/privacy", "privacy");
  await take("/accessibility", "accessibility");
  await take("/e/nothing-here", "not-found");
  await take("/e/%E0%A4%A", "failure");
  await take("/sign-in", "sign-in");
  await take("/sign-in?problem=admin-consent&code=AADSTS90094", "sign-in-admin");
  await take("/sign-in?problem=declined&code=AADSTS65004", "sign-in-declined");
  await take(`/sign-in?problem=unlisted-tenant&tenant=${NORTHMOOR}`, "sign-in-unlisted");
  await take("/sign-in?notice=signed-out", "sign-in-out");

  for (const guest of guests) await signUpOverHttp(sample.slice(3), guest);
  await take(sample, "event", { prepare: countPlaces, readme: [1280], fold: true });
  const few = await sampleIn("A few places left");
  const full = await sampleIn("Full");
  const members = await sampleIn("For members of the organization");
  await take(`${members}/register?problem=ask-less`, "event-members-ask-less");
  await givePicture(ines, direct.id, "The sea at dawn");
  await take(`/e/${direct.slug}`, "event-picture");
  await take(`${few}/embed`, "embed", { prepare: countPlaces });
  await take(`${members}/embed`, "embed-members");
  await take(few, "event-errors", {
    prepare: async (page) => {
      await fillForm(page, { ...ADA, lastName: "", email: "ada.okonkwo" });
      await page.waitForURL(/\/register/);
    },
  });
  await take(`/e/${byMail.slug}`, "mailbox", {
    prepare: async (page) => {
      await fillForm(page, ADA);
      await page.waitForURL(/\/mailbox/);
    },
  });

  const pass = await signUpOverHttp(sample.slice(3), ADA);
  await take(pass, "pass", { readme: [1280], fold: true });
  await take(`${pass}/give-up`, "give-up");
  await take(`${pass}/replace`, "replace");
  await take(`${pass}/answers`, "answers-unproved");
  await take(`${pass}?did=too-soon`, "pass-too-soon");
  const proved = await mailed(ADA.email, "tide", /\/r\/[\w-]+/);
  await take(proved, "pass-proved", { readme: [390], fold: true });
  await take(`${proved}/answers`, "answers");
  await take(soonPass, "pass-soon");
  await take(leading, "personal-link");
  await take(await mailed(ADA.email, "walk", /\/j\/[\w-]+/), "personal-link-early");

  const silent = await troubleRegistrants("Plankton under the microscope", 503);
  await take(await signUpOverHttp(late.slug, ADA), "pass-waiting");
  await tenant().clearFault(silent);
  const refused = await troubleRegistrants("Plankton under the microscope", 400);
  const delayed = await signUpOverHttp(late.slug, guests[0] ?? ADA);
  await expect
    .poll(async () =>
      (await fetch(`${product().appUrl}/api/passes${delayed.slice(2)}/state`)).text(),
    )
    .toContain("delayed");
  await take(delayed, "pass-delayed");
  await tenant().clearFault(refused);

  const tooLate = { ...ADA, email: "ada.other@mail.example" };
  await take(await signUpOverHttp(full.slice(3), tooLate), "answer-when-full");
  await shots.close();

  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, undefined, region);
    await reader.take("/", `${language}-home`);
    await reader.take("/sign-in", `${language}-sign-in`);
    await reader.take(sample, `${language}-event`, { prepare: countPlaces });
    await reader.take(members, `${language}-event-members`);
    await reader.take(sample, `${language}-event-errors`, {
      prepare: async (page) => {
        await page.locator("[name=email]").fill("ada.okonkwo");
        await page.locator("[name=email]").press("Enter");
        await page.waitForURL(/\/register/);
      },
    });
    await reader.take(pass, `${language}-pass`);
    await reader.take(`${pass}/give-up`, `${language}-give-up`);
    await reader.take(`${pass}/replace`, `${language}-replace`);
    await reader.close();
  }
  const turned = await camera(browser);
  await turned.take(sample, "rtl-event", { prepare: turnRound });
  await turned.take(pass, "rtl-pass", { prepare: turnRound });
  await turned.close();
});

/** Waits for the number of places, which comes after the page. */
async function countPlaces(page: Page): Promise<void> {
  await expect(page.locator(".meter")).toBeVisible();
}

/** The address in the newest mail to somebody that matches. */
async function mailed(to: string, subject: string, pattern: RegExp): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      const mails = await tenant().mail({ to });
      const about = mails.filter((mail) => mail.subject.toLowerCase().includes(subject));
      found = about.map((mail) => pattern.exec(JSON.stringify(mail))?.[0]).find(Boolean);
      return found;
    })
    .toBeTruthy();
  return found ?? "";
}

test("first visit", async ({ browser }) => {
  for (const [person, name] of [
    ["aiko", "dashboard-first"],
    ["noor", "dashboard-unlicensed"],
  ] as const) {
    const context = await browser.newContext({ locale: "en-GB" });
    await signIn(await context.newPage(), PEOPLE[person].name);
    const shots = await camera(browser, await context.storageState());
    await shots.take("/dashboard", name);
    if (person === "noor") await shots.take("/dashboard/new", "picker-unlicensed");
    if (person === "aiko") await shots.take("/dashboard/new?way=new", "picker-consent");
    await shots.close();
    await context.close();
  }
});
