import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { cancelEvent } from "@/lib/events/cancel-event";
import { draftEvent } from "@/lib/events/draft-event";
import { createMeeting, readCalendar, resolvePasted } from "@/lib/events/pick-meeting";
import { type PublishOutcome, publishEvent } from "@/lib/events/publish-event";
import { remakeRegistration } from "@/lib/events/remake-registration";
import { forgetTokenEndpoints } from "@/lib/graph/token-endpoint";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { retryAll } from "@/lib/registrations/retry-registration";
import { readRoster } from "@/lib/registrations/roster";
import { withdraw } from "@/lib/registrations/withdraw";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { signUp } from "@/test/fixtures";
import { SCOPES, type TestSandbox } from "@/test/sandbox";
import { ines } from "../../sandbox/people.ts";
import { drive, letTimePass } from "./drive";
import type { CallKind, Ending } from "./expected";
import type { Target } from "./outage";
import { signIn } from "./sign-in";

/** What a call is tried with. */
export interface Bench {
  sandbox: TestSandbox;
  /** The browser's cookies. */
  jar: Map<string, string>;
}

/** A call in the middle of what Usher does, ready to go wrong. */
export interface Trial {
  /** Does it; `begin` starts the fault, where that can't be before. Answers what is to be seen. */
  act(begin: () => Promise<void>): Promise<Ending>;
  /** The way out after the fault is over: time, a button, a sign-in. Answers what is to be seen. */
  mend(seen: Ending): Promise<Ending>;
  /** What is wrong at Microsoft or with the mails, if anything; asked when it is to be right. */
  flaw(): Promise<string | null>;
}

export interface TableCall {
  name: string;
  kind: CallKind;
  target: Target;
  prepare(bench: Bench): Promise<Trial>;
}

const REGISTRATION = "/onlineMeetings/[^/?]+/registration";

export const CALLS: readonly TableCall[] = [
  {
    name: "Graph: calendarView",
    kind: "calendar",
    target: { service: "graph", method: "GET", path: "/calendarView" },
    prepare: async (bench) =>
      interactive(bench, SCOPES, async (personId) => {
        const answer = await readCalendar({ id: personId }, nextMonth());
        return answer.kind === "calendar" && answer.entries.length > 0 ? "right" : sayPick(answer);
      }),
  },
  {
    name: "Graph: create event",
    kind: "calendar",
    target: { service: "graph", method: "POST", path: "/me/events$" },
    prepare: prepareNewMeeting,
  },
  {
    name: "Graph: meeting by join link",
    kind: "meeting",
    target: { service: "graph", method: "GET", path: "filter=JoinWebUrl" },
    prepare: (bench) => preparePasted(bench, "joinWebUrl"),
  },
  {
    name: "Graph: meeting by meeting ID",
    kind: "meeting",
    target: { service: "graph", method: "GET", path: "filter=joinMeetingIdSettings" },
    prepare: (bench) => preparePasted(bench, "joinMeetingId"),
  },
  {
    name: "Graph: get meeting",
    kind: "why",
    target: { service: "graph", method: "GET", path: "/onlineMeetings/[^/?]+$" },
    prepare: async (bench) => {
      const event = await publish(bench);
      await bench.sandbox.control.deleteRegistration(event.graphId);
      return enrolment(bench, event);
    },
  },
  {
    name: "Graph: get registration",
    kind: "look-at-registration",
    target: { service: "graph", method: "GET", path: `${REGISTRATION}$` },
    prepare: preparePublishing,
  },
  {
    name: "Graph: create registration",
    kind: "make-registration",
    target: { service: "graph", method: "POST", path: `${REGISTRATION}$` },
    prepare: preparePublishing,
  },
  {
    name: "Graph: delete registration",
    kind: "remove",
    target: { service: "graph", method: "DELETE", path: `${REGISTRATION}$` },
    prepare: prepareClosing,
  },
  {
    name: "Graph: create registrant",
    kind: "enrol",
    target: { service: "graph", method: "POST", path: `${REGISTRATION}/registrants$` },
    prepare: async (bench) => enrolment(bench, await publish(bench)),
  },
  {
    name: "Graph: delete registrant",
    kind: "remove",
    target: { service: "graph", method: "DELETE", path: `${REGISTRATION}/registrants/` },
    prepare: prepareWithdrawal,
  },
  {
    name: "Entra: discovery",
    kind: "discovery",
    target: { service: "entra", method: "GET", path: "openid-configuration$" },
    prepare: prepareRefresh,
  },
  {
    name: "Entra: refresh",
    kind: "refresh",
    target: { service: "entra", method: "POST", path: "/token$" },
    prepare: prepareRefresh,
  },
  {
    name: "Entra: code exchange",
    kind: "sign-in",
    target: { service: "entra", method: "POST", path: "/token$" },
    prepare: async ({ jar }) => {
      jar.clear();
      return {
        act: (begin) => signIn(jar, ines.oid, begin),
        mend: () => signIn(jar, ines.oid),
        flaw: async () => null,
      };
    },
  },
];

