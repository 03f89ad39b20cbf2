import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { forgetApplicationTokens } from "@/lib/graph/application-token";
import { createWorker } from "@/lib/jobs/worker";
import { retryRefused } from "@/lib/registrations/retry-refused";
import { handlers } from "@/lib/worker";
import { describeDatabase } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { linkOf, signedUp } from "@/test/signed-up";
import { ifeoma, ines } from "../../sandbox/people.ts";
import { countRefused } from "./refused-people";

const sandbox = useSandbox();
const ROLES = ["VirtualEvent.Read.All", "VirtualEventRegistration-Anon.ReadWrite.All"];

beforeEach(() => forgetApplicationTokens());

/** The time of jobs with such a name has come, and that of what they make due. */
async function run(like: string): Promise<void> {
  await sql`update lanes set next_at = now() - interval '1 minute'`.execute(db());
  await sql`update jobs set run_at = now() - interval '1 minute'
    where state = 'ready' and name like ${like}`.execute(db());
  await createWorker({ handlers: [...handlers] }).runDue();
}

/** Every enrolment comes to its end, however often it is tried. */
async function enrol(): Promise<void> {
  const left = () =>
    db()
      .selectFrom("jobs")
      .select("id")
      .where("name", "=", "enrolment.reconcile")
      .where("state", "in", ["ready", "running"])
      .execute();
  for (let tries = 0; tries < 20 && (await left()).length > 0; tries += 1)
    await run("enrolment.reconcile");
  expect(await left()).toEqual([]);
}

const look = () => run("enrolment.recheck");

/** The last refusal was long ago. */
async function later(): Promise<void> {
  await sql`update enrolments set reason_at = now() - interval '1 hour'
    where state = 'failed'`.execute(db());
}

async function reasons(): Promise<string[]> {
  const rows = await db()
    .selectFrom("enrolments")
    .select(["state", "reason"])
    .orderBy("wanted_at")
    .execute();
  return rows.map(({ state, reason }) => (reason ? `${state} ${reason}` : state));
}

async function writes(): Promise<number> {
  const ledger = await sandbox.control.ledger();
  return ledger.filter(({ method, path }) => method === "POST" && path.includes("/registra"))
    .length;
}

async function mailsWithLink(to: string): Promise<number> {
  const mails = await sandbox.control.mail({ to });
  return mails.filter(({ text }) => text.includes("teams.microsoft.com/l/meetup-join")).length;
}

describeDatabase("postgres", "what was refused and is mended elsewhere", () => {
  test("in the tenant that hadn't agreed alone, and nobody is told of a link they don't have", {
    timeout: 60_000,
  }, async () => {
    await sandbox.control.set({ webinarLookupMs: 0, applicationPolicy: true });
    const [webinar] = await sandbox.control.webinars(ifeoma.oid);
    const theirs = await insertEvent({
      organizerId: await sandbox.connect(ifeoma),
      registrar: "webinar",
      graphId: webinar?.id,
    });
    const ours = await insertEvent({
      organizerId: await sandbox.connect(ines),
      registrar: "webinar",
      graphId: (await sandbox.control.sampleWebinar()).id,
    });
    const waiting = [
      await signedUp(theirs.slug, { email: "first@example.org" }),
      await signedUp(theirs.slug, { email: "second@example.org" }),
    ];
    const served = await signedUp(ours.slug);
    await enrol();
    expect((await linkOf(served))?.kind).toBe("ready");
    expect(await reasons()).toEqual(["failed no-consent", "failed no-consent", "enrolled"]);
    expect(await mailsWithLink("first@example.org")).toBe(0);
    expect([
      await countRefused(db(), theirs.organizerId),
      await countRefused(db(), ours.organizerId),
    ]).toEqual([2, 0]);

    await look();
    expect(await reasons()).toEqual(["failed no-consent", "failed no-consent", "enrolled"]);
    await sandbox.control.setRoles(ifeoma.tid, ROLES);
    await look();
    await enrol();
    for (const pass of waiting) expect((await linkOf(pass))?.kind).toBe("ready");
    await run("%");
    for (const to of ["first@example.org", "second@example.org"])
      expect(await mailsWithLink(to)).toBe(1);
    const left = await db().selectFrom("jobs").select("name").execute();
    expect(left.map(({ name }) => name)).not.toContain("enrolment.recheck");
  });

  test("one goes ahead of the others where a look can't tell", { timeout: 60_000 }, async () => {
    const personId = await sandbox.connect();
    const { id } = await sandbox.control.sample();
    const { accessToken } = await sandbox.control.grant(ines.oid, SCOPES);
    const address = `/beta/me/onlineMeetings/${encodeURIComponent(id)}/registration`;
    await fetch(`${sandbox.urls().graphUrl}${address}`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify({
        "@odata.type": "#microsoft.graph.externalMeetingRegistration",
        allowedRegistrant: "everyone",
      }),
    });
    const event = await insertEvent({ organizerId: personId, graphId: id });
    // Only making somebody is refused: looking is not.
    const fault = await sandbox.control.fault({
      service: "graph",
      match: { method: "POST", path: "/registrants$" },
      times: null,
      fault: { kind: "status", status: 403 },
    });
    const passes = [];
    for (let n = 0; n < 3; n += 1) passes.push(await signedUp(event.slug));
    await enrol();
    const failed = "failed forbidden";
    expect(await reasons()).toEqual([failed, failed, failed]);
    await sandbox.control.resetLedger();
    // Just refused: nobody is sent so soon.
    await look();
    expect(await writes()).toBe(0);
    await later();
    await look();
    await enrol();
    expect(await reasons()).toEqual([failed, failed, failed]);
    expect(await writes()).toBe(3);

    await sandbox.control.clearFault(fault);
    await later();
    await look();
    await enrol();
    expect(await reasons()).toEqual(["enrolled", failed, failed]);
    await look();
    await enrol();
    for (const pass of passes) expect((await linkOf(pass))?.kind).toBe("ready");
  });

  test("by the button at once, and nobody else's", async () => {
    await sandbox.control.set({ webinarLookupMs: 0, applicationPolicy: false });
    const event = await insertEvent({
      organizerId: await sandbox.connect(ines),
      registrar: "webinar",
      graphId: (await sandbox.control.sampleWebinar()).id,
    });
    const pass = await signedUp(event.slug);
    await enrol();
    expect(await reasons()).toEqual(["failed no-policy"]);
    await sandbox.control.set({ applicationPolicy: [ines.oid] });
    expect(await retryRefused(await sandbox.connect(ifeoma))).toBe(0);
    expect(await retryRefused(event.organizerId)).toBe(1);
    expect(await countRefused(db(), event.organizerId)).toBe(0);
    await enrol();
    expect((await linkOf(pass))?.kind).toBe("ready");
    // The look that is still to come finds nobody left.
    await look();
    expect(await writes()).toBe(2);
  });
});
