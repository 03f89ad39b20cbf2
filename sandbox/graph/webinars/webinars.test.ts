import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Webinar } from "../../model.ts";
import { aiko, ifeoma, ines, lena, noor, northmoor, per, tidewater, tomas } from "../../people.ts";
import {
  askToken,
  type Graph,
  graphAs,
  graphAsApplication,
  graphWith,
  type Running,
  run,
} from "../../test-tools.ts";

const WEBINARS = "/v1.0/solutions/virtualEvents/webinars";
const READER = "openid VirtualEvent.Read";
let running: Running;
let application: Graph;
let webinar: Webinar;
let path: string;
beforeAll(async () => {
  running = await run();
});
beforeEach(async () => {
  await running.control.reset();
  await running.control.set({ webinarLookupMs: 0, webinarLimit: null });
  application = await graphAsApplication(running, tidewater.id);
  webinar = await running.control.sampleWebinar();
  path = `${WEBINARS}/${webinar.id}`;
});
afterAll(() => running.sandbox.stop());

const someone = {
  firstName: "Ada",
  lastName: "Marlow",
  email: "ada.marlow@example.org",
  preferredTimezone: "W. Europe Standard Time",
  preferredLanguage: "en-us",
};
const enrol = (fields: Record<string, unknown> = {}, on = application) =>
  on("POST", `${path}/registrations`, { ...someone, ...fields });
const beta = (address: string) => address.replace("/v1.0", "/beta");
const registrations = async (on = application) =>
  (await on("GET", `${path}/registrations`)).body.value;
const one = async () => (await registrations())[0];
const listOf = (oid: string, role = "organizer") =>
  `${WEBINARS}/getByUserIdAndRole(userId='${oid}', role='${role}')`;

test("an application lists whom a policy covers and silently leaves out the others", async () => {
  const own = await application("GET", listOf(ines.oid));
  expect(own.body.value.map((each: Webinar) => each.status)).toEqual([
    "published",
    "published",
    "published",
    "draft",
    "canceled",
  ]);
  expect(own.body.value[0]).toMatchObject({
    id: webinar.id,
    displayName: webinar.displayName,
    audience: "everyone",
    startDateTime: {
      dateTime: expect.stringMatching(/T18:00:00\.0000000$/),
      timeZone: "W. Europe Standard Time",
    },
    settings: { isAttendeeEmailNotificationEnabled: false },
    createdBy: { user: { id: ines.oid } },
  });
  expect(await application("GET", listOf(aiko.oid))).toMatchObject({
    status: 200,
    body: { value: [] },
  });
  expect((await application("GET", listOf(tomas.oid, "coOrganizer"))).body.value).toHaveLength(1);
  const [hers] = await running.control.webinars(aiko.oid);
  const refused = await application("GET", `${WEBINARS}/${hers?.id}`);
  expect(refused.status).toBe(403);
  expect(refused.body.error.message).toContain("No application access policy found for this app");
  await running.control.set({ applicationPolicy: true });
  expect((await application("GET", listOf(aiko.oid))).body.value).toHaveLength(1);
  expect((await application("GET", `${WEBINARS}/${hers?.id}`)).status).toBe(200);
});

test("a person reads their own webinars with a scope of their own", async () => {
  const reader = await graphAs(running, ines.oid, READER);
  expect((await reader("GET", listOf(ines.oid))).body.value).toHaveLength(5);
  expect((await reader("GET", `${WEBINARS}/getByUserRole(role='organizer')`)).status).toBe(200);
  expect((await reader("GET", listOf(tomas.oid))).status).toBe(403);
  expect((await reader("GET", path)).body.displayName).toBe(webinar.displayName);
  const stranger = await graphAs(running, per.oid, READER);
  expect((await stranger("GET", path)).status).toBe(403);
  expect((await (await graphAs(running, tomas.oid, READER))("GET", path)).status).toBe(200);
  const abroad = await graphAs(running, ifeoma.oid, READER);
  expect((await abroad("GET", path)).status).toBe(404);
  const unlicensed = await graphAs(running, noor.oid, READER);
  expect((await unlicensed("GET", listOf(noor.oid))).status).toBe(403);
  await running.control.reset();
  const without = await graphAs(running, ines.oid);
  expect((await without("GET", listOf(ines.oid))).body.error.message).toContain(
    "API requires one of 'VirtualEvent.Read, VirtualEvent.ReadWrite'",
  );
});

