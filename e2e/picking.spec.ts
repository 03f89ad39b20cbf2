import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { load } from "cheerio";
import { PLAIN } from "./support/browsers";
import { allowNewMeetings, draftFromLink } from "./support/events";
import { PEOPLE, type PersonKey } from "./support/people";
import { readForm, sendForm } from "./support/plain-form";
import { askGraph, makeMeeting, meetingOf, tenant } from "./support/tenant";
import { expect, test } from "./support/test";

const slot = (page: Page, title: string) => page.locator("li.slot").filter({ hasText: title });
const banner = (page: Page) => page.locator(".banner.problem");
const search = (query: string) => `/dashboard/new?${new URLSearchParams({ q: query })}`;
const heading = (page: Page, title: string) => page.getByRole("heading", { name: title, level: 1 });

interface Entry {
  id: string;
  subject: string;
  isOnlineMeeting: boolean;
}

/** The person's calendar as Graph tells it, the coming 90 days. */
async function calendarOf(person: PersonKey): Promise<Entry[]> {
  const from = new Date();
  const to = new Date(from.getTime() + 90 * 24 * 3_600_000);
  const window = `startDateTime=${from.toISOString()}&endDateTime=${to.toISOString()}`;
  const path = `v1.0/me/calendarView?${window}&$top=1000`;
  return (await askGraph<{ value: Entry[] }>(person, "GET", path)).value;
}

