import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { draftEvent } from "@/lib/events/draft-event";
import { createMeeting, readCalendar } from "@/lib/events/pick-meeting";
import { pickWebinar, readWebinars, withoutWebinars } from "@/lib/events/pick-webinar";
import { publishEvent } from "@/lib/events/publish-event";
import { forgetApplicationTokens } from "@/lib/graph/application-token";
import { createWorker } from "@/lib/jobs/worker";
import { retryAll } from "@/lib/registrations/retry-registration";
import { withdraw } from "@/lib/registrations/withdraw";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { hurryEnrolments } from "@/test/hurry-enrolments";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { linkOf, signedUp } from "@/test/signed-up";
import { aiko, ines, type Person } from "../../sandbox/people.ts";
import { bestRegistrar, checkRegistrars } from "./check-registrars";
import { recheckHandler } from "./recheck.job";

const sandbox = useSandbox();
const NOT_YET = 60_000;

beforeEach(() => forgetApplicationTokens());

interface Published {
  slug: string;
  webinarId: string;
  access: EventAccess;
  personId: string;
}

/** Picks a webinar as the picker does and publishes its page. */
async function publish(webinarId: string, person: Person = ines): Promise<Published> {
  const personId = await sandbox.connect(person, [...SCOPES, "VirtualEvent.Read"]);
  const picked = await pickWebinar({ id: personId }, webinarId);
  if (picked.kind !== "picked") throw new Error(`Not picked: ${picked.kind}`);
  const choices = await checkRegistrars(personId, { kind: "webinar", ...picked.meeting });
  const { eventId } = await draftEvent(
    { id: personId, name: "Tidewater" },
    picked.meeting,
    choices,
  );
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const outcome = await publishEvent(access, new Date());
  if (outcome.kind !== "published") throw new Error(`Not published: ${JSON.stringify(outcome)}`);
  return { slug: outcome.slug, webinarId, access, personId };
}

async function publishSample(): Promise<Published> {
  return publish((await sandbox.control.sampleWebinar()).id);
}

async function recordsOf(webinarId: string) {
  return (await sandbox.control.webinar(webinarId))?.registrations ?? [];
}

/** The look for the policy is due, and nothing else is. */
async function recheck(): Promise<void> {
  await sql`update lanes set next_at = now() - interval '1 minute'`.execute(db());
  await sql`update jobs set run_at = now() - interval '1 minute'
    where state = 'ready' and name = 'enrolment.recheck'`.execute(db());
  await createWorker({ handlers: [recheckHandler] }).runDue();
}

async function writes() {
  const ledger = await sandbox.control.ledger();
  return ledger.filter(
    ({ method, path }) => method === "POST" && path.includes("/virtualEvents/webinars/"),
  );
}

const enrolment = () => db().selectFrom("enrolments").selectAll().executeTakeFirstOrThrow();

