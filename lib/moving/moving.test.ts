import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import { draftEvent, keepPicked, type PickedMeeting } from "@/lib/events/draft-event";
import { pickWebinar } from "@/lib/events/pick-webinar";
import { publishEvent } from "@/lib/events/publish-event";
import { readEvent } from "@/lib/events/read-events";
import { forgetApplicationTokens } from "@/lib/graph/application-token";
import { createWorker } from "@/lib/jobs/worker";
import { pressPersonalLink, readPersonalLink } from "@/lib/registrations/personal-link";
import { readPass } from "@/lib/registrations/read-pass";
import { retryAll } from "@/lib/registrations/retry-registration";
import { readRoster } from "@/lib/registrations/roster";
import { withdraw } from "@/lib/registrations/withdraw";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabase } from "@/test/database";
import { entryIn } from "@/test/entries";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { linkOf, signedUp } from "@/test/signed-up";
import { ines } from "../../sandbox/people.ts";
import { goBack, startMove } from "./start-move";
import { resumeMove, stopMove } from "./stop-move";

const sandbox = useSandbox();

beforeEach(() => forgetApplicationTokens());

/** Back-offs, turns and waits are over. */
async function hurry(times = 1): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await sql`delete from lanes where paused_until is not null`.execute(db());
    await sql`update lanes set next_at = now() - interval '1 minute'`.execute(db());
    await sql`update jobs set run_at = now() - interval '1 minute' where state = 'ready'
      and (name like 'enrolment.%' or name like 'moving.%' or name like 'registrations.deliver%')`.execute(
      db(),
    );
    await createWorker({ handlers: [...handlers] }).runDue();
  }
}

interface World {
  access: EventAccess;
  slug: string;
  personId: string;
  /** Of the meeting that the event began with, and of another one. */
  here: { id: string; graphId: string; joinUrl: string };
  there: { id: string; graphId: string; joinUrl: string };
}

async function publish(registrar: RegistrarName): Promise<World> {
  const personId = await sandbox.connect(ines, [...SCOPES, "VirtualEvent.Read"]);
  const all = await sandbox.control.meetings(ines.oid);
  const [one, other] = all.filter(({ registration }) => registration === null);
  if (!one || !other) throw new Error("Ines has too few meetings.");
  const pick = (meeting: typeof one): PickedMeeting => ({
    graphId: meeting.id,
    subject: meeting.subject,
    joinUrl: meeting.joinWebUrl,
    startsAt: new Date(Date.now() + 30 * 60_000),
    endsAt: new Date(Date.now() + 90 * 60_000),
    zone: "Europe/Paris",
  });
  const person = { id: personId, name: "Tidewater" };
  const { eventId } = await draftEvent(person, pick(one), { [registrar]: null });
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const outcome = await publishEvent(access, new Date());
  if (outcome.kind !== "published") throw new Error(JSON.stringify(outcome));
  const id = async (meeting: typeof one) => ({
    id: await keepPicked(person, pick(meeting), { external: null, direct: null }),
    graphId: meeting.id,
    joinUrl: meeting.joinWebUrl,
  });
  return {
    access,
    slug: outcome.slug,
    personId,
    here: await id(one),
    there: await id(other),
  };
}

async function urlOf(pass: string): Promise<string> {
  const link = await linkOf(pass);
  if (link?.kind !== "ready") throw new Error(`No link: ${link?.kind}`);
  return link.url;
}

async function registrantsOf({ graphId }: { graphId: string }): Promise<string[] | null> {
  const all = await sandbox.control.registrants();
  const found = all.find(({ meetingId }) => meetingId === graphId);
  return found ? found.registrants.map(({ joinWebUrl }) => joinWebUrl).sort() : null;
}

async function progress({ access }: World) {
  return (await readEvent(access)).move;
}