interface Published {
  personId: string;
  graphId: string;
  slug: string;
  access: EventAccess;
}

/** An event that nobody has published yet, on the sandbox's sample meeting. */
async function draft({ sandbox }: Bench): Promise<Omit<Published, "slug">> {
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
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return { personId, graphId: meeting.id, access };
}

export async function publish(bench: Bench): Promise<Published> {
  const drafted = await draft(bench);
  const outcome = await publishEvent(drafted.access, new Date());
  if (outcome.kind !== "published") throw new Error(`Not published: ${outcome.kind}.`);
  return { ...drafted, slug: outcome.slug };
}

/** Somebody waits at a page and presses the button again, or reconnects first. */
async function interactive(
  { sandbox }: Bench,
  scopes: string[],
  press: (personId: string) => Promise<Ending>,
  flaw: () => Promise<string | null> = async () => null,
): Promise<Trial> {
  const personId = await sandbox.connect(ines, scopes);
  return {
    act: async (begin) => {
      await begin();
      return press(personId);
    },
    async mend(seen) {
      if (seen.startsWith("broken-connection")) await sandbox.connect(ines, scopes);
      return press(personId);
    },
    flaw,
  };
}

function sayPick(answer: { kind: string; reason?: string }): Ending {
  return answer.reason ? `${answer.kind}: ${answer.reason}` : answer.kind;
}

function nextMonth() {
  const now = Date.now();
  return { from: new Date(now), to: new Date(now + 30 * 86_400_000), zone: "Europe/Paris" };
}

async function prepareNewMeeting(bench: Bench): Promise<Trial> {
  const startsAt = new Date(Date.now() + 20 * 86_400_000);
  const input = {
    subject: `A new one ${randomUUID().slice(0, 8)}`,
    startsAt,
    endsAt: new Date(startsAt.getTime() + 3_600_000),
    zone: "Europe/Paris",
    // As the form keeps it: the same wish however often it is sent.
    transactionId: randomUUID(),
  };
  const scopes = [...SCOPES, "Calendars.ReadWrite"];
  let person = "";
  return interactive(
    bench,
    scopes,
    async (personId) => {
      person = personId;
      const answer = await createMeeting({ id: personId }, input);
      return answer.kind === "picked" ? "right" : sayPick(answer);
    },
    async () => {
      const answer = await readCalendar({ id: person }, { ...nextMonth(), query: input.subject });
      const made = answer.kind === "calendar" ? answer.entries.length : 0;
      return made === 1 ? null : `${made} meetings were made`;
    },
  );
}

async function preparePasted(bench: Bench, by: "joinWebUrl" | "joinMeetingId"): Promise<Trial> {
  const meetings = await bench.sandbox.control.meetings(ines.oid);
  const meeting = meetings.find(({ joinWebUrl }) => joinWebUrl.includes("/l/meetup-join/"));
  if (!meeting) throw new Error("The sandbox has no meeting with a long join link.");
  return interactive(bench, SCOPES, async (personId) => {
    const answer = await resolvePasted({ id: personId }, meeting[by], "Europe/Paris", new Date());
    if (answer.kind !== "picked") return sayPick(answer);
    return answer.meeting.graphId === meeting.id ? "right" : "another meeting";
  });
}

async function preparePublishing(bench: Bench): Promise<Trial> {
  const event = await draft(bench);
  const press = async (): Promise<Ending> =>
    sayPublish(await publishEvent(event.access, new Date()));
  return {
    act: async (begin) => {
      await begin();
      return press();
    },
    async mend(seen) {
      if (seen.startsWith("broken-connection")) await bench.sandbox.connect();
      return press();
    },
    async flaw() {
      const made = await registrationOf(bench, event.graphId);
      const { ours } = await db()
        .selectFrom("meetings")
        .select("registration_ours as ours")
        .executeTakeFirstOrThrow();
      if (!made) return "there is no registration";
      return ours ? null : "Usher does not know that it is its own";
    },
  };
}

function sayPublish(outcome: PublishOutcome): Ending {
  if (outcome.kind === "published" || outcome.kind === "already") return "right";
  return sayPick(outcome);
}

async function registrationOf({ sandbox }: Bench, graphId: string) {
  const all = await sandbox.control.registrants();
  return all.find(({ meetingId }) => meetingId === graphId) ?? null;
}

