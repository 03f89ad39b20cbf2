import type { Page } from "@playwright/test";
import { product } from "../setup/product";
import { openDraft } from "../support/events";
import { PEOPLE, type PersonKey } from "../support/people";
import { tenant } from "../support/tenant";
import { expect } from "../support/test";

const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

interface Meeting {
  subject: string;
  startsAt: Date;
  minutes: number;
  /** Whole days, from and to midnight, without a meeting to join. */
  isAllDay?: boolean;
}

/** A Teams meeting in this person's calendar, as if made in Outlook; answers its join link. */
export async function putMeeting(by: PersonKey, meeting: Meeting): Promise<string | null> {
  const scopes = ["OnlineMeetings.ReadWrite", "Calendars.ReadWrite"];
  const { accessToken } = await tenant().grant(PEOPLE[by].oid, scopes);
  const at = (time: number) => ({
    dateTime: new Date(time).toISOString().slice(0, 19),
    timeZone: "UTC",
  });
  const start = meeting.startsAt.getTime();
  const answer = await fetch(new URL("graph/v1.0/me/events", product().controlUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      subject: meeting.subject,
      start: at(start),
      end: at(start + meeting.minutes * MINUTE),
      isAllDay: meeting.isAllDay ?? false,
      isOnlineMeeting: !meeting.isAllDay,
    }),
  });
  if (!answer.ok) throw new Error(`Making a meeting: ${answer.status} ${await answer.text()}`);
  const made = (await answer.json()) as { onlineMeeting: { joinUrl: string } | null };
  return made.onlineMeeting?.joinUrl ?? null;
}

/** So many days from today at this hour, UTC: pictures of one day are alike. */
export function inDays(days: number, hour: number): Date {
  const date = new Date(Date.now() + days * DAY);
  date.setUTCHours(hour, 0, 0, 0);
  return date;
}

export interface Choices {
  description?: string;
  accent?: string;
  capacity?: number;
  delivery?: "email";
  registrar?: "direct";
  waitlist?: boolean;
  approval?: boolean;
  confirmAddress?: boolean;
}

export interface StoryEvent {
  id: string;
  slug: string;
  joinUrl: string;
}

/** Makes a meeting and its page in the editor; a draft stays in the editor. */
export async function makeDraft(
  desk: Page,
  by: PersonKey,
  meeting: Meeting,
  choices: Choices = {},
): Promise<StoryEvent> {
  const joinUrl = (await putMeeting(by, meeting)) ?? "";
  const id = await openDraft(desk, joinUrl);
  for (const name of ["delivery", "registrar", "accent"] as const)
    if (choices[name]) await desk.locator(`#${name}-${choices[name]}`).check({ force: true });
  for (const name of ["waitlist", "approval", "confirmAddress"] as const)
    if (choices[name]) await desk.locator(`input[type=checkbox][name=${name}]`).check();
  for (const name of ["description", "capacity"] as const)
    if (choices[name]) await desk.locator(`[name=${name}]`).fill(String(choices[name]));
  return { id, slug: await desk.locator("input[name=slug]").inputValue(), joinUrl };
}

/** The same, published. */
export async function makeEvent(
  desk: Page,
  by: PersonKey,
  meeting: Meeting,
  choices: Choices = {},
): Promise<StoryEvent> {
  const event = await makeDraft(desk, by, meeting, choices);
  await desk.getByRole("button", { name: "Publish" }).click();
  await expect(desk).toHaveURL(new RegExp(`/dashboard/events/${event.id}\\?`));
  return event;
}

/** Presses one of the settings' buttons of an event. */
export async function settle(
  desk: Page,
  id: string,
  ask: string,
  button: string | RegExp,
): Promise<void> {
  await desk.goto(`/dashboard/events/${id}/settings${ask}`);
  await desk.getByRole("button", { name: button }).click();
  await desk.waitForURL(/settings\?did=/);
}

/** Graph refuses, or is silent about, every registrant of this meeting from now on. */
export async function troubleRegistrants(subject: string, status: number): Promise<string> {
  const meeting = (await tenant().registrants()).find((each) => each.subject === subject);
  if (!meeting) throw new Error(`${subject} has no registration at Microsoft.`);
  return tenant().fault({
    service: "graph",
    match: { path: `${encodeURIComponent(meeting.meetingId).slice(0, 40)}.*registrants` },
    times: null,
    fault: { kind: "status", status },
  });
}