test("what is for persons refuses an application, and the reverse", async () => {
  expect((await application("GET", "/v1.0/me/onlineMeetings?$filter=x")).status).toBe(400);
  expect((await application("GET", `${WEBINARS}/getByUserRole(role='organizer')`)).status).toBe(
    403,
  );
  const organizer = await graphAs(running, ines.oid, "openid VirtualEvent.ReadWrite");
  expect((await enrol({}, organizer)).status).toBe(400);
  expect(await registrations()).toEqual([]);
});

test("roles are those that an administrator agreed to before the token was made", async () => {
  await running.control.setRoles(tidewater.id, ["VirtualEvent.Read.All"]);
  const reader = await graphAsApplication(running, tidewater.id);
  expect((await reader("GET", path)).status).toBe(200);
  const refused = await enrol({}, reader);
  expect(refused).toMatchObject({ status: 403 });
  expect(refused.body.error.message).toContain(
    "Missing role permissions on the request. API requires one of 'VirtualEventRegistration-Anon.ReadWrite.All'.",
  );
  await running.control.setRoles(tidewater.id, []);
  const { body } = await askToken(running.sandbox, tidewater.id, {
    grant_type: "client_credentials",
    scope: "https://graph.microsoft.com/.default",
  });
  expect((await graphWith(running.sandbox, body.access_token)("GET", path)).status).toBe(401);
  expect((await application("GET", path)).status).toBe(200);
});

test("a directory whose administrator was never asked gives the application no token", async () => {
  const ask = () =>
    askToken(running.sandbox, northmoor.id, {
      grant_type: "client_credentials",
      scope: "https://graph.microsoft.com/.default",
    });
  expect(await ask()).toMatchObject({ status: 400, body: { error_codes: [7000229] } });
  const consent = `${running.sandbox.entraUrl}/${northmoor.id}/adminconsent?client_id=${running.sandbox.clientId}`;
  await fetch(consent, {
    method: "POST",
    body: new URLSearchParams({ tenant: northmoor.id }),
    redirect: "manual",
  });
  expect((await ask()).status).toBe(200);
});

test("an expired secret stops the application as it stops sign-ins", async () => {
  await running.control.set({ clientSecret: "expired" });
  const answer = await askToken(running.sandbox, tidewater.id, {
    grant_type: "client_credentials",
    scope: "https://graph.microsoft.com/.default",
  });
  expect(answer).toMatchObject({ status: 401, body: { error_codes: [7000222] } });
});

