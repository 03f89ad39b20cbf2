import { type Browser, expect, type Page } from "@playwright/test";
import { answersStops } from "./answers-stops";
import { type Cookies, inOwnBrowser } from "./browsers";
import {
  changeEvent,
  endEvent,
  mailedPass,
  makeEvent,
  newAddress,
  newAttendee,
  personalLinkOn,
} from "./event-states";
import { draftFromLink, fillForm } from "./events";
import { guardStops } from "./guard-pages";
import { messagePages } from "./message-pages";
import { PEOPLE, type PersonKey } from "./people";
import { openForm, sendForm } from "./plain-form";
import { sampleStops } from "./sample-states";
import { passMicrosoft, signIn } from "./sign-in";
import { makeMeeting, tenant } from "./tenant";

/** One page in one state: how a browser gets to see it. */
export interface Stop {
  name: string;
  address: string;
  /** Who looks: nobody known when absent. */
  cookies?: Cookies;
  /** What leads to the state once the address is open. */
  reach?: (page: Page) => Promise<void>;
}

/** What the pages are made with. `person` may be broken afterwards: nobody else's organizer. */
export interface Making {
  browser: Browser;
  desk: Page;
  person: PersonKey;
}

/** Every page that Usher has, in every state that a visitor or organizer can bring about. */
export async function makePages(making: Making): Promise<Stop[]> {
  const welcome = await organizerStops(making, [["first visit", "/dashboard"]]);
  const events = await makeEvents(making);
  return [
    ...BARE,
    ...welcome,
    ...eventStops(events),
    ...(await sampleStops()),
    ...(await formStops(making, events)),
    ...(await passStops(making, events)),
    ...(await placeStops(making, events)),
    ...(await deskStops(making, events)),
    ...(await guardStops(making)),
    ...(await installationStops(making)),
  ];
}

/** Pages that need nothing. */
const BARE: Stop[] = [
  { name: "front page", address: "/" },
  { name: "privacy", address: "/privacy" },
  { name: "accessibility", address: "/accessibility" },
  { name: "sign-in", address: "/sign-in" },
  { name: "signed out", address: "/sign-in?notice=signed-out" },
  { name: "sign-in declined", address: "/sign-in?problem=declined&code=AADSTS65004" },
  { name: "administrator needed", address: "/sign-in?problem=admin-consent" },
  { name: "no such address", address: "/nothing/at/all" },
  { name: "no such file", address: "/nothing.txt" },
  { name: "no such event", address: "/e/there-is-no-such-event" },
  { name: "no such pass", address: `/r/${"x".repeat(22)}` },
  { name: "no such personal link", address: `/j/${"x".repeat(22)}` },
  { name: "malformed address", address: "/e/%E0%A4%A" },
];

type Events = Awaited<ReturnType<typeof makeEvents>>;

async function makeEvents({ desk, person }: Making) {
  const make = (title: string, made?: Parameters<typeof makeEvent>[3]) =>
    makeEvent(desk, person, title, made);
  const capacity = { fields: { capacity: "1" } };
  const events = {
    open: await make("Open"),
    few: await make("Last place", capacity),
    full: await make("Full", capacity),
    members: await make("For members", { fields: { audience: "organization" } }),
    direct: await make("Direct", { fields: { registrar: "direct" } }),
    near: await make("Near", {
      fields: { registrar: "direct" },
      times: { startsAt: 30, endsAt: 90 },
    }),
    ending: await make("Ending"),
    soon: await make("Soon"),
    closed: await make("Closed"),
    line: await make("A line", { fields: { capacity: "1", waitlist: "on" } }),
    asked: await make("On request", { fields: { approval: "on" } }),
    held: await make("To confirm", { fields: { confirmAddress: "on" } }),
  };
  await newAttendee(events.full.slug);
  await endEvent(desk, events.closed.id, "close");
  return events;
}

/** What no sample event is. */
function eventStops({ open, direct }: Events): Stop[] {
  return [
    { name: "event: open", address: `/e/${open.slug}` },
    { name: "event: direct", address: `/e/${direct.slug}` },
  ];
}

async function formStops({ browser }: Making, { open, full, members }: Events): Promise<Stop[]> {
  const fill = async (page: Page) => {
    await fillForm(page, { firstName: "", lastName: " ", email: "ada@" });
    await expect(page.locator("#summary")).toBeFocused();
  };
  const { cookies: refused } = await newAttendee(full.slug);
  const { cookies: member } = await inOwnBrowser(browser, async (page) => {
    await page.goto(`/e/${members.slug}`);
    await page.getByRole("button", { name: "Sign in with Microsoft" }).click();
    await passMicrosoft(page, PEOPLE.per.name);
    await page.waitForURL(/\/register/);
  });
  return [
    { name: "form with errors", address: `/e/${open.slug}`, reach: fill },
    { name: "embedded form", address: `/e/${open.slug}/embed` },
    { name: "embedded, for members", address: `/e/${members.slug}/embed` },
    { name: "form refused: full", address: `/e/${full.slug}/register`, cookies: refused },
    { name: "member's form", address: `/e/${members.slug}/register`, cookies: member },
    {
      name: "member who declined",
      address: `/e/${members.slug}/register?problem=declined`,
    },
    { name: "the app failed", address: `/e/${open.slug}`, reach: failToSend },
  ];
}

