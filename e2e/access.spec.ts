import { randomUUID } from "node:crypto";
import type { APIResponse, Page } from "@playwright/test";
import { guest, PLAIN } from "./support/browsers";
import { draftFromLink, enrol, joinButton, publishEvent, signUp, somebody } from "./support/events";
import { PEOPLE } from "./support/people";
import { readForm, sendForm, type Typed } from "./support/plain-form";
import { signIn } from "./support/sign-in";
import { makeMeeting, registrationOf, tenant } from "./support/tenant";
import { expect, test } from "./support/test";

const PAGES = [
  "",
  "?published=1",
  "/registrations",
  "/registrations?view=trouble&q=a",
  "/registrations?person={person}",
  "/registrations?person={person}&ask=withdraw",
  "/edit",
  "/form",
  "/form/preview",
  "/messages/sender",
  "/settings",
  "/settings?ask=cancel",
  "/settings?ask=delete",
  "/preview",
];
const DATA = [
  "/roster",
  "/roster?q=a&view=waiting",
  "/roster?person={person}",
  "/qr",
  "/qr?as=png",
];

/**
 * What an answer says, without what differs between any two: ids, nonces. In which order a page's
 * parts are written, and by which number one names another, is up to which of its look-ups ends
 * first: so of the body, each different word.
 */