const mails = (subject: string) => sandbox.control.mail({ subject });
describeDatabase("embedded", "moving", () => {
  test("to another meeting: one mail each, the old link until the new one is there, and then it ends", async () => {
    const world = await publish("external");
    const { access, slug, here, there } = world;
    const people = [await signedUp(slug), await signedUp(slug), await signedUp(slug)];
    const [amara = "", bilal = "", chloe = ""] = people;
    await hurry();
    const before = await Promise.all(people.map(urlOf));
    const links = await readPass(amara, new Date());

    // Microsoft answers nobody: the move has begun, and nobody has lost anything.
    const target = { meetingId: there.id, registrar: "external" } as const;
    expect(await startMove(access, target, new Date())).toEqual({ kind: "started" });
    expect(await startMove(access, target, new Date())).toEqual({ kind: "already" });
    await sandbox.control.fault({
      service: "graph",
      match: { path: "/registrants" },
      times: null,
      fault: { kind: "throttle", retryAfter: 60 },
    });
    await createWorker({ handlers: [...handlers] }).runDue();
    expect(await Promise.all(people.map(urlOf))).toEqual(before);
    expect(await progress(world)).toMatchObject({ state: "moving", total: 3, moved: 0 });
    await sandbox.control.clearFaults();
    // Whoever comes now goes straight there; whoever gives up is gone from both.
    const dusan = await signedUp(slug);
    await withdraw(chloe, new Date());
    await hurry(3);

    const after = [await urlOf(amara), await urlOf(bilal), await urlOf(dusan)];
    expect(new Set([...before, ...after]).size).toBe(6);
    expect(await registrantsOf(there)).toEqual([...after].sort());
    // Usher made the registration that was left, and nobody needs it any more.
    expect(await registrantsOf(here)).toBeNull();
    expect(await progress(world)).toMatchObject({ state: "done", total: 2, moved: 2 });
    const moved = await mails("New link");
    expect(moved).toHaveLength(2);
    for (const url of after.slice(0, 2))
      expect(moved.filter(({ text }) => text.includes(url))).toHaveLength(1);
    const now = await readPass(amara, new Date());
    if (!links || links.ended || !now || now.ended) throw new Error("The pass ended.");
    expect(now.event.links).toBe(links.event.links + 1);
    const entryOf = (all: typeof moved, url = "") => {
      const mail = all.find(({ text }) => text.includes(url));
      return mail ? entryIn(mail) : null;
    };
    const first = entryOf(await sandbox.control.mail(), before[0]);
    const second = entryOf(moved, after[0]);
    expect(second).toMatchObject({ method: "REQUEST", uid: first?.uid });
    expect(second?.sequence).toBeGreaterThan(first?.sequence ?? Number.NaN);
  });

  test("from personal links: each leads where it was made for until it ends; stopped, resumed, back", async () => {
    const world = await publish("direct");
    const { access, slug, here, there } = world;
    const people = [await signedUp(slug), await signedUp(slug)];
    const [amara = "", bilal = ""] = people;
    await hurry();
    const secrets = (await Promise.all(people.map(urlOf))).map((url) => url.split("/j/")[1] ?? "");
    const [hers = "", his = ""] = secrets;
    const follow = (secret: string) => pressPersonalLink(secret, new Date());
    const standing = async (secret: string) =>
      (await readPersonalLink(secret, new Date()))?.state.kind;

    // From meeting to meeting personal links stay: nobody gets another, nor a mail.
    expect(await follow(hers)).toBe(here.joinUrl);
    const onward = { meetingId: there.id, registrar: "direct" } as const;
    expect((await startMove(access, onward, new Date())).kind).toBe("started");
    expect(await follow(hers)).toBe(there.joinUrl);
    await hurry(2);
    expect(await progress(world)).toMatchObject({ state: "done", total: 0 });
    expect((await Promise.all(people.map(urlOf))).map((url) => url.split("/j/")[1])).toEqual(
      secrets,
    );

    // One of two is moved when it is stopped.
    const target = { meetingId: here.id, registrar: "external" } as const;
    await sandbox.control.fault({
      service: "graph",
      match: { path: "/registrants", nth: 2 },
      fault: { kind: "throttle", retryAfter: 60 },
    });
    await startMove(access, target, new Date());
    await createWorker({ handlers: [...handlers], concurrency: 1 }).runDue();
    expect(await stopMove(access)).toBe(true);
    expect(await stopMove(access)).toBe(false);
    await hurry(2);
    expect(await progress(world)).toMatchObject({ state: "stopped", total: 2, moved: 1 });
    expect(await urlOf(amara)).toContain("teams.microsoft.com");
    expect(await standing(hers)).toBe("replaced");
    expect(await follow(hers)).toBeNull();
    // The other's leads where it always led, not to the meeting that the event has by now.
    expect(await follow(his)).toBe(there.joinUrl);

    expect(await resumeMove(access)).toBe(true);
    await hurry(2);
    expect(await progress(world)).toMatchObject({ state: "done", moved: 2 });
    expect(await standing(his)).toBe("replaced");
    expect(await registrantsOf(here)).toHaveLength(2);

    // Away again, and half-way back: nobody is left between.
    await sandbox.control.fault({
      service: "graph",
      match: { method: "POST", path: "/registrants", nth: 2 },
      fault: { kind: "throttle", retryAfter: 60 },
    });
    const kept = await urlOf(bilal);
    await startMove(access, { meetingId: there.id, registrar: "external" }, new Date());
    await createWorker({ handlers: [...handlers], concurrency: 1 }).runDue();
    expect((await goBack(access, new Date())).kind).toBe("started");
    await hurry(3);
    expect(await urlOf(bilal)).toBe(kept);
    expect(await registrantsOf(here)).toEqual([await urlOf(amara), kept].sort());
    expect(await registrantsOf(there)).toBeNull();
    expect((await goBack(access, new Date())).kind).toBe("already");
    const left = await db()
      .selectFrom("jobs")
      .select("name")
      .where("name", "like", "enrolment.%")
      .execute();
    expect(left).toEqual([]);
  });

  test("refused: before anything changed, or with everybody's old link kept and the reason said", async () => {
    const world = await publish("external");
    const { access, slug, here, there, personId } = world;
    const pass = await signedUp(slug);
    await hurry();
    const old = await urlOf(pass);
    const picked = async (webinarId: string) => {
      const found = await pickWebinar({ id: personId }, webinarId);
      if (found.kind !== "picked") throw new Error(found.kind);
      return keepPicked({ id: personId }, found.meeting, { webinar: null, direct: null });
    };
    const { id: webinarId } = await sandbox.control.sampleWebinar();
    const meetingId = await picked(webinarId);
    const target = { meetingId, registrar: "webinar" } as const;
    const start = (wanted: Parameters<typeof startMove>[1]) =>
      startMove(access, wanted, new Date());

    expect(await start({ meetingId, registrar: "external" })).toEqual({ kind: "impossible" });
    await sandbox.control.changeWebinar(webinarId, { audience: "organization" });
    expect(await start(target)).toEqual({ kind: "other-audience", audience: "organization" });
    await sandbox.control.changeWebinar(webinarId, { audience: "everyone", status: "draft" });
    expect(await start(target)).toMatchObject({ reason: "webinar-draft" });
    await sandbox.control.changeWebinar(webinarId, { status: "published" });
    await sandbox.control.set({ apiRetired: 410 });
    expect(await start({ meetingId: there.id, registrar: "external" })).toMatchObject({
      reason: "retired",
    });
    await sandbox.control.set({ apiRetired: null });
    expect(await progress(world)).toBeNull();

    // Opened, and then refused person by person.
    await sandbox.control.fault({
      service: "graph",
      match: { method: "POST", path: "/registrations" },
      times: null,
      fault: { kind: "status", status: 403 },
    });
    expect(await start(target)).toEqual({ kind: "started" });
    await hurry(5);
    expect(await urlOf(pass)).toBe(old);
    expect(await progress(world)).toMatchObject({
      state: "moving",
      moved: 0,
      refused: 1,
      reasons: { forbidden: 1 },
    });
    const roster = { query: "", view: "trouble", cursor: null, limit: 5 } as const;
    expect((await readRoster(access, roster)).rows).toMatchObject([
      { link: "ready", linkReason: "forbidden" },
    ]);
    expect(await mails("New link")).toEqual([]);

    // The way out: it is put right and tried again.
    await sandbox.control.clearFaults();
    await sandbox.control.set({ webinarLookupMs: 0, webinarLinks: "personal" });
    expect(await retryAll(access)).toBe(1);
    await hurry(4);
    const url = await urlOf(pass);
    expect(url).not.toBe(old);
    const [mail] = await mails("New link");
    expect(mail?.text).toContain(url);
    expect(await progress(world)).toMatchObject({ state: "done", moved: 1, refused: 0 });
    expect(await registrantsOf(here)).toBeNull();
    expect((await sandbox.control.webinar(webinarId)).registrations).toHaveLength(1);
  });
});
