import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { forgetApplicationTokens } from "@/lib/graph/application-token";
import { createWorker } from "@/lib/jobs/worker";
import { withdraw } from "@/lib/registrations/withdraw";
import { scheduleDeletion } from "@/lib/retention/delete-expired";
import { deleteExpiredHandler } from "@/lib/retention/delete-expired.job";
import { hashSecret } from "@/lib/seal";
import { keepAttendeeToken } from "@/lib/session/attendee-token";
import { chooseAttendeeScope } from "@/test/attendee-scope";
import { describeDatabase } from "@/test/database";
import { handOff, insertEvent, type TestEvent } from "@/test/fixtures";
import { hurryEnrolments } from "@/test/hurry-enrolments";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { linkOf, signedUp } from "@/test/signed-up";
import { ines, per } from "../../sandbox/people.ts";
import { attendeeScope } from "./attendee-scope";

const sandbox = useSandbox();
const ASKED = "VirtualEvent.ReadWrite";
const TYPED = "per@home.example";

let event: TestEvent;
let webinarId: string;

afterEach(() => chooseAttendeeScope(null));

/** Per signs in for the event, agrees, and signs up with an address that is not his account's. */
async function signUpAsPer(granted = ASKED): Promise<string> {
  const { accessToken } = await sandbox.control.grant(per.oid, ["openid", granted]);
  const handoff = await handOff(event.id, { tid: per.tid, oid: per.oid });
  const kept = { handoffHash: hashSecret(handoff), token: accessToken, expiresIn: 3_600 };
  await withTx((tx) => keepAttendeeToken(tx, kept));
  return signedUp(event.slug, { handoff, email: TYPED, locale: "fr" });
}

async function writes() {
  const ledger = await sandbox.control.ledger();
  return ledger.filter(({ service, method }) => service === "graph" && method === "POST");
}
const told = async () => (await writes()).map(({ token, status }) => [token, status]);
const records = async () => (await sandbox.control.webinar(webinarId)).registrations;
const tokens = () => db().selectFrom("attendee_tokens").selectAll().execute();
const enrolment = () => db().selectFrom("enrolments").selectAll().executeTakeFirstOrThrow();