async function signedUp(slug: string): Promise<string> {
  const outcome = await register(signUp(slug), new Date());
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}.`);
  return outcome.pass;
}

/** Somebody signs up, and the job gets their link. */
async function enrolment(bench: Bench, event: Published): Promise<Trial> {
  let pass = "";
  const look = async (): Promise<Ending> => {
    const view = await readPass(pass, new Date());
    const link = view && !view.ended ? view.link.kind : "none";
    const seen = await seenInRoster(event);
    // The pass says that somebody has to mend something when, and only when, that is so.
    const needsSomebody = /^(failed|reconnect)|operator/.test(seen);
    if (seen === "right" ? link !== "ready" : link !== (needsSomebody ? "delayed" : "waiting"))
      return `${seen}, but the pass says ${link}`;
    return seen;
  };
  return {
    async act(begin) {
      await begin();
      pass = await signedUp(event.slug);
      await drive();
      return look();
    },
    async mend(seen) {
      await wayOut(bench, event, seen);
      const after = await look();
      if (after !== "failed: registration-gone") return after;
      const remade = await remakeRegistration(event.access);
      if (remade.kind !== "remade") return remade.kind;
      await drive();
      return look();
    },
    async flaw() {
      const registrants = (await registrationOf(bench, event.graphId))?.registrants ?? [];
      if (registrants.length !== 1) return `${registrants.length} registrants`;
      const view = await readPass(pass, new Date());
      const link = view && !view.ended && view.link.kind === "ready" ? view.link.url : null;
      if (link !== registrants[0]?.joinWebUrl) return "the link on the pass opens nothing";
      return mailFlaw(bench, link);
    },
  };
}

/** The person has exactly one mail that holds the link. */
async function mailFlaw({ sandbox }: Bench, link: string): Promise<string | null> {
  const { email } = await db()
    .selectFrom("registrations")
    .select("email")
    .executeTakeFirstOrThrow();
  await drive(1);
  const mails = await sandbox.control.mail({ to: email });
  const holding = mails.filter(({ text }) => text?.includes(link)).length;
  return holding === 1 ? null : `${holding} mails with the link`;
}

/** What the organizer reads of the one registration there is. */
async function seenInRoster({ access, personId }: Published): Promise<Ending> {
  const roster = await readRoster(access, { query: "", view: "all", cursor: null, limit: 5 });
  const [row] = roster.rows;
  if (!row) return "nothing";
  const done = ["ready", "removed"].includes(row.link);
  return done ? "right" : sayWaiting(row.link, row.linkReason, personId);
}

async function sayWaiting(link: string, reason: string | null, personId: string): Promise<Ending> {
  if (link === "failed") return `failed: ${reason}`;
  const { state, broken } = await db()
    .selectFrom("connections")
    .select(["state", "broken_reason as broken"])
    .where("person_id", "=", personId)
    .executeTakeFirstOrThrow();
  if (state === "broken") return `reconnect: ${broken}`;
  const lane = await db()
    .selectFrom("lanes")
    .select("reason")
    .where("lane", "=", `organizer:${personId}`)
    .where("paused_until", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return lane ? `paused: ${lane.reason}` : `waits: ${reason}`;
}

/** Presses the button that stands beside what is seen; where nothing is to be done, time passes. */
async function wayOut({ sandbox }: Bench, event: Published, seen: Ending): Promise<void> {
  if (seen.startsWith("reconnect")) await sandbox.connect();
  if (seen.startsWith("failed")) await retryAll(event.access);
  if (seen.startsWith("paused")) await letTimePass();
  await drive();
}

async function prepareWithdrawal(bench: Bench): Promise<Trial> {
  const event = await publish(bench);
  const pass = await signedUp(event.slug);
  await drive(2);
  return {
    async act(begin) {
      await begin();
      await withdraw(pass, new Date());
      await drive();
      return seenInRoster(event);
    },
    async mend(seen) {
      await wayOut(bench, event, seen);
      return seenInRoster(event);
    },
    async flaw() {
      const left = (await registrationOf(bench, event.graphId))?.registrants.length ?? 0;
      return left === 0 ? null : "the registrant is still there";
    },
  };
}

async function prepareClosing(bench: Bench): Promise<Trial> {
  const event = await publish(bench);
  const look = async (): Promise<Ending> => {
    const { ours, reason } = await db()
      .selectFrom("meetings")
      .select(["registration_ours as ours", "close_reason as reason"])
      .executeTakeFirstOrThrow();
    if (!ours) return "right";
    const dead = await db()
      .selectFrom("jobs")
      .select("id")
      .where("name", "=", "enrolment.close-registration")
      .where("state", "=", "dead")
      .executeTakeFirst();
    return sayWaiting(dead ? "failed" : "waiting", reason, event.personId);
  };
  return {
    async act(begin) {
      await begin();
      await cancelEvent(event.access, new Date());
      await drive();
      return look();
    },
    async mend(seen) {
      await wayOut(bench, event, seen);
      return look();
    },
    async flaw() {
      return (await registrationOf(bench, event.graphId)) ? "it is still there" : null;
    },
  };
}

/** The organizer's token has run out when the job begins. */
async function prepareRefresh(bench: Bench): Promise<Trial> {
  const event = await publish(bench);
  const trial = await enrolment(bench, event);
  forgetTokenEndpoints();
  await db().updateTable("connections").set({ access_expires_at: sql<Date>`now()` }).execute();
  return trial;
}