/** The server's answer to the form is lost: what stands on the page then. */
async function failToSend(page: Page): Promise<void> {
  await page.route("**/e/**", (route) =>
    route.request().method() === "POST"
      ? route.fulfill({ status: 500, contentType: "text/plain", body: "no" })
      : route.continue(),
  );
  await fillForm(page, { firstName: "Ada", lastName: "Lovelace", email: newAddress("ada") });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("That didn’t work");
}

async function passStops({ desk }: Making, events: Events): Promise<Stop[]> {
  const { open, direct, near, ending, soon } = events;
  const unproved = await newAttendee(open.slug);
  const proved = await mailedPass(unproved.email);
  const replaced = await newAttendee(open.slug);
  const again = await newAttendee(open.slug, replaced.email);
  await mailedPass(replaced.email, 2);
  const waiting = await attendeeWithoutLink(events.few);
  const over = await newAttendee(soon.slug);
  const invited = await newAttendee(direct.slug);
  const link = await personalLinkOn(desk.request, invited.at);
  const guest = await newAttendee(near.slug);
  const openLink = await personalLinkOn(desk.request, guest.at);
  const left = await newAttendee(direct.slug);
  const endedLink = await personalLinkOn(desk.request, left.at);
  await giveUp(desk, left.at);
  await endEvent(desk, ending.id, "cancel");
  await changeEvent(desk, soon.id, { times: { startsAt: 5, endsAt: 65 } });
  return [
    { name: "mailbox", address: `/e/${open.slug}/mailbox`, cookies: again.cookies },
    { name: "pass", address: unproved.at },
    { name: "pass by mail", address: proved },
    { name: "give up", address: `${proved}/give-up` },
    ...answersStops(proved, unproved.at),
    { name: "a new pass", address: `${proved}/replace` },
    { name: "pass, mail sent again", address: `${proved}?did=on-its-way` },
    { name: "pass replaced", address: replaced.at },
    { name: "pass waiting", address: waiting },
    { name: "pass soon", address: over.at },
    { name: "event: soon", address: `/e/${soon.slug}` },
    { name: "personal pass", address: invited.at },
    { name: "personal link, early", address: link },
    { name: "personal link", address: openLink },
    { name: "personal link ended", address: endedLink },
  ];
}

/** What people who have no place, or not yet, and their organizer see besides the samples. */
async function placeStops(making: Making, { line, asked, held }: Events): Promise<Stop[]> {
  await newAttendee(line.slug);
  const waiting = await newAttendee(line.slug);
  await newAttendee(asked.slug);
  const kept = await newAttendee(held.slug);
  const roster = (id: string, view: string) => `/dashboard/events/${id}/registrations?view=${view}`;
  return [
    { name: "leave the waitlist", address: `${waiting.at}/give-up` },
    { name: "pass to confirm", address: await mailedPass(kept.email) },
    ...(await organizerStops(making, [
      ["waitlist", roster(line.id, "waitlist")],
      ["requests", roster(asked.id, "requests")],
      ["event with requests", `/dashboard/events/${asked.id}`],
    ])),
  ];
}

/** A pass whose link is not there: Microsoft answers nothing about this one meeting. */
async function attendeeWithoutLink({
  slug,
  subject,
}: {
  slug: string;
  subject: string;
}): Promise<string> {
  const meeting = (await tenant().registrants()).find((each) => each.subject === subject);
  if (!meeting) throw new Error(`The meeting "${subject}" has no registration.`);
  await tenant().fault({
    service: "graph",
    match: { path: meeting.meetingId.replace(/\W/g, "."), method: "POST" },
    times: null,
    fault: { kind: "status", status: 503 },
  });
  return (await newAttendee(slug)).at;
}

async function giveUp({ request }: Page, pass: string): Promise<void> {
  const { location } = await sendForm(request, await openForm(request, `${pass}/give-up`, "token"));
  expect(location).toMatch(/\/r\/[\w-]{22}$/);
}

async function organizerStops({ desk }: Making, pages: [string, string][]): Promise<Stop[]> {
  const cookies = await desk.context().storageState();
  return pages.map(([name, address]) => ({ name: `desk: ${name}`, address, cookies }));
}