async function said(answer: APIResponse, ids: string[]) {
  let body = await answer.text();
  for (const id of ids) body = body.replaceAll(id, "ID");
  body = body.replace(/nonce(=\\?"|\\?":\\?")[\w+/=-]+/g, "nonce");
  const words = new Set(body.split(/[^\p{L}\p{N}_-]+/u).filter((word) => !PART.test(word)));
  const { date: _date, "content-security-policy": _policy, ...headers } = answer.headers();
  delete headers["x-request-id"];
  // Compressed: it varies with the ids.
  delete headers["content-length"];
  return { status: answer.status(), headers, body, words: [...words].sort().join(" ") };
}

/** The number of a part of the page, as React writes it: `1f`, `$L1f`, `$h2b`, `T4a3`. */
const PART = /^[A-Z]?[0-9a-f]{1,4}$/i;

/** Ines' event with somebody on it, for others to try their hands at. */
async function foreignEvent(desk: Page) {
  const { subject, joinUrl } = await makeMeeting("ines");
  const event = await publishEvent(desk, joinUrl);
  const who = somebody();
  await enrol(event.slug, who);
  const roster = await desk.request.get(`/api/events/${event.id}/roster`);
  const { rows } = (await roster.json()) as { rows: { id: string }[] };
  return { ...event, subject, who, person: rows[0]?.id ?? "" };
}

test("another's event answers exactly like one that doesn't exist", async ({ desk }) => {
  const event = await foreignEvent(await desk("ines"));
  const { request } = await desk("aiko");
  const none = { id: randomUUID(), person: randomUUID() };
  const ids = [event.id, event.person, none.id, none.person];
  const addresses = [
    ...PAGES.map((path) => `/dashboard/events/{id}${path}`),
    ...DATA.map((path) => `/api/events/{id}${path}`),
  ];
  for (const address of addresses) {
    const at = (of: { id: string; person: string }) =>
      address.replace("{id}", of.id).replace("{person}", of.person);
    const theirs = await said(await request.get(at(event)), ids);
    const nobodys = await said(await request.get(at(none)), ids);
    // Not in a report: two whole pages tell nobody where they differ.
    expect(theirs.words === nobodys.words, `${address}: the same page`).toBe(true);
    expect(theirs.headers, address).toEqual(nobodys.headers);
    expect(nobodys.status, address).toBe(404);
    expect(theirs.status, address).toBe(404);
    expect(theirs.body, address).not.toContain(event.subject);
    expect(theirs.body, address).not.toContain(event.who.email);
  }
  for (const odd of ["1", "new", "%2e%2e", event.id.slice(1), `${event.id}x`])
    expect((await request.get(`/api/events/${odd}/roster`)).status(), odd).toBe(404);
  for (const nothing of ["/api", "/api/roster", "/api/events/1/2/3"])
    expect((await request.get(nothing)).status(), nothing).toBe(404);
  expect(await (await request.get("/api/events")).text()).not.toContain(event.id);
  expect(await (await request.get("/dashboard")).text()).not.toContain(event.subject);
});

test("somebody of another event is not told through one's own", async ({ desk }) => {
  const event = await foreignEvent(await desk("ines"));
  const other = await desk("aiko");
  const { joinUrl } = await makeMeeting("aiko");
  const own = await publishEvent(other, joinUrl);
  const answer = await other.request.get(`/api/events/${own.id}/roster?person=${event.person}`);
  expect(await answer.json()).toBeNull();
  const html = await other.request.get(
    `/dashboard/events/${own.id}/registrations?person=${event.person}`,
  );
  expect(await html.text()).not.toContain(event.who.email);
});

/** Sends the form of a page that holds `marker` (CSS), with some fields changed. */
async function sendOf(page: Page, address: string, marker: string, changes: Typed) {
  const html = await (await page.request.get(address)).text();
  return sendForm(page.request, readForm(html, address, marker), changes);
}

test("no form of one's own reaches another's event", async ({ desk }) => {
  const organizer = await desk("ines");
  const event = await foreignEvent(organizer);
  const draft = await draftFromLink(organizer, (await makeMeeting("ines")).joinUrl);
  const other = await desk("aiko");
  const { joinUrl, subject } = await makeMeeting("aiko");
  const own = await publishEvent(other, joinUrl);
  const ownDraft = await draftFromLink(other, joinUrl);
  await enrol(own.slug);
  const rows = await (await other.request.get(`/api/events/${own.id}/roster`)).json();
  const ownPerson: string = rows.rows[0].id;

  const at = (id: string, path: string) => `/dashboard/events/${id}${path}`;
  const asks = at(own.id, `/registrations?person=${ownPerson}&ask=withdraw`);
  const forms: [string, string, string, Typed][] = [
    ["close", at(own.id, "/settings"), 'button:contains("Close sign-ups")', {}],
    ["cancel", at(own.id, "/settings?ask=cancel"), 'button:contains("Cancel it and end")', {}],
    [
      "delete",
      at(ownDraft, "/settings?ask=delete"),
      'button:contains("Delete the draft")',
      { eventId: draft },
    ],
    ["edit", at(own.id, "/edit"), "[name=hostName]", { intent: "save", title: "Taken over" }],
    ["withdraw", asks, 'button:contains("Give up the place")', { registrationId: event.person }],
  ];
  for (const [name, address, marker, changes] of forms)
    await test.step(name, async () => {
      const theirs = await sendOf(other, address, marker, { eventId: event.id, ...changes });
      const nobodys = await sendOf(other, address, marker, {
        ...changes,
        eventId: randomUUID(),
      });
      expect(theirs.status).toBe(404);
      expect(nobodys.status).toBe(404);
      expect(theirs.text).not.toContain(event.subject);
    });
  await test.step("somebody else's registration through one's own event", async () => {
    const answer = await sendOf(other, asks, 'button:contains("Give up the place")', {
      registrationId: event.person,
    });
    expect(answer.status).toBe(200);
  });

  await organizer.goto(at(event.id, "/registrations"));
  await expect(organizer.locator("tbody tr")).toContainText("Taken");
  await expect(organizer.getByRole("heading", { level: 1 })).toHaveText(event.subject);
  await organizer.goto(at(event.id, "/settings"));
  await expect(organizer.getByText("Sign-ups are open", { exact: true })).toBeVisible();
  expect((await organizer.request.get(at(draft, ""))).status()).toBe(200);
  expect((await registrationOf(event.subject))?.registrants).toHaveLength(1);
  // The same forms do their work where they belong: what was refused is who, not how.
  const closed = await sendOf(
    other,
    at(own.id, "/settings"),
    'button:contains("Close sign-ups")',
    {},
  );
  expect(closed.status).toBe(303);
  expect(closed.location).toContain("did=closed");
  const gone = await sendOf(other, asks, 'button:contains("Give up the place")', {});
  expect(gone.status).toBe(200);
  await expect.poll(async () => (await registrationOf(subject))?.registrants).toEqual([]);
});

test("signed out, every page leads to sign-in and back, and no data is told", async ({
  request,
}) => {
  const id = randomUUID();
  const pages = [
    "/dashboard",
    "/dashboard/new?way=paste",
    "/dashboard/connection",
    "/dashboard/installation",
    ...PAGES.map((path) => `/dashboard/events/${id}${path.replace("{person}", id)}`),
  ];
  for (const address of pages) {
    const answer = await request.get(address, { maxRedirects: 0 });
    expect(answer.status(), address).toBe(307);
    const from = new URLSearchParams({ from: address });
    expect(answer.headers().location, address).toBe(`/sign-in?${from}`);
  }
  const data = DATA.map((path) => `/api/events/${id}${path.replace("{person}", id)}`);
  for (const address of ["/api/events", "/api/connection", ...data]) {
    const answer = await request.get(address);
    expect(answer.status(), address).toBe(401);
    expect(await answer.json(), address).toEqual({ error: "signed-out" });
  }
});

test("a session that was signed out elsewhere is over at once", async ({ browser, desk }) => {
  const { joinUrl } = await makeMeeting("ines");
  const event = await publishEvent(await desk("ines"), joinUrl);
  const page = await guest(browser, PLAIN);
  await signIn(page, PEOPLE.ines.name);
  await page.goto(`/dashboard/events/${event.id}/settings`);
  const storageState = await page.context().storageState();
  await signOut(await guest(browser, { ...PLAIN, storageState }));
  expect((await page.request.get(`/api/events/${event.id}/roster`)).status()).toBe(401);
  await page.getByRole("button", { name: "Close sign-ups" }).click();
  await expect(page).toHaveURL(/\/sign-in\?from=/);
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/sign-in\?from=%2Fdashboard$/);
  const answer = await (await desk("ines")).request.get("/api/events");
  const { events } = (await answer.json()) as { events: { id: string; state: string }[] };
  expect(events.find(({ id }) => id === event.id)?.state).toBe("open");
});

async function signOut(page: Page): Promise<void> {
  await page.goto("/dashboard");
  await page.getByRole("button", { name: "Ines Castillo" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible();
}

test("a broken connection says since when and why, and is mended by its owner", async ({
  desk,
  page,
}) => {
  const { joinUrl, subject } = await makeMeeting("marek");
  const organizer = await desk("marek", PLAIN);
  const event = await publishEvent(organizer, joinUrl);
  await organizer.goto(`/dashboard/events/${event.id}`);
  const chip = organizer.getByRole("link", { name: /^Connection: / });
  await expect(chip).toContainText("Connected");
  await tenant().revoke(PEOPLE.marek.oid, 50173, "access");
  const who = somebody();
  await signUp(page, event.slug, who);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Your place is safe");

  await expect(async () => {
    await organizer.goto("/dashboard");
    await expect(organizer.locator("main .banner[role=alert]")).toContainText(
      "Usher can’t act for you since",
      { timeout: 1_000 },
    );
  }).toPass();
  await expect(organizer.getByText(/One person has their place and is waiting/)).toBeVisible();
  await expect(chip).toContainText("Paused");
  await organizer.goto(`/dashboard/events/${event.id}/registrations`);
  await expect(organizer.locator("tbody tr")).toContainText("Waiting");
  await expect(organizer.getByRole("button", { name: "Reconnect" })).toBeVisible();
  await organizer.goto("/dashboard/connection");
  await expect(organizer.getByRole("heading", { name: /^Paused since / })).toBeVisible();
  await expect(organizer.getByText("password").first()).toBeVisible();
  // Nobody else is told, or stopped.
  const other = await desk("ines", PLAIN);
  await other.goto("/dashboard/connection");
  await expect(other.getByRole("heading", { name: "Connected" })).toBeVisible();
  await expect(other.getByRole("button", { name: "Reconnect" })).toHaveCount(0);

  await organizer.locator("section.health").getByRole("button", { name: "Reconnect" }).click();
  // Microsoft knows this browser and what was agreed to: it asks nothing again.
  await expect(organizer.getByRole("heading", { name: "Connected" })).toBeVisible();
  await expect(joinButton(page)).toBeVisible();
  expect((await registrationOf(subject))?.registrants).toHaveLength(1);
});