describeDatabases("a webinar's registrations", () => {
  test("picked, published, signed up, found, and withdrawn by cancelling", async () => {
    const sample = await sandbox.control.sampleWebinar();
    const { slug, webinarId } = await publish(sample.id);
    await sandbox.control.set({ webinarLinks: "personal", webinarLookupMs: NOT_YET });
    const pass = await signedUp(slug, { email: "Amara@Example.org", locale: "fr" });
    // 204 tells nothing, and the record appears a moment later.
    await hurryEnrolments();
    expect(await linkOf(pass)).toEqual({ kind: "waiting", by: null });
    await sandbox.control.set({ webinarLookupMs: 0 });
    await hurryEnrolments();
    const { registrant_id: registrationId, remote_id: remoteId } = await enrolment();
    const [record] = await recordsOf(webinarId);
    expect(record).toMatchObject({
      id: remoteId,
      firstName: "Amara",
      lastName: "Diallo",
      email: "Amara@Example.org",
      preferredTimezone: "Romance Standard Time",
      preferredLanguage: "fr-fr",
      status: "registered",
      external: { referrer: "Usher", registrationId },
    });
    const link = await linkOf(pass);
    expect(link?.kind === "ready" && link.url).toContain(encodeURIComponent(remoteId ?? "none"));
    const mail = await sandbox.control.waitForMail({ to: "Amara@Example.org" });
    expect(mail.text).toContain(link?.kind === "ready" ? link.url : "nothing");

    await withdraw(pass, new Date());
    await hurryEnrolments();
    expect((await recordsOf(webinarId)).map(({ status }) => status)).toEqual(["canceled"]);
    expect((await enrolment()).state).toBe("withdrawn");
    expect((await writes()).map(({ path, status }) => [path.split("/").at(-1), status])).toEqual([
      ["registrations", 204],
      ["cancel", 204],
    ]);
  });

  test("whose link may not be read has it from Teams, and is told so", async () => {
    const { slug, webinarId, access } = await publishSample();
    await sandbox.control.set({ webinarLinks: "forbidden", webinarLookupMs: 0 });
    await sandbox.control.changeWebinar(webinarId, { isAttendeeEmailNotificationEnabled: false });
    const pass = await signedUp(slug, { email: "amara@example.org" });
    await hurryEnrolments(2);
    // Teams mails nobody: that is the organizer's to put right, and nothing to be told about.
    expect(await linkOf(pass)).toEqual({ kind: "delayed" });
    expect(await enrolment()).toMatchObject({ state: "failed", reason: "no-way-in" });
    await sandbox.control.changeWebinar(webinarId, { isAttendeeEmailNotificationEnabled: true });
    await retryAll(access);
    await hurryEnrolments();
    expect(await writes()).toHaveLength(1);
    expect(await linkOf(pass)).toEqual({ kind: "by-teams" });
    const mail = await sandbox.control.waitForMail({ to: "amara@example.org" });
    expect(mail.text).toContain("Microsoft Teams mails you the link");
    expect(mail.text).not.toContain("teams.microsoft.com");
  });

  test.each([
    ["without a filter the list is paged through", { webinarFilter: "nowhere" }],
    ["where an application may not read, the organizer does", { webinarApplicationReads: false }],
  ] as const)("found all the same: %s", async (_name, settings) => {
    const { slug } = await publishSample();
    await sandbox.control.set({ ...settings, webinarLookupMs: 0 });
    const pass = await signedUp(slug);
    await hurryEnrolments();
    expect((await linkOf(pass))?.kind).toBe("ready");
  });

  test("an answer that was lost makes nobody twice", async () => {
    const { slug, webinarId } = await publishSample();
    await sandbox.control.set({ webinarLookupMs: 0, webinarSameEmail: "second" });
    await sandbox.control.fault({
      service: "graph",
      match: { method: "POST", path: "/registrations$" },
      fault: { kind: "done-but-unanswered" },
    });
    const pass = await signedUp(slug);
    await hurryEnrolments(2);
    expect((await linkOf(pass))?.kind).toBe("ready");
    expect(await recordsOf(webinarId)).toHaveLength(1);
  });

  test("given up before it showed: what appears later is cancelled", async () => {
    const { slug, webinarId } = await publishSample();
    await sandbox.control.set({ webinarLookupMs: NOT_YET });
    const pass = await signedUp(slug);
    await hurryEnrolments();
    await withdraw(pass, new Date());
    await hurryEnrolments();
    expect((await enrolment()).state).toBe("withdrawing");
    await sandbox.control.set({ webinarLookupMs: 0 });
    await hurryEnrolments();
    expect((await recordsOf(webinarId)).map(({ status }) => status)).toEqual(["canceled"]);
    expect((await enrolment()).state).toBe("withdrawn");
  });

  test("what never shows is told after a while, and nobody is sent for ever", async () => {
    const { slug } = await publishSample();
    await sandbox.control.set({ webinarLookupMs: 3_600_000 });
    const pass = await signedUp(slug);
    await hurryEnrolments();
    expect(await linkOf(pass)).toEqual({ kind: "waiting", by: null });
    await sql`update enrolments set accepted_at = now() - interval '1 hour',
      tried_at = now() - interval '1 hour'`.execute(db());
    await hurryEnrolments();
    expect(await enrolment()).toMatchObject({ state: "failed", reason: "not-shown" });
    expect(await writes()).toHaveLength(1);
  });

  test("ended in Teams, and tried again: the record from before doesn't stand for the new one", async () => {
    const { slug, webinarId, access } = await publishSample();
    await sandbox.control.set({ webinarLookupMs: 0 });
    await sandbox.control.changeWebinar(webinarId, { isManualApprovalEnabled: true });
    const pass = await signedUp(slug);
    await hurryEnrolments();
    const id = (await enrolment()).remote_id ?? "";
    await sandbox.control.decideRegistration(webinarId, id, "canceled");
    await sql`update enrolments set accepted_at = now() - interval '1 hour'`.execute(db());
    await hurryEnrolments();
    expect(await enrolment()).toMatchObject({ state: "failed", reason: "ended-there" });
    await sandbox.control.changeWebinar(webinarId, { isManualApprovalEnabled: false });
    // Long enough that the new one doesn't show in this run, and the old one does.
    await sandbox.control.set({ webinarLookupMs: 3_000 });
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    await retryAll(access);
    await hurryEnrolments(2);
    expect(await linkOf(pass)).toEqual({ kind: "waiting", by: null });
    await sandbox.control.set({ webinarLookupMs: 0 });
    await hurryEnrolments();
    expect((await linkOf(pass))?.kind).toBe("ready");
    expect((await recordsOf(webinarId)).map(({ status }) => status)).toEqual([
      "canceled",
      "registered",
    ]);
  });

  test("a line, an approval and a refusal at Microsoft are told as what they are", async () => {
    const { slug, webinarId, access } = await publishSample();
    await sandbox.control.set({ webinarLookupMs: 0 });
    await sandbox.control.changeWebinar(webinarId, { isManualApprovalEnabled: true });
    const pass = await signedUp(slug);
    await hurryEnrolments();
    expect(await linkOf(pass)).toEqual({ kind: "held", as: "pendingApproval" });
    // It is looked at again in minutes, not at once.
    const { rows } = await sql<{ wait: number; lane: string }>`
      select lane, extract(epoch from run_at - now())::float8 as wait from jobs
      where name = 'enrolment.reconcile'`.execute(db());
    expect(rows[0]?.lane).toBe("webinar-reads");
    expect(rows[0]?.wait).toBeGreaterThan(200);
    const id = (await enrolment()).remote_id ?? "";
    await sandbox.control.decideRegistration(webinarId, id, "waitlisted");
    await hurryEnrolments();
    expect(await linkOf(pass)).toEqual({ kind: "held", as: "waitlisted" });
    await sandbox.control.decideRegistration(webinarId, id, "rejectedByOrganizer");
    await hurryEnrolments();
    expect(await enrolment()).toMatchObject({ state: "failed", reason: "declined-there" });
    expect(await linkOf(pass)).toEqual({ kind: "delayed" });
    await sandbox.control.decideRegistration(webinarId, id, "registered");
    await retryAll(access);
    await hurryEnrolments();
    expect((await linkOf(pass))?.kind).toBe("ready");
  });

  test("a policy that goes and comes back leaves nobody behind", async () => {
    const { slug, webinarId } = await publishSample();
    await sandbox.control.set({ webinarLookupMs: 0, applicationPolicy: false });
    const passes = [await signedUp(slug), await signedUp(slug)];
    await hurryEnrolments(2);
    for (const pass of passes) expect(await linkOf(pass)).toEqual({ kind: "delayed" });
    expect(await enrolment()).toMatchObject({ state: "failed", reason: "no-policy" });
    // Each was refused once; from then on one call looks for all of them.
    expect(await writes()).toHaveLength(2);
    await recheck();
    expect(await writes()).toHaveLength(2);
    await sandbox.control.set({ applicationPolicy: [ines.oid] });
    await recheck();
    await hurryEnrolments(2);
    for (const pass of passes) expect((await linkOf(pass))?.kind).toBe("ready");
    expect(await recordsOf(webinarId)).toHaveLength(2);
    const left = await db()
      .selectFrom("jobs")
      .select("id")
      .where("name", "like", "enrolment%")
      .execute();
    expect(left).toEqual([]);
  });

  test("no policy: publishing says so, and nothing is sent", async () => {
    const [theirs] = await sandbox.control.webinars(aiko.oid);
    const personId = await sandbox.connect(aiko, [...SCOPES, "VirtualEvent.Read"]);
    const picked = await pickWebinar({ id: personId }, theirs?.id ?? "");
    if (picked.kind !== "picked") throw new Error("Not picked.");
    const choices = await checkRegistrars(personId, { kind: "webinar", ...picked.meeting });
    expect(choices.webinar).toBe("no-policy");
    expect(bestRegistrar(choices)).toBe("webinar");
    await expect(publish(theirs?.id ?? "", aiko)).rejects.toThrow('"reason":"no-policy"');
  });
});

