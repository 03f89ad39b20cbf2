import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { cancelEvent } from "@/lib/events/cancel-event";
import { draftEvent } from "@/lib/events/draft-event";
import { publishEvent } from "@/lib/events/publish-event";
import { createWorker } from "@/lib/jobs/worker";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { retryAll } from "@/lib/registrations/retry-registration";
import { readRoster } from "@/lib/registrations/roster";
import { withdraw } from "@/lib/registrations/withdraw";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { handOff, signUp } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { linkOf, signedUp } from "@/test/signed-up";
import { ines } from "../../sandbox/people.ts";

const sandbox = useSandbox();
const ROSTER = { query: "", view: "all", cursor: null, limit: 50 } as const;

/** Runs what is due now and what the last run made due, confirmations too. */
async function drain(): Promise<void> {
  await createWorker({ handlers: [...handlers] }).runDue();
}

/** Forgets every back-off: what is waiting is due now. */
async function hurry(): Promise<void> {
  await db()
    .updateTable("jobs")
    .set({ run_at: new Date(0) })
    .where("state", "=", "ready")
    .execute();
  await drain();
}

async function publishSample(
  wanted: { audience?: "everyone" | "organization"; delivery?: "show" | "email" } = {},
): Promise<{ slug: string; graphId: string; access: EventAccess; personId: string }> {
  const personId = await sandbox.connect();
  const meeting = await sandbox.control.sample();
  const { eventId } = await draftEvent(
    { id: personId, name: "Tidewater" },
    {
      graphId: meeting.id,
      subject: meeting.subject,
      joinUrl: meeting.joinWebUrl,
      startsAt: new Date(meeting.start),
      endsAt: new Date(meeting.end),
      zone: "Europe/Paris",
    },
  );
  await db()
    .updateTable("events")
    .set({ accent: "night", ...wanted })
    .where("id", "=", eventId)
    .execute();
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const published = await publishEvent(access, new Date());
  if (published.kind !== "published")
    throw new Error(`Not published: ${JSON.stringify(published)}`);
  return { slug: published.slug, graphId: meeting.id, access, personId };
}

async function registrantsOf(meetingId: string) {
  const all = await sandbox.control.registrants();
  return all.find((each) => each.meetingId === meetingId)?.registrants ?? [];
}

/** Calls to the registration resource, as Graph received them. */
async function registrationCalls() {
  const ledger = await sandbox.control.ledger();
  return ledger.filter(({ path }) => path.includes("/registration"));
}