test("an application registers anybody: 204 without a word, found a moment later", async () => {
  await running.control.set({ webinarLookupMs: 300 });
  const made = await enrol();
  expect(made).toMatchObject({ status: 204, body: null });
  expect(await registrations()).toEqual([]);
  await expect.poll(() => registrations(), { timeout: 60_000 }).toHaveLength(1);
  const found = await one();
  expect(found).toMatchObject({ ...someone, status: "registered", userId: null });
  expect(found.registrationDateTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  expect(found).not.toHaveProperty("externalRegistrationInformation");
  expect((await application("GET", `${path}/registrations/${found.id}`)).body.id).toBe(found.id);
});

test("a number of our own is taken and told on beta alone", async () => {
  const externalRegistrationInformation = { referrer: "Usher", registrationId: "r-1" };
  expect((await enrol({ externalRegistrationInformation })).status).toBe(400);
  const onBeta = await application("POST", beta(`${path}/registrations`), {
    ...someone,
    externalRegistrationInformation,
  });
  expect(onBeta.status).toBe(204);
  const { body } = await application("GET", beta(`${path}/registrations`));
  expect(body.value).toMatchObject([{ externalRegistrationInformation }]);
  const tooLong = { registrationId: "x".repeat(257) };
  const refused = await application("POST", beta(`${path}/registrations`), {
    ...someone,
    email: "b@example.org",
    externalRegistrationInformation: tooLong,
  });
  expect(refused.status).toBe(400);
});

test("a person registers themselves, and is answered with the record", async () => {
  const { preferredLanguage, preferredTimezone } = someone;
  const ofPer = await graphAs(running, per.oid, "openid VirtualEvent.ReadWrite");
  const made = await ofPer("POST", `${path}/registrations`, {
    preferredLanguage,
    preferredTimezone,
  });
  expect(made).toMatchObject({ status: 201, body: { userId: per.oid, email: per.email } });
  expect((await running.control.ledger()).at(-1)).toMatchObject({ token: "delegated" });
  const filter = `?$filter=userId eq '${per.oid}'`;
  const { body } = await application("GET", beta(`${path}/registrations${filter}`));
  expect(body.value).toMatchObject([{ id: made.body.id }]);
  expect((await running.control.ledger()).at(-1)).toMatchObject({ token: "application" });
  const cancel = `${path}/registrations/${made.body.id}/cancel`;
  await running.control.set({ webinarApplicationCancelsMembers: false });
  expect((await application("POST", cancel)).status).toBe(403);
  expect((await ofPer("POST", cancel)).status).toBe(204);
  // Name and address are their account's.
  expect((await enrol({}, ofPer)).status).toBe(400);
  const reader = await graphAs(running, lena.oid, READER);
  expect((await enrol({}, reader)).status).toBe(403);
});

test("addresses are looked up on beta, paged through on v1.0", async () => {
  await enrol({ email: "O'Neil+tide@Example.org" });
  await enrol();
  const filter = `?$filter=email eq '${encodeURIComponent("o''neil+tide@example.org")}'`;
  expect((await application("GET", `${path}/registrations${filter}`)).status).toBe(400);
  const { body } = await application("GET", beta(`${path}/registrations${filter}`));
  expect(body.value).toMatchObject([{ email: "O'Neil+tide@Example.org" }]);
  for (let number = 0; number < 103; number++) await enrol({ email: `n${number}@example.org` });
  const first = await application("GET", `${path}/registrations`);
  expect(first.body.value).toHaveLength(100);
  const second = await application("GET", first.body["@odata.nextLink"]);
  expect(second.body.value).toHaveLength(5);
  expect(second.body).not.toHaveProperty("@odata.nextLink");
});

test("the same address twice: 409, 204 and nothing new, or a second record", async () => {
  await enrol();
  expect((await enrol({ email: someone.email.toUpperCase() })).status).toBe(409);
  await running.control.set({ webinarSameEmail: "204" });
  expect((await enrol()).status).toBe(204);
  expect(await registrations()).toHaveLength(1);
  await running.control.set({ webinarSameEmail: "second" });
  expect((await enrol()).status).toBe(204);
  expect(await registrations()).toHaveLength(2);
});

test("who was cancelled may register again, and has two records then", async () => {
  await enrol();
  const { id } = await one();
  const cancel = `${path}/registrations/${id}/cancel`;
  expect(await application("POST", cancel)).toMatchObject({ status: 204, body: null });
  expect((await application("POST", cancel)).status).toBe(409);
  expect((await application("POST", `${path}/registrations/nobody/cancel`)).status).toBe(404);
  expect((await enrol()).status).toBe(204);
  const statuses = (await registrations()).map(({ status }: { status: string }) => status);
  expect(statuses).toEqual(["canceled", "registered"]);
});

test("approval and the line: no link until somebody is let in", async () => {
  await running.control.changeWebinar(webinar.id, { capacity: 1, isWaitlistEnabled: true });
  await enrol();
  await enrol({ email: "b@example.org" });
  await running.control.changeWebinar(webinar.id, { isManualApprovalEnabled: true });
  await enrol({ email: "c@example.org" });
  const all = await registrations();
  expect(all.map(({ status }: { status: string }) => status)).toEqual([
    "registered",
    "waitlisted",
    "pendingApproval",
  ]);
  const linkOf = async (id: string) =>
    (await application("GET", `${path}/registrations/${id}/sessions`)).body.value[0].joinWebUrl;
  expect(await linkOf(all[0].id)).toContain("/l/meetup-join/");
  expect(await linkOf(all[1].id)).toBeNull();
  await running.control.decideRegistration(webinar.id, all[1].id, "registered");
  await running.control.decideRegistration(webinar.id, all[2].id, "rejectedByOrganizer");
  expect(await linkOf(all[1].id)).toContain("/l/meetup-join/");
  expect(await linkOf(all[2].id)).toBeNull();
  await running.control.changeWebinar(webinar.id, {
    isWaitlistEnabled: false,
    isManualApprovalEnabled: false,
  });
  expect((await enrol({ email: "d@example.org" })).status).toBe(400);
});

test("a session's link is one for all, each one's own, absent, or not for us to read", async () => {
  await enrol();
  await enrol({ email: "b@example.org" });
  const all = await registrations();
  const read = (index: number) =>
    application("GET", `${path}/registrations/${all[index].id}/sessions`);
  const linkOf = async (index: number) => (await read(index)).body.value[0].joinWebUrl;
  expect(await linkOf(0)).toBe(await linkOf(1));
  const { value } = (await application("GET", `${path}/sessions`)).body;
  expect(value).toMatchObject([{ id: webinar.sessionId, joinWebUrl: await linkOf(0) }]);
  await running.control.set({ webinarLinks: "personal" });
  expect(await linkOf(0)).not.toBe(await linkOf(1));
  await running.control.set({ webinarLinks: "absent" });
  expect(await linkOf(0)).toBeNull();
  await running.control.set({ webinarLinks: "forbidden" });
  expect((await read(0)).status).toBe(403);
  await running.control.set({ webinarApplicationReads: false });
  expect((await application("GET", `${path}/registrations`)).status).toBe(403);
  const organizer = await graphAs(running, ines.oid, READER);
  expect(await registrations(organizer)).toHaveLength(2);
});

test("a draft takes registrations that nobody ever sees, a cancelled one takes none", async () => {
  await running.control.changeWebinar(webinar.id, { status: "draft" });
  expect((await enrol()).status).toBe(204);
  await running.control.changeWebinar(webinar.id, { status: "published" });
  expect(await registrations()).toEqual([]);
  await running.control.set({ webinarDraft: "400" });
  await running.control.changeWebinar(webinar.id, { status: "draft" });
  expect((await enrol()).status).toBe(400);
  await running.control.changeWebinar(webinar.id, { status: "canceled" });
  expect((await enrol()).status).toBe(400);
  await running.control.deleteWebinar(webinar.id);
  expect((await enrol()).status).toBe(404);
});

test("what it asks is told, and answers have to fit", async () => {
  const asking = (await running.control.webinars(ines.oid)).find(
    ({ questions }) => questions.length > 0,
  ) as Webinar;
  path = `${WEBINARS}/${asking.id}`;
  const configuration = await application("GET", `${path}/registrationConfiguration`);
  expect(configuration.body).toMatchObject({ capacity: 20, isWaitlistEnabled: true });
  const { body } = await application("GET", `${path}/registrationConfiguration/questions`);
  expect(body.value).toMatchObject([
    { label: "jobTitle" },
    { answerInputType: "singleChoice", isRequired: true },
    { answerInputType: "multiChoice" },
    { answerInputType: "boolean" },
  ]);
  const [, years, waters] = body.value;
  const answering = (...registrationQuestionAnswers: unknown[]) =>
    enrol({ registrationQuestionAnswers });
  expect((await answering()).status).toBe(400);
  expect((await answering({ questionId: years.id, value: "Forty" })).status).toBe(400);
  expect((await answering({ questionId: "unknown", value: "More" })).status).toBe(400);
  const more = { questionId: years.id, value: "More" };
  expect((await answering(more, { questionId: waters.id, value: "Baltic" })).status).toBe(400);
  expect(
    (await answering(more, { questionId: waters.id, multiChoiceValues: ["Baltic"] })).status,
  ).toBe(204);
  expect((await one()).registrationQuestionAnswers).toMatchObject([
    { value: "More", displayName: years.displayName },
    { multiChoiceValues: ["Baltic"] },
  ]);
});

test("what is not exactly right is refused", async () => {
  const { email: _email, ...nameless } = someone;
  expect((await application("POST", `${path}/registrations`, nameless)).status).toBe(400);
  expect((await enrol({ preferredTimezone: "Europe/Berlin" })).status).toBe(400);
  expect((await enrol({ preferredLanguage: "en" })).status).toBe(400);
  expect((await enrol({ phone: "1" })).status).toBe(400);
  expect((await application("DELETE", `${path}/registrations/x`)).status).toBe(405);
  expect((await application("GET", `${path}/registrations?$top=1`)).status).toBe(400);
  expect(await registrations()).toEqual([]);
});

test("15 writes and 750 reads in 30 s are the application's, over all organizers and tenants", async () => {
  await running.control.set({
    applicationPolicy: true,
    webinarLimit: { writes: 15, reads: 2, windowSeconds: 30 },
  });
  const [hers] = await running.control.webinars(aiko.oid);
  for (let number = 0; number < 15; number++) {
    if (number === 7) path = `${WEBINARS}/${hers?.id}`;
    expect((await enrol({ email: `n${number}@example.org` })).status).toBe(204);
  }
  const refused = await enrol({ email: "late@example.org" });
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(20);
  expect(seconds).toBeLessThanOrEqual(30);
  expect((await application("GET", path)).status).toBe(200);
  expect((await application("GET", path)).status).toBe(200);
  expect((await application("GET", path)).status).toBe(429);
  const reader = await graphAs(running, ines.oid, "openid OnlineMeetings.Read");
  expect(
    (await reader("GET", `/v1.0/me/onlineMeetings/${(await running.control.sample()).id}`)).status,
  ).toBe(200);
  const ofHers = (await running.control.ledger()).filter(({ organizer }) => organizer === aiko.oid);
  expect(ofHers.length).toBeGreaterThan(8);
  await running.control.set({ webinarLimit: { writes: 15, reads: 2, windowSeconds: 0.05 } });
  await expect.poll(async () => (await enrol({ email: "late@example.org" })).status).toBe(204);
});

test("a policy that is made works after a while, one that is taken back not any more", async () => {
  await running.control.uncoverOrganizer(ines.oid);
  expect((await application("GET", path)).status).toBe(403);
  await running.control.coverOrganizer(ines.oid, 300);
  expect((await application("GET", path)).status).toBe(403);
  await expect.poll(async () => (await application("GET", path)).status).toBe(200);
});

test("Teams writes to a registrant where the webinar says so, and tells the link that Graph keeps", async () => {
  await enrol();
  expect(await running.control.mail({ to: someone.email })).toEqual([]);
  await running.control.changeWebinar(webinar.id, {
    isAttendeeEmailNotificationEnabled: true,
    isManualApprovalEnabled: true,
  });
  await running.control.set({ webinarLinks: "forbidden" });
  const to = "b@example.org";
  await enrol({ email: to });
  expect(await running.control.mail({ to })).toEqual([]);
  const { id } = (await registrations())[1];
  await running.control.decideRegistration(webinar.id, id, "registered");
  const [told] = await running.control.mail({ to });
  expect(told?.subject).toBe(`You’re registered for ${webinar.displayName}`);
  expect(told?.text).toContain(encodeURIComponent(id));
  await application("POST", `${path}/registrations/${id}/cancel`);
  expect((await running.control.mail({ to }))[0]?.subject).toContain("was canceled");
});

test("other clouds have no webinars, and say which cloud they are", async () => {
  await running.control.set({ cloud: "usgov" });
  expect((await application("GET", listOf(ines.oid))).status).toBe(400);
  const configuration = await fetch(
    `${running.sandbox.entraUrl}/${tidewater.id}/v2.0/.well-known/openid-configuration`,
  );
  expect(await configuration.json()).toMatchObject({ msgraph_host: "graph.microsoft.us" });
});

test("its pages show who is registered, and let the organizer decide", async () => {
  await running.control.changeWebinar(webinar.id, { isManualApprovalEnabled: true });
  await enrol({ firstName: "<b>" });
  const { id } = await one();
  const at = `${running.sandbox.homeUrl}webinars`;
  expect(await (await fetch(at)).text()).toContain("0 of 1000 registered");
  const page = `${at}/${encodeURIComponent(webinar.id)}`;
  const shown = await (await fetch(page)).text();
  expect(shown).toContain("Waits for approval");
  expect(shown).toContain(someone.email);
  expect(shown).not.toContain("<b>");
  await fetch(`${page}/${id}/registered`, { method: "POST" });
  expect(await one()).toMatchObject({ status: "registered" });
  expect((await fetch(`${page}/${id}/canceled`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${at}/unknown`)).status).toBe(404);
});

test("its clock may go wrong", async () => {
  await running.control.set({ clockSeconds: 600 });
  const shown = Date.parse((await application("GET", path)).headers.get("date") ?? "");
  expect(shown - Date.now()).toBeGreaterThan(590_000);
});
