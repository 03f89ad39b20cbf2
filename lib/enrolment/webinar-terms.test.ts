import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { addWebinarQuestions } from "@/lib/events/add-webinar-questions";
import { draftEvent } from "@/lib/events/draft-event";
import { pickWebinar } from "@/lib/events/pick-webinar";
import { publishEvent } from "@/lib/events/publish-event";
import { readEvent } from "@/lib/events/read-events";
import { forgetApplicationTokens } from "@/lib/graph/application-token";
import { enqueue } from "@/lib/jobs/enqueue";
import { createWorker } from "@/lib/jobs/worker";
import { lookAtMeeting } from "@/lib/meetings/look";
import { examineOrganizer } from "@/lib/preflight/organizer-checks";
import { changeAnswers } from "@/lib/registrations/change-answers";
import { issuePass } from "@/lib/registrations/pass-secrets";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabase } from "@/test/database";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { linkOf, signedUp } from "@/test/signed-up";
import { ines } from "../../sandbox/people.ts";

const sandbox = useSandbox();

beforeEach(() => forgetApplicationTokens());

const sailed = {
  id: "sailed",
  displayName: "How many years have you sailed?",
  isRequired: true,
  kind: "singleChoice" as const,
  choices: ["None", "More"],
  label: null,
};
const job = {
  ...sailed,
  id: "job",
  displayName: "Job title",
  kind: "text" as const,
  choices: [],
  label: "jobTitle",
};

/** A page on the sample webinar, drafted as the picker does. */
async function drafted() {
  const personId = await sandbox.connect(ines, [...SCOPES, "VirtualEvent.Read"]);
  const { id: webinarId } = await sandbox.control.sampleWebinar();
  await sandbox.control.set({ webinarLookupMs: 0 });
  const pick = async () => {
    const picked = await pickWebinar({ id: personId }, webinarId);
    if (picked.kind !== "picked") throw new Error(`Not picked: ${picked.kind}`);
    const { eventId } = await draftEvent({ id: personId, name: "Tidewater" }, picked.meeting);
    const access = await authorizeEvent(db(), personId, eventId, "own");
    if (!access) throw new Error("The organizer owns the event.");
    return access;
  };
  return { webinarId, personId, pick };
}

/** Whatever waits is due. */
async function hurry(times = 1): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await sql`update lanes set next_at = now() - interval '1 minute'`.execute(db());
    await sql`update jobs set run_at = now() - interval '1 minute'
      where state = 'ready' and name in ('enrolment.reconcile', 'meetings.look')`.execute(db());
    await createWorker({ handlers: [...handlers] }).runDue();
  }
}

const askedNow = () =>
  db()
    .selectFrom("forms")
    .select(["definition", "version"])
    .orderBy("version", "desc")
    .executeTakeFirstOrThrow();

const enrolments = () =>
  db()
    .selectFrom("enrolments")
    .innerJoin("registrations", "registrations.id", "enrolments.registration_id")
    .select(["registrations.email", "enrolments.state", "enrolments.reason"])
    .orderBy("registrations.created_at")
    .execute();

