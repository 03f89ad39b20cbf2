import { sql } from "kysely";
import { db, withTx } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import { draftEvent, keepPicked, type PickedMeeting } from "@/lib/events/draft-event";
import { publishEvent } from "@/lib/events/publish-event";
import { forgetApplicationTokens } from "@/lib/graph/application-token";
import { createWorker } from "@/lib/jobs/worker";
import { movePeopleHandler } from "@/lib/moving/move-people.job";
import type { Target } from "@/lib/moving/queries";
import { goBack, startMove } from "@/lib/moving/start-move";
import { resumeMove, stopMove } from "@/lib/moving/stop-move";
import { acceptOffer } from "@/lib/registrations/accept-offer";
import { approveRequests } from "@/lib/registrations/decide-requests";
import { issuePass } from "@/lib/registrations/pass-secrets";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { retryAll } from "@/lib/registrations/retry-registration";
import { withdraw } from "@/lib/registrations/withdraw";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import type { SandboxClient } from "../sandbox/client.ts";
import type { Fault } from "../sandbox/faults.ts";
import { ines } from "../sandbox/people.ts";
import { signUp } from "../test/fixtures";
import { check } from "./check";
import { checkAlways } from "./check/check-always";
import { relate, works } from "./check/relations";
import type { Violation } from "./check/violation";
import { connect } from "./make-events";
import { observe } from "./observe";
import type { Book } from "./promises";
import { type Random, randomFrom } from "./random";
import type { Snapshot } from "./snapshot";

/*
 * One event in one process, and whatever may happen to it in any order: people come and go, its
 * organizer decides, moves it from meeting to meeting and from registrar to registrar, stops, resumes
 * and goes back, while Microsoft throttles, fails and loses answers. After each step what never may
 * be is looked for; at the end, at rest, everything.
 */

const DAY_MS = 24 * 60 * 60_000;
const MOST_PEOPLE = 5;
/** Nothing that passes by itself takes more looks than this. */
const LOOKS = 12;

interface World {
  control: SandboxClient;
  random: Random;
  access: EventAccess;
  slug: string;
  targets: Target[];
  people: { id: string; pass: string }[];
  book: Book;
}

export interface Played {
  violations: Violation[];
  /** What was done, for whoever looks for the fault. */
  steps: string[];
}

/**
 * Plays one sequence in the open, empty database and a sandbox at its seed; the same seed is the same
 * sequence. Ends at the first violation.
 */
export async function playSequence(
  control: SandboxClient,
  seed: number,
  length: number,
): Promise<Played> {
  forgetApplicationTokens();
  const world = await makeWorld(control, randomFrom(seed));
  const steps: string[] = [];
  let before = await observe(control);
  for (let number = 0; number < length; number += 1) {
    const step = pickStep(world.random);
    steps.push(`${step.what}: ${await step.take(world)}`);
    await world.random.pick([rush, moveOnly, work, work])();
    const now = await observe(control);
    const violations = [...checkAlways(now, before), ...(await checkPasses(world, now))];
    if (violations.length > 0) return { violations, steps };
    before = now;
  }
  await comeToRest(world);
  const snapshot = await observe(control);
  const violations = check({ snapshot, book: world.book, kills: 0, complaints: [] });
  return { violations, steps };
}

/** A pass shows the one link that works, the old one for as long as it is that. */
async function checkPasses({ people }: World, snapshot: Snapshot): Promise<Violation[]> {
  const relations = relate(snapshot);
  const found: Violation[] = [];
  for (const { id, pass } of people) {
    const view = await readPass(pass, new Date());
    const shown = view && !view.ended && view.link.kind === "ready" ? view.link.url : null;
    const current = relations.enrolmentOf(id);
    const link = current && works(current) ? current.link : null;
    if (shown === link) continue;
    const said = `The pass of ${id} shows ${shown}, and ${link} works.`;
    found.push({ kind: "link-stale", said });
  }
  return found;
}

interface Step {
  what: string;
  weight: number;
  /** Answers what came of it. */
  take(world: World): Promise<string>;
}

const STEPS: readonly Step[] = [
  {
    what: "sign-up",
    weight: 5,
    async take({ slug, people, random }) {
      if (people.length >= MOST_PEOPLE) return "enough";
      const email = `guest${people.length}.${random.between(0, 1e9)}@attendee.example`;
      const outcome = await register(signUp(slug, { email }), new Date());
      if (!("registrationId" in outcome)) return outcome.kind;
      const { registrationId: id } = outcome;
      people.push({ id, pass: await withTx((tx) => issuePass(tx, id, { proved: true })) });
      return outcome.kind;
    },
  },
  {
    what: "give-up",
    weight: 1,
    async take({ people, random, book }) {
      const person = anyone(people, random);
      if (!person) return "nobody";
      book.push({ kind: "giving-up", secret: person.pass });
      return (await withdraw(person.pass, new Date())).kind;
    },
  },
  {
    what: "approve",
    weight: 1,
    async take({ access, people }) {
      const ids = people.map(({ id }) => id);
      return `${JSON.stringify(await approveRequests(access, ids, new Date()))}`;
    },
  },
  {
    what: "accept",
    weight: 1,
    async take({ people, random }) {
      const person = anyone(people, random);
      return person ? (await acceptOffer(person.pass, new Date())).kind : "nobody";
    },
  },
  {
    what: "fault",
    weight: 3,
    async take({ control, random }) {
      const fault = random.pick(FAULTS);
      const match = { method: random.pick(["POST", "DELETE", "GET"]), path: "/registra" };
      await control.fault({ service: "graph", match, times: random.pick([1, 1, 4]), fault });
      return `${match.method} ${JSON.stringify(fault)}`;
    },
  },
  {
    what: "move",
    weight: 7,
    async take({ access, targets, random }) {
      const target = random.pick(targets);
      return `${JSON.stringify(target)} ${(await startMove(access, target, new Date())).kind}`;
    },
  },
  { what: "stop", weight: 1, take: async ({ access }) => `${await stopMove(access)}` },
  { what: "resume", weight: 1, take: async ({ access }) => `${await resumeMove(access)}` },
  { what: "back", weight: 2, take: async ({ access }) => (await goBack(access, new Date())).kind },
  { what: "retry", weight: 1, take: async ({ access }) => `${await retryAll(access)}` },
];