test.describe("from the calendar", () => {
  test("an entry says what it is, and why it can have no page", async ({ desk }) => {
    const page = await desk("ines", PLAIN);
    await page.goto("/dashboard/new");
    const expected = [
      ["Harbour open house: planning", null],
      ["Trainer briefing", "You are not the organizer"],
      ["Lunch at the boathouse", "No online meeting to join"],
      ["Ferry timetable workshop", "Cancelled"],
    ] as const;
    for (const [title, why] of expected) {
      const entry = slot(page, title);
      await expect(entry).toHaveCount(1);
      await expect(entry.getByRole("button")).toHaveCount(why ? 0 : 1);
      if (why) await expect(entry).toContainText(why);
    }
    await expect(slot(page, "Trainer briefing")).toContainText("Tomas Ferreira can open it here");
    await expect(slot(page, "Events team weekly").first()).toContainText("Recurring");
    // By day, in order, each day once.
    const days = await page.locator("section.day h2 small").allTextContents();
    expect(days.length).toBeGreaterThan(5);
    expect(new Set(days).size).toBe(days.length);
    const times = await page
      .locator("section.day:not(.webinars) li.slot time")
      .evaluateAll((all) => {
        return all.map((time) => time.getAttribute("datetime") ?? "");
      });
    expect(times).toEqual(times.toSorted());
  });

  test("four weeks at a time, and back to today", async ({ desk }) => {
    const page = await desk("ines", PLAIN);
    await page.goto("/dashboard/new");
    const later = slot(page, "Plankton under the microscope");
    await expect(slot(page, "Harbour open house: planning")).toBeVisible();
    await expect(later).toHaveCount(0);
    await page.getByRole("link", { name: /^Load from / }).click();
    await expect(later).toBeVisible();
    await expect(page).toHaveURL(/[?&]from=\d{4}-\d\d-\d\d$/);
    await expect(slot(page, "Harbour open house: planning")).toHaveCount(0);
    await page.getByRole("link", { name: "Back to today" }).click();
    await expect(slot(page, "Harbour open house: planning")).toBeVisible();
  });

  test("a calendar of many pages is read to its end", async ({ desk }) => {
    const name = `Rota ${randomUUID().slice(0, 8)}`;
    const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
    for (const number of numbers) await makeMeeting("per", `${name} ${number}.`, 1 + number / 4);
    const page = await desk("per", PLAIN);
    await page.goto("/dashboard/new");
    await expect(slot(page, name)).toHaveCount(60);
    const asked = (await tenant().ledger()).filter(
      ({ organizer, path }) =>
        organizer === PEOPLE.per.oid && /calendarView.*skip=50/i.test(decodeURIComponent(path)),
    );
    expect(asked.length).toBeGreaterThan(0);
    await page.goto(search(`${name} 60.`));
    await expect(page.locator("li.slot")).toHaveCount(1);
    await expect(page.getByRole("status")).toContainText("1 meeting matches");
  });

  test("is searched by title and by person, and only one's own are shown on demand", async ({
    desk,
  }) => {
    const page = await desk("ines");
    await page.goto("/dashboard/new");
    const find = async (words: string) => {
      await page.getByRole("searchbox").fill(words);
      await page.getByRole("searchbox").press("Enter");
      await page.waitForURL((url) => url.searchParams.get("q") === words);
    };
    await find("bird MIGRATION");
    await expect(page.locator("li.slot")).toHaveCount(1);
    await expect(slot(page, "Bird migration along the coast")).toBeVisible();
    await find("ferreira");
    await expect(slot(page, "Trainer briefing")).toBeVisible();
    await expect(slot(page, "Budget review, events")).toHaveCount(0);
    await page.getByLabel("Only ones I organize").check();
    await expect(page).toHaveURL(/mine=1/);
    await expect(page.locator("li.slot")).toHaveCount(0);
    await expect(page.getByText("Nothing matches “ferreira”")).toBeVisible();
    await page.getByRole("link", { name: "Clear the search" }).click();
    await expect(slot(page, "Harbour open house: planning")).toBeVisible();
    await expect(slot(page, "Trainer briefing")).toHaveCount(0);
  });

  test("a meeting becomes a draft, and then says that it has a page", async ({ desk }) => {
    const { subject } = await makeMeeting("ines", undefined, 3);
    const page = await desk("ines", PLAIN);
    await page.goto(search(subject));
    await slot(page, subject).getByRole("button", { name: /^Use/ }).click();
    await page.waitForURL(/\/dashboard\/events\/[\w-]{36}\/edit$/);
    await expect(heading(page, subject)).toBeVisible();
    const edit = page.url();
    await page.goto(search(subject));
    await expect(slot(page, subject)).toContainText("Has a page");
    await expect(slot(page, subject).getByRole("button", { name: /^Use again/ })).toBeVisible();
    await slot(page, subject).getByRole("link", { name: "Open page" }).click();
    await expect(page).toHaveURL(edit.replace(/\/edit$/, ""));
  });

  test("somebody else's meeting is refused when its entry is sent by hand", async ({ desk }) => {
    const { subject } = await makeMeeting("ines", undefined, 3);
    const calendar = await calendarOf("ines");
    const tampered = [
      ["Trainer briefing", "This meeting is not yours to open"],
      ["Ferry timetable workshop", "This meeting can’t be picked any more"],
      ["Lunch at the boathouse", "This meeting can’t be picked any more"],
      ["made up", "This meeting can’t be picked any more"],
    ] as const;
    const { request } = await desk("ines");
    const path = "/dashboard/new";
    const html = await (await request.get(path, { headers: { accept: "text/html" } })).text();
    const slots = load(html)("li.slot");
    const form = readForm(
      slots.filter(`:contains("${subject}")`).html() ?? "",
      path,
      "[name=entry]",
    );
    for (const [title, refusal] of tampered) {
      const entry = calendar.find((each) => each.subject === title)?.id ?? "made-up";
      const startsAt = slots.filter(`:contains("${title}")`).find("time").attr("datetime");
      const typed = { entry, startsAt: startsAt ?? form.fields.startsAt?.[0] ?? "" };
      const { location, text } = await sendForm(request, form, typed);
      const said = location ? await (await request.get(location)).text() : text;
      expect(load(said)(".banner.problem").text(), title).toContain(refusal);
    }
    expect(await (await request.get("/api/events")).text()).not.toContain("Trainer briefing");
  });

  test("says when Microsoft doesn't answer, and goes on when it does", async ({ desk }) => {
    const page = await desk("per");
    const fault = await tenant().fault({
      service: "graph",
      match: { organizer: PEOPLE.per.oid, path: "calendarView.*2031" },
      times: null,
      fault: { kind: "status", status: 503 },
    });
    try {
      await page.goto("/dashboard/new?from=2031-01-01");
      await expect(banner(page)).toContainText("Microsoft doesn’t answer just now");
    } finally {
      await tenant().clearFault(fault);
    }
    await banner(page).getByRole("link", { name: "Try again" }).click();
    await expect(page.getByText(/^No meetings from/)).toBeVisible();
  });

  test("works without JavaScript", async ({ desk }) => {
    const { subject } = await makeMeeting("ines", undefined, 3);
    const page = await desk("ines", PLAIN);
    await page.goto("/dashboard/new");
    await page.getByRole("searchbox").fill(subject);
    await page.getByRole("button", { name: "Search", exact: true }).click();
    await expect(page.locator("li.slot")).toHaveCount(1);
    await slot(page, subject).getByRole("button", { name: /^Use/ }).click();
    await expect(heading(page, subject)).toBeVisible();
    await page.goto("/dashboard/new?way=paste");
    await page.locator("textarea").fill("See you at the harbour");
    await page.getByRole("button", { name: "Find the meeting" }).click();
    await expect(page.locator("#reference-error")).toContainText("There is no Teams link");
    await expect(page.locator("textarea")).toHaveValue("See you at the harbour");
  });
});