async function deskStops(making: Making, events: Events): Promise<Stop[]> {
  const { desk, person } = making;
  const draft = await draftFromLink(desk, (await makeMeeting(person)).joinUrl);
  const of = (id: string) => `/dashboard/events/${id}`;
  const { open, closed, ending, soon } = events;
  const roster = `${of(open.id)}/registrations`;
  const firstOf = async (id: string) => {
    const { rows } = await (await desk.request.get(`/api/events/${id}/roster?view=taken`)).json();
    return `${of(id)}/registrations?person=${rows[0].id}`;
  };
  const one = await firstOf(open.id);
  const stops = await organizerStops(making, [
    ["events", "/dashboard"],
    ["connection", "/dashboard/connection"],
    ["check", "/dashboard/check"],
    ["picker: calendar", "/dashboard/new"],
    ["picker: nothing found", "/dashboard/new?q=zzzz"],
    ["picker: not yours", "/dashboard/new?problem=not-yours"],
    ["picker: paste", "/dashboard/new?way=paste"],
    ["picker: new", "/dashboard/new?way=new"],
    ["draft", of(draft)],
    ["draft's editor", `${of(draft)}/edit`],
    ["draft's settings", `${of(draft)}/settings`],
    ["delete a draft?", `${of(draft)}/settings?ask=delete`],
    ["preview", `${of(draft)}/preview`],
    ["form", `${of(draft)}/form`],
    ["form's preview", `${of(open.id)}/form/preview`],
    ...messagePages(of(open.id), of(draft)),
    ["nobody registered", `${of(draft)}/registrations`],
    ["event", of(open.id)],
    ["event, just published", `${of(open.id)}?published=1`],
    ["editor", `${of(open.id)}/edit`],
    ["settings", `${of(open.id)}/settings`],
    ["cancel?", `${of(open.id)}/settings?ask=cancel`],
    ["move", `${of(open.id)}/move?way=paste`],
    ["closed event", of(closed.id)],
    ["settings, closed", `${of(closed.id)}/settings?did=closed`],
    ["cancelled event", of(ending.id)],
    ["cancelled event's editor", `${of(ending.id)}/edit`],
    ["cancelled event's form", `${of(ending.id)}/form`],
    ["settings, cancelled", `${of(ending.id)}/settings?did=cancelled`],
    ["event that waits", of(events.few.id)],
    ["soon", of(soon.id)],
    ["roster", roster],
    ["roster: nothing found", `${roster}?q=zzzz`],
    ["roster: waiting", `${of(events.few.id)}/registrations?view=waiting`],
    ["one person", one],
    ["withdraw one?", `${one}&ask=withdraw`],
    ["one person with a personal link", await firstOf(events.near.id)],
    ["settings, personal links", `${of(events.near.id)}/settings`],
    ["another's event", of("00000000-0000-4000-8000-000000000000")],
  ]);
  const reached = (name: string, address: string, reach: Stop["reach"]): Stop => ({
    name: `desk: ${name}`,
    address,
    cookies: stops[0]?.cookies,
    reach,
  });
  return [
    ...stops,
    reached("account menu", "/dashboard", async (page) => {
      await page.locator("button.me").click();
      await expect(page.locator("#me-menu")).toBeVisible();
    }),
    reached("withdraw one? as a dialog", one, async (page) => {
      await page.locator("a[href*='ask=withdraw']").first().click();
      await expect(page.locator("dialog[open]")).toBeVisible();
    }),
    reached("move another way?", `${of(open.id)}/move?way=paste`, async (page) => {
      await page.getByRole("button", { name: "Choose another way" }).click();
      await page.waitForURL(/\/move\/[\w-]{36}$/);
    }),
    reached("paste with an error", "/dashboard/new?way=paste", async (page) => {
      await page.locator("textarea[name=reference]").fill("no meeting at all");
      await page.getByRole("button", { name: "Find the meeting" }).click();
      await expect(page.locator("#reference-error")).toBeVisible();
    }),
    reached("editor with errors", `${of(draft)}/edit`, async (page) => {
      await page.locator("input[name=title]").fill("");
      await page.locator("input[name=capacity]").fill("many");
      await page.getByRole("button", { name: "Publish" }).click();
      await expect(page.locator("#summary")).toBeFocused();
    }),
  ];
}

/** What only an administrator sees. */
async function installationStops({ browser }: Making): Promise<Stop[]> {
  const { cookies } = await inOwnBrowser(browser, (page) => signIn(page, PEOPLE.kofi.name));
  const at = "/dashboard/installation";
  return [
    { name: "desk: installation", address: at, cookies },
    {
      name: "desk: installation, an organizer",
      address: `${at}?organizer=vera@tidewater.example`,
      cookies,
    },
    { name: "desk: installation, nobody", address: `${at}?organizer=nobody`, cookies },
    { name: "desk: check, an administrator's", address: "/dashboard/check", cookies },
  ];
}

/** What it looks like when Usher can't act for an organizer any more. Their connection stays broken. */
export async function makeBrokenPages(making: Making, slug: string): Promise<Stop[]> {
  const { desk, person } = making;
  await tenant().revoke(PEOPLE[person].oid, 50173, "access");
  const attendee = await newAttendee(slug);
  await desk.goto("/dashboard/connection");
  await expect(async () => {
    await desk.reload();
    await expect(desk.getByRole("main").getByRole("alert")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  return [
    { name: "pass delayed", address: attendee.at },
    ...(await organizerStops(making, [
      ["connection, broken", "/dashboard/connection"],
      ["check, broken", "/dashboard/check?mail=failed&reason=unreachable"],
      ["events, broken", "/dashboard"],
      ["picker, broken", "/dashboard/new"],
      ["new meeting, broken", "/dashboard/new?way=new"],
    ])),
  ];
}