describeDatabases("choosing a registrar", () => {
  test("what a meeting and a webinar can have, told apart", async () => {
    const personId = await sandbox.connect();
    const sample = await sandbox.control.sample();
    const meeting = { kind: "meeting", graphId: sample.id, joinUrl: sample.joinWebUrl } as const;
    expect(await checkRegistrars(personId, meeting)).toEqual({ external: null, direct: null });
    for (const [status, reason] of [
      [403, "forbidden"],
      [405, "retired"],
      [410, "retired"],
      [501, "retired"],
    ] as const) {
      await sandbox.control.set({ apiRetired: status });
      const choices = await checkRegistrars(personId, meeting);
      expect(choices).toEqual({ external: reason, direct: null });
      expect(bestRegistrar(choices)).toBe("direct");
    }
    const ofInes = await sandbox.control.webinars(ines.oid);
    const webinar = (status: string) => ({
      kind: "webinar" as const,
      graphId: ofInes.find((each) => each.status === status)?.id ?? "",
      joinUrl: "",
    });
    const check = async (status: string) =>
      (await checkRegistrars(personId, webinar(status))).webinar;
    expect(await check("published")).toBeNull();
    expect(await check("draft")).toBe("webinar-draft");
    expect(await check("canceled")).toBe("meeting-gone");
    forgetApplicationTokens();
    await sandbox.control.setRoles(ines.tid, []);
    expect(await check("published")).toBe("no-consent");
    forgetApplicationTokens();
    await sandbox.control.setRoles(ines.tid, null);
    expect(await check("published")).toBe("no-consent");
  });

  test("the picker lists what is to come, by either token, and asks nothing in vain", async () => {
    const bare = await sandbox.connect();
    const now = new Date();
    const calls = async () => {
      const ledger = await sandbox.control.ledger();
      return ledger.filter(({ path }) => path.includes("getByUserIdAndRole")).length;
    };
    const listed = await readWebinars({ id: bare }, { now });
    if (listed.kind !== "webinars") throw new Error(listed.kind);
    expect(listed.entries.map(({ isDraft }) => isDraft)).toEqual([false, false, false, true]);
    expect(await calls()).toBe(1);
    // Neither token may: nobody is asked.
    await sandbox.control.setRoles(ines.tid, ["VirtualEventRegistration-Anon.ReadWrite.All"]);
    forgetApplicationTokens();
    expect((await readWebinars({ id: bare }, { now })).kind).toBe("not-allowed");
    await sandbox.control.setRoles(ines.tid, null);
    forgetApplicationTokens();
    expect((await readWebinars({ id: bare }, { now })).kind).toBe("not-allowed");
    expect(await calls()).toBe(1);
  });

  test("a webinar that stands in Outlook too is in the picker once", async () => {
    const scopes = [...SCOPES, "Calendars.ReadWrite", "VirtualEvent.Read"];
    const person = { id: await sandbox.connect(ines, scopes) };
    const now = new Date();
    const list = await readWebinars(person, { now });
    if (list.kind !== "webinars") throw new Error(list.kind);
    const [webinar] = list.entries;
    if (!webinar) throw new Error("Ines has no webinar.");
    const startsAt = new Date(webinar.startsAt);
    const endsAt = new Date(webinar.endsAt);
    for (const subject of [webinar.subject, "Something else at the same time"])
      await createMeeting(person, {
        subject,
        startsAt,
        endsAt,
        zone: "Europe/Paris",
        transactionId: randomUUID(),
      });
    const calendar = await readCalendar(person, {
      from: new Date(startsAt.getTime() - 1),
      to: endsAt,
      zone: "UTC",
    });
    if (calendar.kind !== "calendar") throw new Error(calendar.kind);
    const subjects = (entries: { subject: string }[]) => entries.map(({ subject }) => subject);
    expect(subjects(calendar.entries)).toContain(webinar.subject);
    const shown = subjects(withoutWebinars(calendar.entries, list));
    expect(shown).not.toContain(webinar.subject);
    expect(shown).toContain("Something else at the same time");
  });
});
