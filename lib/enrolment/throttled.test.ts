import { sql } from "kysely";
import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { laneState } from "@/lib/jobs/lanes";
import { createWorker } from "@/lib/jobs/worker";
import { organizerLane } from "@/lib/organizers/lane";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { organizerNumber, type Person } from "../../sandbox/people.ts";

const sandbox = useSandbox();
const worker = createWorker({ handlers: [...handlers] });

/** An event of this organizer whose meeting has its registration at Microsoft. */
async function publish(person: Person): Promise<TestEvent> {
  const organizerId = await sandbox.connect(person);
  const { accessToken } = await sandbox.control.grant(person.oid, ["OnlineMeetings.ReadWrite"]);
  const post = async (path: string, body: object) => {
    const response = await fetch(`${sandbox.urls().graphUrl}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { id: string };
  };
  const { id } = await post("/v1.0/me/onlineMeetings", { subject: "Reading the tide" });
  await post(`/beta/me/onlineMeetings/${encodeURIComponent(id)}/registration`, {
    "@odata.type": "#microsoft.graph.externalMeetingRegistration",
    allowedRegistrant: "everyone",
  });
  return insertEvent({ organizerId, graphId: id });
}

async function signUpMany(event: TestEvent, count: number): Promise<string[]> {
  const passes: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const outcome = await register(signUp(event.slug), new Date());
    if (outcome.kind !== "registered" || !outcome.pass) throw new Error("Not in.");
    passes.push(outcome.pass);
  }
  return passes;
}

async function callsOf(person: Person) {
  const ledger = await sandbox.control.ledger();
  return ledger.filter(
    ({ organizer, path }) => organizer === person.oid && path.endsWith("/registrants"),
  );
}

async function countEnrolled({ id }: TestEvent): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from enrolments
    join registrations on registrations.id = registration_id
    where event_id = ${id}::uuid and enrolments.state = 'enrolled'`.execute(db());
  return Number(rows[0]?.count);
}

async function linksReady(passes: string[]): Promise<number> {
  const views = await Promise.all(passes.map((pass) => readPass(pass, new Date())));
  return views.filter((view) => view && !view.ended && view.link.kind === "ready").length;
}

let organizers = 0;
/** Somebody whose calls nobody has counted yet: the sandbox remembers them from test to test. */
function newOrganizer(): Person {
  organizers += 1;
  return organizerNumber(organizers);
}

describeDatabases("a throttled organizer", () => {
  test("Retry-After is obeyed in that lane alone, by requests too, and costs no attempt", async () => {
    const throttledOne = newOrganizer();
    const mine = await publish(throttledOne);
    const theirs = await publish(newOrganizer());
    const waiting = await signUpMany(mine, 8);
    await sandbox.control.set({ rateLimit: { perOrganizer: 3, windowSeconds: 600 } });
    await worker.runDue();
    expect(await linksReady(waiting)).toBe(3);
    expect(await laneState(db(), organizerLane(mine.organizerId))).toMatchObject({
      paused: true,
      reason: "throttled",
    });
    const refused = (await callsOf(throttledOne)).filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);

    // Neither the worker nor a sign-up calls for the organizer now.
    const before = (await callsOf(throttledOne)).length;
    worker.start();
    const [late] = await signUpMany(mine, 1);
    const [other] = await signUpMany(theirs, 1);
    await worker.stop();
    expect((await callsOf(throttledOne)).length).toBe(before);
    expect(await linksReady([late ?? ""])).toBe(0);
    expect(await linksReady([other ?? ""])).toBe(1);
    const jobs = await db()
      .selectFrom("jobs")
      .select("attempts")
      .where("lane", "=", organizerLane(mine.organizerId))
      .execute();
    expect(jobs.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("the drain goes on whenever it is over, and everybody gets their link", async () => {
    const event = await publish(newOrganizer());
    const waiting = await signUpMany(event, 30);
    await sandbox.control.set({ rateLimit: { perOrganizer: 5, windowSeconds: 1 } });
    worker.start();
    await expect.poll(() => countEnrolled(event), { timeout: 60_000, interval: 500 }).toBe(30);
    await worker.stop();
    expect(await linksReady(waiting)).toBe(30);
    const lane = await db()
      .selectFrom("lanes")
      .selectAll()
      .where("lane", "=", organizerLane(event.organizerId))
      .executeTakeFirstOrThrow();
    expect(lane.throttlings).toBeGreaterThanOrEqual(1);
    const { rows } = await sql`select from jobs where name = 'enrolment.reconcile'`.execute(db());
    expect(rows).toHaveLength(0);
  });
});
