import { randomUUID } from "node:crypto";
import { type APIRequestContext, request } from "@playwright/test";
import { type BuiltAction, builtActions, callAction } from "./support/built-actions";
import { signInOverHttp } from "./support/http-sign-in";
import { type OwnProduct, startOwnProduct } from "./support/own-product";
import { PEOPLE } from "./support/people";
import { formBody, readForm } from "./support/plain-form";
import { expect, test } from "./support/test";

/*
 * Every action of the build that is about an event, called by hand with another's event: it has to
 * ask who before anything else. Those of the source are found by themselves, so a new one is called
 * here as well.
 */

test.describe.configure({ mode: "serial" });

const EVENT_FILES = "/dashboard/events/[id]/";
/** What an editor may not do, only the owner. */
const OWN = [
  "anotherWayAction",
  "backAction",
  "cancelAction",
  "deleteDraftAction",
  "moveAction",
  "moveToEntryAction",
  "moveToNewAction",
  "moveToPastedAction",
  "moveToWebinarAction",
  "resumeAction",
  "stopAction",
];
/** What changes by itself, by the clock and the worker. */
const RESTLESS = ["jobs", "lanes", "sessions", "followed_meetings", "subscriptions"];

let product: OwnProduct;
/** Of Ines'. */
let event: { id: string; title: string; registration: string };
let aiko: APIRequestContext;

test.beforeAll(async () => {
  product = await startOwnProduct();
  aiko = await request.newContext();
  await signInOverHttp(aiko, product.appUrl, "aiko");
  event = await eventWithSomebody();
});
test.afterAll(async () => {
  await aiko?.dispose();
  await product?.remove();
});

async function eventWithSomebody(): Promise<typeof event> {
  const { appUrl, eventPath } = product;
  const form = readForm(await (await fetch(appUrl + eventPath)).text(), eventPath, "[name=email]");
  const who = { firstName: "Ada", lastName: "Lovelace", email: `${randomUUID()}@example.org` };
  await fetch(appUrl + eventPath, {
    method: "POST",
    body: formBody(form, who),
    headers: { origin: appUrl, accept: "text/html" },
    redirect: "manual",
  });
  const find = () =>
    product.sql<{ id: string; title: string; registration: string }>(
      `select events.id, events.title, registrations.id as registration
        from events join registrations on registrations.event_id = events.id
        join enrolments on enrolments.registration_id = registrations.id
        join mails on mails.registration_id = registrations.id
        where registrations.email = $1 and enrolments.state = 'enrolled' and mails.state = 'sent'`,
      [who.email],
    );
  await expect.poll(async () => (await find()).length).toBe(1);
  const [found] = await find();
  if (!found) throw new Error("Nobody is at the sample event.");
  return found;
}

/** All that the database holds, but for what never rests. */
async function everything(): Promise<Record<string, string>> {
  const tables = await product.sql<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const rows: Record<string, string> = {};
  for (const { name } of tables) {
    if (RESTLESS.includes(name)) continue;
    const [row] = await product.sql<{ rows: string }>(
      `select coalesce(string_agg(t::text, E'\\n' order by t::text), '') as rows from ${name} t`,
    );
    rows[name] = row?.rows ?? "";
  }
  return rows;
}

const ofEvents = () => builtActions().filter(({ file }) => file.includes(EVENT_FILES));

/** Calls it about this event, with fields that the right person's would have. */
function call(by: APIRequestContext, action: BuiltAction, id = event.id) {
  const at = `/${action.page
    .split("/")
    .filter((part) => !/^(app|page|\(.*\)|\[locale\])$/.test(part))
    .join("/")}`
    .replace("[id]", id)
    .replace("[meeting]", randomUUID());
  const fields = {
    eventId: id,
    registrationId: event.registration,
    intent: "save",
    title: "Taken",
  };
  return callAction(by, product.appUrl, { action, at, first: id, fields });
}

/** Answers what was said of the event instead. */
async function expectRefused(by: APIRequestContext, actions: BuiltAction[]): Promise<string> {
  const said: string[] = [];
  for (const action of actions) {
    const theirs = await call(by, action);
    const nobodys = await call(by, action, randomUUID());
    expect([action.name, theirs.status(), nobodys.status()]).toEqual([action.name, 404, 404]);
    said.push(await theirs.text());
  }
  return said.join("\n");
}

async function join(role: "viewer" | "editor"): Promise<void> {
  await product.sql(
    `insert into members (event_id, person_id, role) select $1, id, $2 from persons where oid = $3
      on conflict (event_id, person_id) do update set role = excluded.role`,
    [event.id, role, PEOPLE.aiko.oid],
  );
}

test("to somebody who is not signed in, every organizer's action answers with the sign-in", async () => {
  const nobody = await request.newContext();
  const before = await everything();
  const organizers = builtActions().filter(({ file }) => file.includes("/(organizer)/"));
  expect(organizers.length).toBeGreaterThan(ofEvents().length);
  for (const action of organizers) {
    const answer = await call(nobody, action);
    expect(answer.headers()["x-action-redirect"], action.name).toMatch(/^\/sign-in\?from=/);
  }
  expect(await everything()).toEqual(before);
  await nobody.dispose();
});

test("another's event is to every action as one that does not exist", async () => {
  const before = await everything();
  const said = await expectRefused(aiko, ofEvents());
  expect(said).not.toContain(event.title);
  expect(said).not.toContain("Lovelace");
  expect(await everything()).toEqual(before);
});

test("whoever may only look changes nothing by any action", async () => {
  await join("viewer");
  const before = await everything();
  await expectRefused(aiko, ofEvents());
  expect(await everything()).toEqual(before);
});

test("an editor may do all that is not the owner's, so what was refused is who and not how", async () => {
  await join("editor");
  const refused: string[] = [];
  for (const action of ofEvents()) {
    const status = (await call(aiko, action)).status();
    if (status === 404) refused.push(action.name);
    else expect([200, 303], action.name).toContain(status);
  }
  expect(refused.sort()).toEqual(OWN);
});

test("the owner may do that as well", async () => {
  const ines = await request.newContext();
  await signInOverHttp(ines, product.appUrl, "ines");
  for (const action of ofEvents().filter(({ name }) => OWN.includes(name)))
    expect([200, 303], action.name).toContain((await call(ines, action)).status());
  await ines.dispose();
});