describeDatabase("postgres", "what a webinar asks", () => {
  test("is known before anybody is refused, added to the form, and answered there", async () => {
    const { webinarId, personId, pick } = await drafted();
    await sandbox.control.changeWebinar(webinarId, { questions: [sailed, job], capacity: 300 });
    const access = await pick();
    const unasked = [
      { text: "How many years have you sailed?", why: "absent" },
      { text: "Job title", why: "absent" },
    ];
    expect((await readEvent(access)).webinar).toEqual({
      capacity: 300,
      waitlist: false,
      approval: false,
      unasked,
    });
    const seen = (await examineOrganizer(personId)).find(({ name }) => name === "webinars");
    expect(seen?.findings).toMatchObject([
      { kind: "red", reason: "webinar-asks", by: "organizer" },
    ]);
    expect(await publishEvent(access, new Date())).toEqual({ kind: "webinar-asks", unasked });
    expect(await addWebinarQuestions(access, "en")).toEqual({ kind: "added", count: 2 });
    expect(await addWebinarQuestions(access, "en")).toEqual({ kind: "nothing" });
    const published = await publishEvent(access, new Date());
    if (published.kind !== "published") throw new Error(JSON.stringify(published));

    const { definition, version: formVersion } = await askedNow();
    const [years, title] = definition.items;
    if (years?.kind !== "one" || !title) throw new Error("Both were added.");
    await signedUp(published.slug, {
      email: "amara@example.org",
      answers: { [years.id]: years.choices[1]?.id ?? "", [title.id]: "Pilot" },
      formVersion,
    });
    await hurry(2);
    const [record] = (await sandbox.control.webinar(webinarId))?.registrations ?? [];
    expect(record?.answers).toMatchObject([
      { questionId: "sailed", value: "More" },
      { questionId: "job", value: "Pilot" },
    ]);
  });

  test("that came later: sent all the same, refused with its reason, and answered on the pass", async () => {
    const { webinarId, pick } = await drafted();
    const access = await pick();
    const published = await publishEvent(access, new Date());
    if (published.kind !== "published") throw new Error(JSON.stringify(published));
    await sandbox.control.changeWebinar(webinarId, { questions: [sailed] });
    const pass = await signedUp(published.slug, { email: "amara@example.org" });
    await hurry(2);
    expect(await linkOf(pass)).toEqual({ kind: "delayed" });
    expect(await enrolments()).toMatchObject([{ state: "failed", reason: "unanswered-there" }]);
    // The refusal told what it asks by now; so does a look at it.
    expect((await readEvent(access)).webinar?.unasked).toHaveLength(1);
    await addWebinarQuestions(access, "en");
    const { definition, version: formVersion } = await askedNow();
    const [years] = definition.items;
    if (years?.kind !== "one") throw new Error("It was added.");
    const none = years.choices[0]?.id ?? "";
    const typed = { firstName: "Amara", lastName: "Diallo", answers: { [years.id]: [none] } };
    const { registration_id: id } = await db()
      .selectFrom("enrolments")
      .select("registration_id")
      .executeTakeFirstOrThrow();
    const proved = await withTx((tx) => issuePass(tx, id, { proved: true }));
    expect(await changeAnswers(proved, typed, new Date())).toMatchObject({ kind: "saved" });
    await hurry(2);
    expect(await enrolments()).toMatchObject([{ state: "enrolled", reason: null }]);

    // Somebody else was refused for another one, and the organizer makes it optional in Teams.
    await sandbox.control.changeWebinar(webinarId, { questions: [sailed, job] });
    await signedUp(published.slug, {
      email: "bo@example.org",
      answers: { [years.id]: none },
      formVersion,
    });
    await hurry(2);
    expect((await enrolments()).at(-1)).toMatchObject({ reason: "unanswered-there" });
    await sandbox.control.changeWebinar(webinarId, {
      questions: [sailed, { ...job, isRequired: false }],
    });
    await withTx((tx) => enqueue(tx, lookAtMeeting, { eventId: access.eventId }, { lane: "look" }));
    await hurry(3);
    expect((await enrolments()).at(-1)).toMatchObject({ state: "enrolled" });
  });

  test("that is full: told so, and gone on with once it is larger", async () => {
    const { webinarId, pick } = await drafted();
    await sandbox.control.changeWebinar(webinarId, { capacity: 1 });
    const access = await pick();
    const published = await publishEvent(access, new Date());
    if (published.kind !== "published") throw new Error(JSON.stringify(published));
    await signedUp(published.slug, { email: "amara@example.org" });
    await hurry(2);
    await signedUp(published.slug, { email: "bo@example.org" });
    await hurry(2);
    expect(await enrolments()).toMatchObject([
      { state: "enrolled" },
      { state: "failed", reason: "full-there" },
    ]);
    await sandbox.control.changeWebinar(webinarId, { capacity: 2 });
    await withTx((tx) => enqueue(tx, lookAtMeeting, { eventId: access.eventId }, { lane: "look" }));
    await hurry(3);
    expect((await enrolments()).at(-1)).toMatchObject({ state: "enrolled" });
  });
});