/** No 404: whoever is told that nobody is there has to believe it. */
const FAULTS: readonly Fault[] = [
  { kind: "throttle", retryAfter: 1 },
  { kind: "status", status: 503 },
  { kind: "status", status: 500, perform: true },
  { kind: "status", status: 403 },
  { kind: "reset", perform: true },
  { kind: "garbage", perform: true },
];

function pickStep(random: Random): Step {
  return random.pick(STEPS.flatMap((step) => Array.from({ length: step.weight }, () => step)));
}

function anyone(people: World["people"], random: Random) {
  return people.length > 0 ? random.pick(people) : null;
}

/** An event at one of two meetings and a webinar, as restricted as chance will have it. */
async function makeWorld(control: SandboxClient, random: Random): Promise<World> {
  await control.set({
    webinarLinks: "personal",
    webinarLookupMs: 0,
    webinarLimit: null,
    sameIdTwice: random.pick(["409", "new-link", "same-link"]),
  });
  const person = { id: await connect(control, ines), name: ines.name };
  const meetings = (await control.meetings(ines.oid))
    .filter(({ registration }) => registration === null)
    .slice(0, 2)
    .map(({ id, subject, joinWebUrl }) => picked("meeting", id, subject, joinWebUrl));
  const webinar = await control.makeWebinar({
    organizer: ines.oid,
    displayName: "A webinar",
    start: new Date(Date.now() + 14 * DAY_MS).toISOString(),
    end: new Date(Date.now() + 15 * DAY_MS).toISOString(),
  });
  const all = [...meetings, picked("webinar", webinar.id, "A webinar", "https://teams.example/w")];
  const targets: Target[] = [];
  for (const meeting of all) {
    const own: RegistrarName = meeting.kind === "webinar" ? "webinar" : "external";
    const meetingId = await keepPicked(person, meeting, { [own]: null, direct: null });
    targets.push({ meetingId, registrar: own }, { meetingId, registrar: "direct" });
  }
  const [first] = all;
  if (!first) throw new Error("The organizer has no meeting.");
  const choices = random.pick([{ external: null }, { direct: null }]);
  const { eventId } = await draftEvent(person, first, choices);
  const capacity = random.pick([null, 2, 3]);
  const approval = random.chance(0.2);
  await db()
    .updateTable("events")
    .set({ capacity, waitlist: capacity !== null, approval })
    .where("id", "=", eventId)
    .execute();
  const access = await authorizeEvent(db(), person.id, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const published = await publishEvent(access, new Date());
  if (published.kind !== "published") throw new Error(`Not published: ${published.kind}.`);
  return { control, random, access, slug: published.slug, targets, people: [], book: [] };
}

function picked(
  kind: "meeting" | "webinar",
  graphId: string,
  subject: string,
  joinUrl: string,
): PickedMeeting {
  const startsAt = new Date(Date.now() + 14 * DAY_MS);
  const endsAt = new Date(startsAt.getTime() + 60 * 60_000);
  return { kind, graphId, subject, joinUrl, startsAt, endsAt, zone: "Europe/Paris" };
}

/** Nothing is done before the next thing happens. */
async function rush(): Promise<void> {}

/** A move sets out, and nobody arrives before the next thing happens. */
async function moveOnly(): Promise<void> {
  await createWorker({ handlers: [movePeopleHandler] }).runDue();
}

/** Back-offs, pauses and turns are over, and what is due is done until nothing is. */
async function work(): Promise<void> {
  for (let n = 0; n < LOOKS; n += 1) {
    await sql`delete from lanes where paused_until is not null`.execute(db());
    await sql`update lanes set next_at = now() - interval '1 minute'`.execute(db());
    await sql`update jobs set run_at = now() where state = 'ready' and (name like 'enrolment.%'
      or name like 'moving.%' or name like 'registrations.deliver%')`.execute(db());
    const runs = await createWorker({ handlers: [...handlers] }).runDue();
    const { rows } = await sql<{ busy: boolean }>`
      select exists (select from jobs where state = 'ready' and (name like 'enrolment.%'
        or name like 'registrations.deliver%')) as busy`.execute(db());
    if (runs === 0 || !rows[0]?.busy) return;
  }
}

/** Microsoft behaves, the organizer goes on, and what was given up is tried again. */
async function comeToRest({ control, access }: World): Promise<void> {
  await control.clearFaults();
  await resumeMove(access);
  for (let n = 0; n < 4; n += 1) {
    await work();
    // What Microsoft took may show within two minutes, and is waited for.
    await sql`update enrolments set wanted_at = wanted_at - interval '3 minutes',
      accepted_at = accepted_at - interval '3 minutes'`.execute(db());
    await work();
    if ((await retryAll(access)) === 0) break;
  }
  await work();
}
