import { randomUUID } from "node:crypto";
import nodemailer from "nodemailer";
import { beforeEach, expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { joinLinkSecret } from "@/lib/enrolment/meeting";
import { createWorker } from "@/lib/jobs/worker";
import { register } from "@/lib/registrations/register";
import { withdraw } from "@/lib/registrations/withdraw";
import { hashSecret, newSecret, seal } from "@/lib/seal";
import { handlers } from "@/lib/worker";
import { describeDatabase, keepTables } from "@/test/database";
import { signUp } from "@/test/fixtures";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { ines } from "../sandbox/people.ts";
import { check } from "./check";
import type { ViolationKind } from "./check/violation";
import { type MadeEvent, makeEvents, PLANS } from "./make-events";
import { observe } from "./observe";
import { passTime } from "./pass-time";
import type { Book } from "./promises";

/*
 * The checker is right when it says nothing of a good world, and names whatever is planted in one:
 * in the database, at Microsoft, in the mailbox, or in what people were told.
 */

const sandbox = useSandbox();

interface Attendee {
  /** Of the registration. */
  id: string;
  email: string;
  /** Of the pass that was shown; empty where only the mailbox knows it. */
  secret: string;
}

interface SmallWorld {
  /** `show` with few places; `email`; without Microsoft. */
  seats: MadeEvent;
  mailed: MadeEvent;
  direct: MadeEvent;
  /** Both in at `seats`. */
  amara: Attendee;
  bilal: Attendee;
  /** Gave the place at `seats` up. */
  chloe: Attendee;
  dusan: Attendee;
  eunji: Attendee;
  book: Book;
  complaints: string[];
}

let world: SmallWorld;

async function makeSmallWorld(): Promise<SmallWorld> {
  const [few, byMail, , , direct] = PLANS;
  if (!few || !byMail || !direct) throw new Error("The plans have changed.");
  const [seats, mailed, own] = await makeEvents(sandbox.control, [few, byMail, direct]);
  if (!seats || !mailed || !own) throw new Error("An event is missing.");
  const book: Book = [];
  const attend = async ({ slug }: MadeEvent, name: string): Promise<Attendee> => {
    const email = `${name}@attendee.example`;
    const outcome = await register(signUp(slug, { email }), new Date());
    if (outcome.kind !== "registered") throw new Error(outcome.kind);
    const secret = outcome.pass ?? "";
    book.push(
      outcome.pass
        ? { kind: "pass", slug, email, secret, dates: [] }
        : { kind: "mailbox", slug, email },
    );
    return { id: outcome.registrationId, email, secret };
  };
  const people = {
    amara: await attend(seats, "amara"),
    bilal: await attend(seats, "bilal"),
    chloe: await attend(seats, "chloe"),
    dusan: await attend(own, "dusan"),
    eunji: await attend(mailed, "eunji"),
  };
  await work();
  const { secret } = people.chloe;
  book.push({ kind: "giving-up", secret });
  await withdraw(secret, new Date());
  book.push({ kind: "given-up", secret });
  await work();
  const link = (await enrolmentOf(people.amara)).link ?? "";
  book.push({ kind: "link", secret: people.amara.secret, link });
  const { slug, capacity } = seats;
  book.push({ kind: "edited", slug, title: few.title, capacity, tells: true });
  return { seats, mailed, direct: own, ...people, book, complaints: [] };
}

async function work(): Promise<void> {
  await passTime();
  await createWorker({ handlers: [...handlers] }).runDue();
}

const look = async () => {
  const { book, complaints } = world;
  return check({ snapshot: await observe(sandbox.control), book, kills: 1, complaints });
};

async function enrolmentOf({ id }: Attendee) {
  const { enrolments } = await observe(sandbox.control);
  const found = enrolments.find(({ registrationId }) => registrationId === id);
  if (!found) throw new Error("No enrolment.");
  return found;
}

const change = {
  registration: ({ id }: Attendee, values: object) =>
    db().updateTable("registrations").set(values).where("id", "=", id).execute(),
  enrolment: ({ id }: Attendee, values: object) =>
    db().updateTable("enrolments").set(values).where("registration_id", "=", id).execute(),
  event: ({ id }: MadeEvent, values: object) =>
    db().updateTable("events").set(values).where("id", "=", id).execute(),
  passes: ({ id }: Attendee, values: object) =>
    db().updateTable("passes").set(values).where("registration_id", "=", id).execute(),
  mails: ({ id }: Attendee, values: object) =>
    db().updateTable("mails").set(values).where("registration_id", "=", id).execute(),
};

/** Microsoft's registrants, as somebody else with the organizer's rights would change them. */
async function atMicrosoft(method: "POST" | "DELETE", meeting: string, id: string) {
  const { accessToken } = await sandbox.control.grant(ines.oid, SCOPES);
  const base = `${sandbox.urls().graphUrl}/beta/me/onlineMeetings/${meeting}/registration/registrants`;
  const type = "#microsoft.graph.externalMeetingRegistrant";
  const answer = await fetch(method === "POST" ? base : `${base}/${id}`, {
    method,
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    ...(method === "POST" && { body: JSON.stringify({ "@odata.type": type, id }) }),
  });
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
}

async function mail(to: string, messageId: string, text: string) {
  const transport = nodemailer.createTransport({ url: sandbox.urls().smtpUrl });
  await transport.sendMail({ from: "usher@usher.test", to, messageId, subject: "Planted", text });
  transport.close();
}

const mailOf = ({ id }: Attendee, kind: "confirmation" | "withdrawn" = "confirmation") =>
  db()
    .selectFrom("mails")
    .select("id")
    .where("registration_id", "=", id)
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();

/** Sends one of somebody's mails again, changed. */
async function mailAgain(who: Attendee, changed: { to?: string; text?: (text: string) => string }) {
  const { id } = await mailOf(who);
  const { messages } = await observe(sandbox.control);
  const message = messages.find(({ messageId }) => messageId.includes(id));
  if (!message) throw new Error("No such mail.");
  const { to = who.email, text = (same: string) => same } = changed;
  await mail(to, message.messageId, text(message.text));
}

const clearMailbox = () => sandbox.control.clearMail();

type Planted = [ViolationKind, string, () => Promise<unknown> | unknown];

/** In the database, or in what people were told: a world is easily put back as it was. */
const INSIDE: Planted[] = [
  [
    "pass-lost",
    "a pass that was told and is not there",
    () => db().deleteFrom("passes").where("hash", "=", hashSecret(world.amara.secret)).execute(),
  ],
  [
    "pass-of-another",
    "a pass that opens somebody else's registration",
    () => change.passes(world.amara, { registration_id: world.bilal.id }),
  ],
  [
    "registration-lost",
    "an address that was sent to its mailbox and is not registered",
    () =>
      world.book.push({
        kind: "mailbox",
        slug: world.mailed.slug,
        email: "goran@attendee.example",
      }),
  ],
  [
    "place-lost",
    "a place that is gone and that nobody gave up",
    () => change.registration(world.amara, { place: "withdrawn" }),
  ],
  [
    "withdrawal-undone",
    "a place that was given up and is taken again",
    () => change.registration(world.chloe, { place: "taken" }),
  ],
  [
    "shown-link-replaced",
    "a link that was shown and is another now",
    () =>
      world.book.push({
        kind: "link",
        secret: world.bilal.secret,
        link: "https://teams.microsoft.com/l/old",
      }),
  ],
  [
    "edit-lost",
    "a save that was confirmed and is not there",
    () => change.event(world.seats, { title: "The title of before" }),
  ],
  [
    "change-not-told",
    "a change that nobody was told",
    () => {
      const { slug, capacity } = world.seats;
      const title = "The title of now";
      world.book.push({ kind: "edited", slug, title, capacity, tells: true });
      return change.event(world.seats, { title });
    },
  ],
  [
    "registered-twice",
    "two registrations of one address",
    () => change.registration(world.bilal, { email: world.amara.email.toUpperCase() }),
  ],
  ["oversold", "more people than places", () => change.event(world.seats, { capacity: 1 })],
  [
    "waiting-beside-a-place",
    "somebody in line who was offered nothing",
    () => change.registration(world.chloe, { place: "waitlisted" }),
  ],
  ["places-miscounted", "a place that leaked", () => change.event(world.seats, { occupied: 3 })],
  [
    "not-enrolled",
    "somebody who is in and not enrolled",
    () => change.enrolment(world.amara, { state: "pending" }),
  ],
  [
    "not-withdrawn",
    "a withdrawal that was never carried out",
    () => change.enrolment(world.chloe, { state: "withdrawing" }),
  ],
  [
    "link-missing",
    "an enrolment without its link",
    () => change.enrolment(world.amara, { join_link_sealed: null }),
  ],
  [
    "link-missing",
    "a link that does not open in its row",
    async () => {
      const { join_link_sealed } = await db()
        .selectFrom("enrolments")
        .select("join_link_sealed")
        .where("registration_id", "=", world.bilal.id)
        .executeTakeFirstOrThrow();
      await change.enrolment(world.amara, { join_link_sealed });
    },
  ],
  [
    "link-stale",
    "a personal link that opens nothing",
    () => change.registration(world.dusan, { personal_hash: hashSecret(newSecret()) }),
  ],
  [
    "link-of-another",
    "somebody else's link",
    async () => {
      const { link } = await enrolmentOf(world.bilal);
      const { id } = await db()
        .selectFrom("enrolments")
        .select("id")
        .where("registration_id", "=", world.amara.id)
        .executeTakeFirstOrThrow();
      await change.enrolment(world.amara, {
        join_link_sealed: seal(link ?? "", joinLinkSecret(id)),
      });
    },
  ],
  ["two-links", "two links for one person", () => anotherGeneration(world.dusan, 0, "enrolled")],
  [
    "not-withdrawn",
    "an old registrant that was never ended",
    () => anotherGeneration(world.dusan, 0, "withdrawing"),
  ],
  [
    "left-behind-by-a-move",
    "somebody who never arrived where the event is",
    () => anotherGeneration(world.amara, 2, "pending"),
  ],
  [
    "mail-not-sent",
    "a mail that still waits",
    () => change.mails(world.amara, { state: "waiting" }),
  ],
  [
    "mail-not-sent",
    "a withdrawal that no mail confirms",
    async () =>
      db()
        .deleteFrom("mails")
        .where("id", "=", (await mailOf(world.chloe, "withdrawn")).id)
        .execute(),
  ],
  ["job-dead", "a job that was given up", () => leaveJob("dead")],
  ["job-left", "a job that still waits", () => leaveJob("ready")],
  [
    "connection-broken",
    "a connection that broke",
    () =>
      db().updateTable("connections").set({ state: "broken", broken_reason: "revoked" }).execute(),
  ],
  [
    "complaint",
    "a process that complained",
    () => world.complaints.push("all :1 ended by itself."),
  ],
];

/** At Microsoft, or in the mailbox. */
const OUTSIDE: Planted[] = [
  [
    "registrant-missing",
    "somebody whom Microsoft does not know",
    async () => {
      const { meeting, registrantId } = await enrolmentOf(world.amara);
      await atMicrosoft("DELETE", meeting, registrantId);
    },
  ],
  [
    "registrant-left-behind",
    "a registrant of somebody who gave the place up",
    async () => {
      const { meeting, registrantId } = await enrolmentOf(world.chloe);
      await atMicrosoft("POST", meeting, registrantId);
    },
  ],
  [
    "registrant-left-behind",
    "a registrant of nobody",
    async () => {
      const { meeting } = await enrolmentOf(world.amara);
      await atMicrosoft("POST", meeting, randomUUID());
    },
  ],
  [
    "registrant-doubled",
    "two registrants of one person",
    async () => {
      const { meeting } = await enrolmentOf(world.amara);
      const registrantId = randomUUID();
      await atMicrosoft("POST", meeting, registrantId);
      await withTx(async (tx) => {
        const { meeting_id } = await tx
          .selectFrom("enrolments")
          .select("meeting_id")
          .where("registration_id", "=", world.amara.id)
          .executeTakeFirstOrThrow();
        await tx
          .insertInto("enrolments")
          .values({
            registration_id: world.amara.id,
            generation: 0,
            registrar: "external",
            meeting_id,
            registrant_id: registrantId,
            wanted: "enrolled",
            state: "enrolled",
          })
          .execute();
      });
    },
  ],
  [
    "link-stale",
    "a link that Microsoft replaced",
    async () => {
      await sandbox.control.set({ sameIdTwice: "new-link" });
      const { meeting, registrantId } = await enrolmentOf(world.amara);
      await atMicrosoft("POST", meeting, registrantId);
      await sandbox.control.set({ sameIdTwice: "409" });
    },
  ],
  ["mail-never-came", "mails that were sent and never arrived", clearMailbox],
  [
    "mail-to-another",
    "a mail to somebody else's address",
    () => mailAgain(world.amara, { to: world.bilal.email }),
  ],
  [
    "mail-without-pass",
    "a mail without its pass",
    () => mailAgain(world.amara, { text: (text) => text.replaceAll("/r/", "/x/") }),
  ],
  [
    "mail-without-pass",
    "a mail with a pass that opens nothing",
    () =>
      mailAgain(world.amara, {
        text: (text) => text.replaceAll(/\/r\/[\w-]{22}/g, `/r/${newSecret()}`),
      }),
  ],
  [
    "mail-without-link",
    "a link that no mail brings",
    async () => {
      await clearMailbox();
      const { id } = await mailOf(world.amara);
      await mail(world.amara.email, `<confirmation.${id}@usher.test>`, "No link in here.");
    },
  ],
  [
    "mail-with-anothers-link",
    "a mail with somebody else's link",
    async () => {
      const { link } = await enrolmentOf(world.bilal);
      await mailAgain(world.amara, { text: (text) => `${text}\n${link}\n` });
    },
  ],
  [
    "mail-of-nobody",
    "a mail that nobody promised",
    () => mail(world.amara.email, `<confirmation.${randomUUID()}@usher.test>`, "Hello"),
  ],
  [
    "mail-doubled",
    "more repeats than kills",
    async () => {
      await mailAgain(world.amara, {});
      await mailAgain(world.bilal, {});
    },
  ],
];

/** One more enrolment, like the one that there is. */
async function anotherGeneration(
  { id }: Attendee,
  generation: number,
  state: "enrolled" | "withdrawing" | "pending",
) {
  const { registrar, meeting_id } = await db()
    .selectFrom("enrolments")
    .select(["registrar", "meeting_id"])
    .where("registration_id", "=", id)
    .executeTakeFirstOrThrow();
  await db()
    .insertInto("enrolments")
    .values({
      registration_id: id,
      generation,
      registrar,
      meeting_id,
      registrant_id: randomUUID(),
      wanted: state === "withdrawing" ? "withdrawn" : "enrolled",
      state,
    })
    .execute();
}

function leaveJob(state: "ready" | "dead") {
  const payload = JSON.stringify({ registrationId: world.amara.id });
  return db()
    .insertInto("jobs")
    .values({ name: "enrolment.reconcile", payload, lane: "planted", state })
    .execute();
}

describeDatabase("postgres", "the checker", () => {
  beforeEach(async () => {
    world = await makeSmallWorld();
  });

  test("finds nothing in a world in which everything went well", async () => {
    expect(await look()).toEqual([]);
  });

  test("lets one mail come twice for each kill", async () => {
    await mailAgain(world.amara, {});
    expect(await look()).toEqual([]);
  });

  test("lets what was cut off have happened, or not", async () => {
    const { slug } = world.seats;
    world.book.push({ kind: "editing", slug, title: "Cut off", capacity: 6, tells: true });
    world.book.push({ kind: "giving-up", secret: world.bilal.secret });
    expect(await look()).toEqual([]);
    await change.event(world.seats, { title: "Cut off", capacity: 6 });
    await withdraw(world.bilal.secret, new Date());
    await work();
    expect(await look()).toEqual([]);
  });

  test.each(OUTSIDE)("%s: %s", async (kind, said, plant) => {
    await plant();
    await expectFound(kind, said);
  });

  // Making a world takes longer than all that is planted here.
  test("finds each of the others in one world, which is put back after each", async () => {
    const restore = await keepTables();
    const { book, complaints } = world;
    for (const [kind, said, plant] of INSIDE) {
      world = { ...world, book: [...book], complaints: [...complaints] };
      await plant();
      await expectFound(kind, said);
      await restore();
    }
    Object.assign(world, { book, complaints });
    expect(await look()).toEqual([]);
  });

  async function expectFound(kind: ViolationKind, what: string) {
    const found = await look();
    expect
      .soft(
        found.map((violation) => violation.kind),
        what,
      )
      .toContain(kind);
    for (const { said } of found) expect.soft(said, what).toMatch(/^\S.*[.)]$/);
  }
});