describeDatabase("postgres", "a member who lets Usher register them", () => {
  beforeEach(async () => {
    forgetApplicationTokens();
    chooseAttendeeScope(ASKED);
    const organizerId = await sandbox.connect(ines, [...SCOPES, "VirtualEvent.Read"]);
    const sample = await sandbox.control.sampleWebinar();
    webinarId = sample.id;
    await sandbox.control.changeWebinar(webinarId, { audience: "organization" });
    await sandbox.control.set({ webinarLookupMs: 0, webinarSameEmail: "second" });
    const registrar = "webinar";
    const audience = "organization";
    event = await insertEvent({ organizerId, graphId: webinarId, registrar, audience });
  });

  test("is registered by their own token, once, and cancelled by the application's", async () => {
    const pass = await signUpAsPer();
    const [kept] = await tokens();
    expect(kept).toMatchObject({ token_sealed: expect.stringMatching(/^v1\./) });
    expect(kept?.registration_id).not.toBeNull();
    await hurryEnrolments();
    const { registrant_id: registrationId, remote_id: remoteId, state } = await enrolment();
    const [post] = await writes();
    expect(post).toMatchObject({ token: "delegated", status: 201 });
    expect(post?.path).toMatch(/^\/beta\/solutions\/virtualEvents\/webinars\/.*\/registrations$/);
    expect(post?.body).toEqual({
      preferredTimezone: "Romance Standard Time",
      preferredLanguage: "fr-fr",
      externalRegistrationInformation: { referrer: "Usher", registrationId },
    });
    expect(await records()).toMatchObject([{ id: remoteId, userId: per.oid, email: per.email }]);
    expect(state).toBe("enrolled");
    expect((await linkOf(pass))?.kind).toBe("ready");
    expect(await tokens()).toEqual([]);

    await withdraw(pass, new Date());
    await hurryEnrolments();
    expect(await told()).toEqual([
      ["delegated", 201],
      ["application", 204],
    ]);
    expect((await records()).map(({ status }) => status)).toEqual(["canceled"]);
    expect((await enrolment()).state).toBe("withdrawn");
  });

  const post = { service: "graph", match: { method: "POST", path: "/registrations$" } } as const;
  test.each([
    ["without the permission", 403, () => signUpAsPer("VirtualEvent.Read")],
    [
      "whose access was taken back",
      401,
      async () => {
        const pass = await signUpAsPer();
        await sandbox.control.revoke(per.oid, 50173, "access");
        return pass;
      },
    ],
    [
      "whom Microsoft refuses for a reason of its own",
      400,
      async () => {
        await sandbox.control.fault({ ...post, fault: { kind: "status", status: 400 } });
        return signUpAsPer();
      },
    ],
  ])("%s is registered by the application's (%i)", async (_name, status, begin) => {
    const pass = await begin();
    await hurryEnrolments(2);
    expect(await told()).toEqual([
      ["delegated", status],
      ["application", 204],
    ]);
    expect(await records()).toMatchObject([{ userId: null, email: TYPED }]);
    expect((await linkOf(pass))?.kind).toBe("ready");
    expect(await tokens()).toEqual([]);
  });

  test("is registered once when the answer is lost, whatever address they typed", async () => {
    await sandbox.control.fault({ ...post, fault: { kind: "done-but-unanswered" } });
    const pass = await signUpAsPer();
    await hurryEnrolments(3);
    expect(await told()).toEqual([["delegated", null]]);
    expect(await records()).toHaveLength(1);
    expect((await linkOf(pass))?.kind).toBe("ready");
    // Nothing came of it, and for long enough: the application does it.
    await sandbox.control.fault({ ...post, fault: { kind: "reset" } });
    await withdraw(pass, new Date());
    await hurryEnrolments();
    await signUpAsPer();
    await hurryEnrolments();
    expect(await told()).toHaveLength(3);
    await sql`update enrolments set accepted_at = now() - interval '3 minutes'
      where accepted_at is not null`.execute(db());
    await hurryEnrolments(3);
    expect((await told()).slice(2)).toEqual([
      ["delegated", null],
      ["application", 204],
    ]);
    expect((await records()).map(({ status }) => status)).toEqual(["canceled", "registered"]);
  });

  test("may be the only one to end it: the organizer is told", async () => {
    await sandbox.control.set({ webinarApplicationCancelsMembers: false });
    const pass = await signUpAsPer();
    await hurryEnrolments();
    await withdraw(pass, new Date());
    await hurryEnrolments(2);
    expect(await enrolment()).toMatchObject({ state: "failed", reason: "theirs-to-end" });
    expect(await told()).toEqual([
      ["delegated", 201],
      ["application", 403],
    ]);
  });

  test("has no token kept that nobody will use, or that the operator wants no more", async () => {
    const given = await signUpAsPer();
    await withdraw(given, new Date());
    expect(await tokens()).toEqual([]);
    const runOut = () =>
      sql`update attendee_tokens set expires_at = now() - interval '1 second'`.execute(db());
    const late = await signUpAsPer();
    await runOut();
    await hurryEnrolments(2);
    expect(await told()).toEqual([["application", 204]]);
    expect(await tokens()).toEqual([]);

    await withdraw(late, new Date());
    const pass = await signUpAsPer();
    chooseAttendeeScope(null);
    await hurryEnrolments(3);
    expect((await linkOf(pass))?.kind).toBe("ready");
    expect((await told()).map(([token]) => token)).not.toContain("delegated");
    await runOut();
    await withTx((tx) => scheduleDeletion(tx, new Date(Date.now() - 3_600_000)));
    await createWorker({ handlers: [deleteExpiredHandler] }).runDue();
    expect(await tokens()).toEqual([]);
  });
});

test("only members of an organization are asked, only for a webinar, only where it was chosen", () => {
  const members = { registrar: "webinar", audience: "organization" } as const;
  chooseAttendeeScope(ASKED);
  expect(attendeeScope(members)).toBe(ASKED);
  expect(attendeeScope({ ...members, audience: "everyone" })).toBeNull();
  expect(attendeeScope({ ...members, registrar: "external" })).toBeNull();
  expect(attendeeScope({ ...members, registrar: "direct" })).toBeNull();
  chooseAttendeeScope(null);
  expect(attendeeScope(members)).toBeNull();
});