test.describe("from what was pasted", () => {
  const digitsApart = (id: string) => id.replace(/(\d{3})(?=\d)/g, "$1 ");
  const wrapped = (link: string) =>
    `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05%7C02&reserved=0`;

  test("a short link, an ID and an invitation lead to the meeting", async ({ desk }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const { joinMeetingId, passcode } = await meetingOf("ines", subject);
    const forms = {
      link: joinUrl,
      wrapped: wrapped(joinUrl),
      escaped: encodeURIComponent(joinUrl),
      id: joinMeetingId,
      "id with spaces": `  ${digitsApart(joinMeetingId)} `,
      "invitation, plain": `________\nMicrosoft Teams Need help?\nJoin: ${joinUrl}\nMeeting ID: ${digitsApart(joinMeetingId)}\nPasscode: ${passcode}\n`,
      "invitation without a link": `Réunion Microsoft Teams\nID de réunion : ${digitsApart(joinMeetingId)}\nCode secret : ${passcode}`,
      "invitation, HTML": `<div><a href="${joinUrl.replaceAll("&", "&amp;")}">Join the meeting now</a></div><div>Meeting ID: <b>${digitsApart(joinMeetingId)}</b></div>`,
    };
    const page = await desk("ines");
    for (const [form, text] of Object.entries(forms))
      await test.step(form, async () => {
        const id = await draftFromLink(page, text);
        const editor = await page.request.get(`/dashboard/events/${id}/edit`);
        expect(load(await editor.text())("h1").text()).toBe(subject);
      });
  });

  test("a classic link, however it is written, leads to the meeting", async ({ desk }) => {
    const meetings = await tenant().meetings(PEOPLE.ines.oid);
    const classic = meetings.find(
      ({ joinWebUrl, subject }) =>
        joinWebUrl.includes("/l/meetup-join/") && !/Reading the tide|weekly/.test(subject),
    );
    if (!classic) throw new Error("The sandbox gave Ines no meeting with a classic link.");
    const { joinWebUrl, subject } = classic;
    const path = decodeURIComponent(joinWebUrl).replace("https://teams.microsoft.com", "/_#");
    const forms = {
      "as it is": joinWebUrl,
      "other case": joinWebUrl.replace(/%[0-9a-f]{2}/g, (code) => code.toUpperCase()),
      "spelled out": decodeURIComponent(joinWebUrl),
      wrapped: wrapped(joinWebUrl),
      launcher: `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encodeURIComponent(path)}&type=meetup-join`,
      "in HTML": `<p>Bonjour</p><a href="${wrapped(joinWebUrl).replaceAll("&", "&amp;")}">Rejoindre</a>`,
    };
    const page = await desk("ines");
    for (const [form, text] of Object.entries(forms))
      await test.step(form, async () => {
        const id = await draftFromLink(page, text);
        const editor = await page.request.get(`/dashboard/events/${id}/edit`);
        expect(load(await editor.text())("h1").text()).toBe(subject);
      });
  });

  test("what can't be used is said beside the field, with the text kept", async ({ desk }) => {
    const others = await meetingOf("tomas", "Trainer briefing");
    const texts = [
      ["", "Paste a join link, a meeting ID or an invitation first."],
      ["See you on Tuesday!\nBring a rope.", "There is no Teams link and no meeting ID"],
      ["https://teams.live.com/meet/9351234567890?p=x", "a personal Microsoft account"],
      ["https://gov.teams.microsoft.us/l/meetup-join/19%3ameeting_x", "a US Government cloud"],
      [others.joinWebUrl, "No meeting of yours has this link or ID."],
      [digitsApart(others.joinMeetingId), "No meeting of yours has this link or ID."],
    ] as const;
    const page = await desk("ines");
    await page.goto("/dashboard/new?way=paste");
    const field = page.getByLabel("Join link, meeting ID or the whole invitation");
    for (const [text, sentence] of texts) {
      await field.fill(text);
      await page.getByRole("button", { name: "Find the meeting" }).click();
      await expect(page.locator("#reference-error")).toContainText(sentence);
      await expect(field).toHaveValue(text);
      await expect(field).toHaveAttribute("aria-invalid", "true");
      await expect(field).toHaveAccessibleDescription(new RegExp(sentence.slice(0, 20)));
    }
  });

  test("somebody without a Teams licence is told so", async ({ desk }) => {
    const page = await desk("noor");
    await page.goto("/dashboard/new?way=paste");
    await page.locator("textarea").fill("381 123 456 789");
    await page.getByRole("button", { name: "Find the meeting" }).click();
    await expect(banner(page)).toContainText("Your account has no Teams meetings");
    await expect(banner(page)).toContainText("no Teams licence");
    await expect(page.locator("textarea")).toHaveValue("381 123 456 789");
  });
});