describeDatabases("enrolling", () => {
  test("everyone: Graph receives exactly type and our id, and the link is the one it told", async () => {
    const { slug, graphId } = await publishSample();
    const pass = await signedUp(slug);
    await drain();
    const enrolment = await db().selectFrom("enrolments").selectAll().executeTakeFirstOrThrow();
    const calls = await registrationCalls();
    const beta = `/beta/me/onlineMeetings/${encodeURIComponent(graphId)}/registration`;
    expect(calls.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      { method: "GET", path: beta, body: null },
      {
        method: "POST",
        path: beta,
        body: {
          "@odata.type": "#microsoft.graph.externalMeetingRegistration",
          allowedRegistrant: "everyone",
        },
      },
      {
        method: "POST",
        path: `${beta}/registrants`,
        body: {
          "@odata.type": "#microsoft.graph.externalMeetingRegistrant",
          id: enrolment.registrant_id,
        },
      },
    ]);
    const [registrant] = await registrantsOf(graphId);
    expect(registrant?.id).toBe(enrolment.registrant_id);
    expect(await linkOf(pass)).toEqual({ kind: "ready", url: registrant?.joinWebUrl });
    expect(enrolment.join_link_sealed).not.toContain("teams.microsoft.com");
    const mail = await sandbox.control.waitForMail({
      to: (await db().selectFrom("registrations").select("email").executeTakeFirstOrThrow()).email,
    });
    expect(mail.text).toContain(registrant?.joinWebUrl ?? "nothing");
  });

  test("organization: id, tenantId and userId of the one who signed in", async () => {
    const { slug, graphId, access } = await publishSample({ audience: "organization" });
    const member = { tid: ines.tid, oid: "9e400000-0000-4000-8000-000000000005" };
    await signedUp(slug, { handoff: await handOff(access.eventId, member) });
    await drain();
    const [registrant] = await registrantsOf(graphId);
    expect(registrant).toMatchObject({ tenantId: member.tid, userId: member.oid });
    const posts = (await registrationCalls()).filter(({ path }) => path.endsWith("/registrants"));
    expect(posts.map(({ body }) => body)).toEqual([
      {
        "@odata.type": "#microsoft.graph.externalMeetingRegistrant",
        id: registrant?.id,
        tenantId: member.tid,
        userId: member.oid,
      },
    ]);
  });

  test.each(["same-link", "new-link", "409"] as const)(
    "an answer that never came is replaced by a later one (the same id again: %s)",
    async (sameIdTwice) => {
      const { slug, graphId } = await publishSample();
      await sandbox.control.set({ sameIdTwice });
      await sandbox.control.fault({
        service: "graph",
        match: { method: "POST", path: "/registrants$" },
        fault: { kind: "done-but-unanswered" },
      });
      const pass = await signedUp(slug);
      await drain();
      expect(await linkOf(pass)).toEqual({ kind: "waiting", by: null });
      await hurry();
      const registrants = await registrantsOf(graphId);
      expect(registrants).toHaveLength(1);
      expect(await linkOf(pass)).toEqual({ kind: "ready", url: registrants[0]?.joinWebUrl });
    },
  );

  test.each([
    { kind: "status", status: 500 },
    { kind: "status", status: 502, body: "<html>" },
    { kind: "status", status: 504 },
    { kind: "reset" },
    { kind: "garbage" },
    { kind: "empty" },
    { kind: "status", status: 200, body: { id: "x", joinWebUrl: null }, perform: true },
  ] as const)("is signed up during trouble and gets the link after it: %o", async (fault) => {
    const { slug } = await publishSample();
    await sandbox.control.fault({
      service: "graph",
      match: { method: "POST", path: "/registrants$" },
      fault: fault as Parameters<typeof sandbox.control.fault>[0]["fault"],
    });
    const pass = await signedUp(slug);
    await drain();
    expect(await linkOf(pass)).toEqual({ kind: "waiting", by: null });
    await hurry();
    expect((await linkOf(pass))?.kind).toBe("ready");
  });

  test("a 429 pauses that organizer's lane, does not count, and is obeyed", async () => {
    const { slug, personId } = await publishSample();
    await sandbox.control.fault({
      service: "graph",
      match: { method: "POST", path: "/registrants$" },
      fault: { kind: "throttle", retryAfter: 30 },
    });
    const pass = await signedUp(slug);
    await drain();
    const lane = await db()
      .selectFrom("lanes")
      .selectAll()
      .where("lane", "=", `organizer:${personId}`)
      .executeTakeFirstOrThrow();
    expect(lane.reason).toBe("throttled");
    expect((lane.paused_until?.getTime() ?? 0) - Date.now()).toBeGreaterThan(20_000);
    const before = (await registrationCalls()).length;
    await hurry();
    expect((await registrationCalls()).length).toBe(before);
    const job = await db()
      .selectFrom("jobs")
      .select("attempts")
      .where("name", "=", "enrolment.reconcile")
      .executeTakeFirstOrThrow();
    expect(job.attempts).toBe(0);
    await db().deleteFrom("lanes").execute();
    await hurry();
    expect((await linkOf(pass))?.kind).toBe("ready");
  });

  test("a broken connection keeps the place, says so, and delivers after reconnecting", async () => {
    const { slug, access } = await publishSample();
    await sandbox.control.revoke(ines.oid, 50173, "access");
    const pass = await signedUp(slug);
    await drain();
    expect(await linkOf(pass)).toEqual({ kind: "delayed" });
    expect((await readRoster(access, ROSTER)).rows[0]).toMatchObject({
      place: "taken",
      link: "waiting",
      linkReason: "connection",
    });
    const later = await signedUp(slug);
    await hurry();
    expect((await linkOf(later))?.kind).not.toBe("ready");
    await sandbox.connect();
    await hurry();
    expect((await linkOf(pass))?.kind).toBe("ready");
    expect((await linkOf(later))?.kind).toBe("ready");
  });

  test.each([404, 405, 410, 403, 501] as const)(
    "an API that was retired (%i) is in front of the organizer with its reason, and can be retried",
    async (status) => {
      const { slug, access } = await publishSample();
      await sandbox.control.set({ apiRetired: status });
      const pass = await signedUp(slug);
      for (let attempt = 0; attempt < 4; attempt++) await hurry();
      const [row] = (await readRoster(access, ROSTER)).rows;
      expect(row).toMatchObject({ place: "taken", link: "failed" });
      expect(["retired", "forbidden", "registration-gone"]).toContain(row?.linkReason);
      expect(await linkOf(pass)).toEqual({ kind: "delayed" });
      await sandbox.control.set({ apiRetired: null });
      expect(await retryAll(access)).toBe(1);
      await hurry();
      expect((await linkOf(pass))?.kind).toBe("ready");
    },
  );

  test("a meeting that is gone is told apart", async () => {
    const { slug, graphId, access } = await publishSample();
    await sandbox.control.deleteMeeting(graphId);
    await signedUp(slug);
    await hurry();
    expect((await readRoster(access, ROSTER)).rows[0]).toMatchObject({
      link: "failed",
      linkReason: "meeting-gone",
    });
  });

  test("giving up removes the registrant and says so by mail; the link is forgotten", async () => {
    const { slug, graphId } = await publishSample();
    const pass = await signedUp(slug, { email: "amara@example.org" });
    await drain();
    expect(await registrantsOf(graphId)).toHaveLength(1);
    expect(await withdraw(pass, new Date())).toEqual({ kind: "withdrawn" });
    await hurry();
    expect(await registrantsOf(graphId)).toEqual([]);
    const enrolment = await db().selectFrom("enrolments").selectAll().executeTakeFirstOrThrow();
    expect(enrolment).toMatchObject({ state: "withdrawn", join_link_sealed: null });
    expect(await linkOf(pass)).toEqual({ kind: "none" });
    const mails = await sandbox.control.mail({ to: "amara@example.org" });
    expect(mails).toHaveLength(2);
  });

  test("giving up while Microsoft enrols ends with no registrant", async () => {
    const { slug, graphId } = await publishSample();
    await sandbox.control.fault({
      service: "graph",
      match: { method: "POST", path: "/registrants$" },
      fault: { kind: "delay", ms: 400, when: "after" },
    });
    const pass = await signedUp(slug);
    const draining = drain();
    await expect.poll(() => registrantsOf(graphId)).toHaveLength(1);
    await withdraw(pass, new Date());
    await draining;
    await hurry();
    expect(await registrantsOf(graphId)).toEqual([]);
    const enrolment = await db().selectFrom("enrolments").select("state").executeTakeFirstOrThrow();
    expect(enrolment.state).toBe("withdrawn");
  });

  test("cancelling ends every link and deletes the registration that Usher made", async () => {
    const { slug, graphId, access } = await publishSample();
    await signedUp(slug, { email: "amara@example.org" });
    await signedUp(slug);
    await drain();
    expect(await registrantsOf(graphId)).toHaveLength(2);
    await cancelEvent(access, new Date());
    await hurry();
    const left = await sandbox.control.registrants();
    expect(left.filter(({ meetingId }) => meetingId === graphId)).toEqual([]);
    expect((await sandbox.control.mail({ to: "amara@example.org" }))[0]?.subject).toBeTruthy();
    const meeting = await db().selectFrom("meetings").selectAll().executeTakeFirstOrThrow();
    expect(meeting).toMatchObject({ registration_ours: false, audience: null });
  });

  test("a registration that Usher did not make is used and never deleted", async () => {
    const { slug, graphId, access } = await publishSample();
    await withTx((tx) => tx.updateTable("meetings").set({ registration_ours: false }).execute());
    const pass = await signedUp(slug);
    await drain();
    expect((await linkOf(pass))?.kind).toBe("ready");
    await cancelEvent(access, new Date());
    await hurry();
    const left = (await sandbox.control.registrants()).find(
      ({ meetingId }) => meetingId === graphId,
    );
    expect(left).toMatchObject({ registrants: [] });
  });

  test("delivery email: the mail alone holds the pass", async () => {
    const { slug } = await publishSample({ delivery: "email" });
    const outcome = await register(signUp(slug, { email: "amara@example.org" }), new Date());
    expect(outcome).toMatchObject({ kind: "registered", pass: null });
    await drain();
    const mail = await sandbox.control.waitForMail({ to: "amara@example.org" });
    const secret = /\/r\/([\w-]{22})/.exec(mail.text ?? "")?.[1];
    const view = await readPass(secret ?? "", new Date());
    expect(view).toMatchObject({ ended: false, person: { email: "amara@example.org" } });
  });

  test("a repeat from another browser mails a fresh pass and ends the one before", async () => {
    const { slug } = await publishSample();
    const pass = await signedUp(slug, { email: "amara@example.org" });
    await drain();
    await register(signUp(slug, { email: "amara@example.org" }), new Date());
    await hurry();
    expect(await readPass(pass, new Date())).toEqual({ ended: true, slug });
    const [again] = await sandbox.control.mail({ to: "amara@example.org" });
    const secret = /\/r\/([\w-]{22})/.exec(again?.text ?? "")?.[1];
    expect(await readPass(secret ?? "", new Date())).toMatchObject({ ended: false });
  });

  test("a confirmation that could not wait brings the link in a second mail", async () => {
    const { slug } = await publishSample();
    await sandbox.control.fault({
      service: "graph",
      match: { method: "POST", path: "/registrants$" },
      fault: { kind: "status", status: 503 },
    });
    await signedUp(slug, { email: "amara@example.org" });
    await drain();
    await db()
      .updateTable("jobs")
      .set({ run_at: new Date(0) })
      .where("name", "=", "registrations.deliver-mail")
      .execute();
    await drain();
    const [first] = await sandbox.control.mail({ to: "amara@example.org" });
    expect(first?.text).not.toContain("teams.microsoft.com");
    await hurry();
    const mails = await sandbox.control.mail({ to: "amara@example.org" });
    expect(mails).toHaveLength(2);
    expect(mails[0]?.text).toContain("teams.microsoft.com");
    await hurry();
    expect(await sandbox.control.mail({ to: "amara@example.org" })).toHaveLength(2);
  });

  test("a mail that the server refuses is in front of the organizer", async () => {
    const { slug, access } = await publishSample();
    await sandbox.control.fault({
      service: "smtp",
      fault: { kind: "status", status: 550 },
    });
    await signedUp(slug);
    await drain();
    expect((await readRoster(access, { ...ROSTER, view: "trouble" })).rows[0]).toMatchObject({
      link: "ready",
      mail: "failed",
    });
    await retryAll(access);
    await hurry();
    expect((await readRoster(access, ROSTER)).rows[0]).toMatchObject({ mail: "sent" });
  });
});