test.describe("a new meeting", () => {
  const local = (inDays: number, time: string) => {
    const day = new Date(Date.now() + inDays * 24 * 3_600_000).toISOString().slice(0, 10);
    return `${day}T${time}`;
  };
  test("is asked for when it is wanted, mended in place, and then stands in the calendar", async ({
    desk,
  }) => {
    const subject = `Rope work, ${randomUUID().slice(0, 8)} — été`;
    const page = await desk("lena");
    await page.goto("/dashboard/new?way=new");
    await expect(page.getByRole("heading", { level: 2 })).toHaveText(
      "Usher may not write into your calendar yet",
    );
    await expect(page.getByLabel("Title")).toHaveCount(0);
    await allowNewMeetings(page);

    const create = page.getByRole("button", { name: "Create the meeting" });
    const error = (field: string) => page.locator(`#${field}-error`);
    await create.click();
    await expect(error("subject")).toContainText("Give the meeting a title");
    await expect(error("startsAt")).toContainText("Say when it starts");
    await expect(error("endsAt")).toContainText("Say when it ends");
    await page.getByLabel("Title").fill(subject);
    await page.getByLabel("Starts").fill(local(-1, "10:00"));
    await page.getByLabel("Ends").fill(local(-2, "10:00"));
    await create.click();
    await expect(error("startsAt")).toContainText("This start has passed");
    await expect(error("endsAt")).toContainText("after the start");
    await expect(error("subject")).toHaveCount(0);
    await expect(page.getByLabel("Title")).toHaveValue(subject);
    await expect(page.getByLabel("Ends")).toHaveValue(local(-2, "10:00"));

    await page.getByLabel("Starts").fill(local(5, "18:30"));
    await page.getByLabel("Ends").fill(local(5, "20:00"));
    await page.getByLabel("Time zone").selectOption("Asia/Tokyo");
    await create.click();
    await page.waitForURL(/\/dashboard\/events\/[\w-]{36}\/edit$/);
    await expect(page.locator("input[name=title]")).toHaveValue(subject);
    await expect(page.locator("input[name=startsAt]")).toHaveValue(local(5, "18:30"));
    await expect(page.locator("select[name=zone]")).toHaveValue("Asia/Tokyo");

    await page.goto(search(subject));
    await expect(slot(page, subject)).toContainText("Has a page");
    const made = (await calendarOf("lena")).filter((entry) => entry.subject === subject);
    expect(made).toMatchObject([{ isOnlineMeeting: true }]);
  });

  test("somebody without a Teams licence is told so, and nothing is put into their calendar", async ({
    desk,
  }) => {
    const subject = `No licence ${randomUUID().slice(0, 8)}`;
    const page = await desk("noor");
    await allowNewMeetings(page);
    await page.getByLabel("Title").fill(subject);
    await page.getByLabel("Starts").fill(local(5, "18:30"));
    await page.getByLabel("Ends").fill(local(5, "20:00"));
    await page.getByRole("button", { name: "Create the meeting" }).click();
    await expect(banner(page)).toContainText("Your account has no Teams meetings");
    await expect(page.getByLabel("Title")).toHaveValue(subject);
    expect((await calendarOf("noor")).filter((entry) => entry.subject === subject)).toEqual([]);
  });
});
