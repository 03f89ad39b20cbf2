import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { db, type Tx, withTx } from "@/lib/db/database";
import type { Delivery } from "@/lib/db/schema";
import { enrolmentLane } from "@/lib/enrolment/lane";
import { reconcileEnrolment, reconcileKey } from "@/lib/enrolment/reconcile";
import { phaseOf } from "@/lib/events/phase";
import { currentWorker } from "@/lib/jobs/current";
import { enqueue } from "@/lib/jobs/enqueue";
import { metrics } from "@/lib/metrics";
import { lockHandoff, spendHandoff } from "@/lib/session/handoff";
import { browserHash } from "./browser";
import { normalizeEmail } from "./normalize-email";
import { issuePass, livePass } from "./pass-secrets";
import { promiseMail } from "./promise-mail";
import {
  countOnePlace,
  findActive,
  insertRegistration,
  lockEventForSignUp,
  readCapacity,
  readEnd,
  readTenant,
  wasPromisedSince,
} from "./queries";
import type { RegistrationInput } from "./schema";

export interface RegisterInput extends RegistrationInput {
  slug: string;
  /** Language of the page and zone of the reader (IANA), kept so that later mail is right. */
  locale: string;
  zone: string | null;
  /** Secret of the browser's cookie: the same browser is told its own pass again. */
  browser: string | null;
  /** Secret of a sign-in at Entra for this event, needed where only members may register. */
  handoff: string | null;
}

export type RegisterOutcome =
  /** In. `pass` is told only when the event shows the link at once. */
  | { kind: "registered"; registrationId: string; delivery: Delivery; pass: string | null }
  /** This browser (or this member) had signed up before: its own pass. */
  | { kind: "again"; pass: string }
  /** Whatever there is to say is said in the mailbox. */
  | { kind: "look-in-mailbox" }
  | { kind: "full" }
  | { kind: "not-open-yet"; opensAt: Date }
  | { kind: "closed" | "cancelled" | "over" }
  | { kind: "sign-in-needed" | "other-organization" }
  | { kind: "invalid-email" }
  | { kind: "no-such-event" };

/** Delivery `show` waits this long for the link before the pass says that it follows. */
const PATIENCE_MS = 1_000;
/** A confirmation waits this long for its link, then goes out and says that the link follows. */
const CONFIRMATION_PATIENCE_MS = 20_000;
/** A stranger who types somebody's address again and again fills no mailbox. */
const AGAIN_PAUSE_MS = 60 * 60_000;
/** The same browser again within this time is a form that was sent twice: its mail is on its way. */
const SECOND_PRESS_MS = 60_000;

interface Decision {
  outcome: RegisterOutcome;
  job?: { id: string; lease: string | null };
}

/**
 * Signs somebody up. The promise is made when the transaction is durable: place, registration,
 * enrolment wanted, mail and jobs together or not at all. Idempotent for each (event, address) and
 * each (event, member). With delivery `show` it waits up to a second for the link.
 */
export async function register(input: RegisterInput, now: Date): Promise<RegisterOutcome> {
  let outcome: RegisterOutcome["kind"] | "failed" = "failed";
  try {
    const answer = await signUp(input, now);
    outcome = answer.kind;
    return answer;
  } finally {
    metrics().signUps.inc({ outcome });
  }
}

async function signUp(input: RegisterInput, now: Date): Promise<RegisterOutcome> {
  const emailNormalized = normalizeEmail(input.email);
  if (!emailNormalized) return { kind: "invalid-email" };
  for (;;) {
    const known = await readCapacity(db(), input.slug);
    if (!known) return { kind: "no-such-event" };
    const lock = known.capacity === null ? "shared" : "places";
    const decision = await withTx((tx) => decide(tx, input, emailNormalized, lock, now));
    // The organizer set a capacity, or the same address signed up, in the very same moment.
    if (decision === "look-again") continue;
    if (decision.job?.lease) await waitForLink(decision.job.id, decision.job.lease);
    return decision.outcome;
  }
}

async function decide(
  tx: Tx,
  input: RegisterInput,
  emailNormalized: string,
  lock: "places" | "shared",
  now: Date,
): Promise<Decision | "look-again"> {
  const event = await lockEventForSignUp(tx, input.slug, lock);
  if (!event) return { outcome: { kind: "no-such-event" } };
  if (lock === "shared" && event.capacity !== null) return "look-again";

  if (event.audience === "everyone")
    return decidePlace(tx, event, { ...input, emailNormalized, member: null, spent: null }, now);

  const handoff = input.handoff ? await lockHandoff(tx, input.handoff, event.id) : null;
  if (!handoff) return { outcome: { kind: "sign-in-needed" } };
  if (handoff.tid !== (await readTenant(tx, event.actsAs)))
    return { outcome: { kind: "other-organization" } };
  const signUp = { ...input, emailNormalized, member: handoff, spent: handoff.usedFor };
  const decision = await decidePlace(tx, event, signUp, now);
  // A sign-in serves one sign-up; one that came to nothing leaves it for the next try.
  if (decision !== "look-again" && ACCEPTED.includes(decision.outcome.kind))
    await spendHandoff(tx, handoff.hash, emailNormalized);
  return decision;
}

const ACCEPTED: RegisterOutcome["kind"][] = ["registered", "again", "look-in-mailbox"];

type EventForSignUp = NonNullable<Awaited<ReturnType<typeof lockEventForSignUp>>>;
type NewRegistration = Parameters<typeof insertRegistration>[1];

interface SignUp extends RegisterInput {
  emailNormalized: string;
  member: NewRegistration["member"];
  /** Address that the member's sign-in has served already: a repeat with it takes no new place. */
  spent: string | null;
}

async function decidePlace(
  tx: Tx,
  event: EventForSignUp,
  input: SignUp,
  now: Date,
): Promise<Decision | "look-again"> {
  const { emailNormalized, member, spent } = input;
  const browser = input.browser ? browserHash(input.browser, event.id) : null;
  const existing = await findActive(tx, event.id, emailNormalized, member);
  const isMembers = member !== null && existing?.tid === member.tid && existing?.oid === member.oid;
  const isBrowsers = browser !== null && existing?.browserHash === browser;
  if (existing && (isBrowsers || (isMembers && spent === null)))
    return { outcome: await tellAgain(tx, existing.id, event.delivery, now) };

  const phase = phaseOf({ ...event, endsAt: await readEnd(tx, event.id) }, now);
  if (phase === "before")
    return { outcome: { kind: "not-open-yet", opensAt: event.opensAt ?? now } };
  if (phase !== "open") return { outcome: { kind: phase } };
  if (event.capacity !== null && event.taken >= event.capacity)
    return { outcome: { kind: "full" } };
  // A copy of it in another browser is told nothing.
  if (spent !== null && (isMembers || spent !== emailNormalized || !existing))
    return { outcome: { kind: "sign-in-needed" } };
  const row = { ...input, eventId: event.id, browserHash: browser, now };
  if (event.delivery === "email") {
    const made = await signUpUnseen(tx, event, row, existing?.id ?? null);
    return made === null ? "look-again" : { outcome: made };
  }
  if (existing) {
    await mailPassAgain(tx, existing.id, now);
    return { outcome: { kind: "look-in-mailbox" } };
  }
  const made = await takePlace(tx, event, row);
  if (!made) return "look-again";
  const { registrationId, job } = made;
  const pass = await issuePass(tx, registrationId, { proved: false });
  await promiseConfirmation(tx, registrationId, now);
  return { outcome: { kind: "registered", registrationId, delivery: event.delivery, pass }, job };
}

/** Everything that a place is made of, except what is told to its holder. */
async function takePlace(tx: Tx, event: EventForSignUp, row: NewRegistration) {
  const registrationId = await insertRegistration(tx, row);
  if (!registrationId) return null;
  await countOnePlace(tx, event.id, 1);
  await tx
    .insertInto("enrolments")
    .values({
      registration_id: registrationId,
      generation: 1,
      registrar: event.registrar,
      meeting_id: event.meetingId,
      registrant_id: randomUUID(),
      wanted: "enrolled",
      state: "none",
    })
    .execute();
  const job = await enqueue(
    tx,
    reconcileEnrolment,
    { registrationId },
    {
      lane: enrolmentLane(event.registrar, event.actsAs),
      dedupeKey: reconcileKey(registrationId),
      leaseHere: event.delivery === "show" && currentWorker() !== null,
    },
  );
  return { registrationId, job };
}

/**
 * Delivery `email`: whether the address is registered must not show, in the time that the answer
 * takes neither. So both do the same statements, one for one: for an address that is known, a
 * stranger takes the place, and that is rolled back to the savepoint. Null: look again.
 */
async function signUpUnseen(
  tx: Tx,
  event: EventForSignUp,
  row: NewRegistration,
  existingId: string | null,
): Promise<RegisterOutcome | null> {
  const since = new Date(row.now.getTime() - AGAIN_PAUSE_MS);
  const mayMail = !(await wasPromisedSince(tx, existingId ?? randomUUID(), "again", since));
  await sql`savepoint sign_up`.execute(tx);
  if (existingId === null) {
    const made = await takePlace(tx, event, row);
    if (!made) return null;
    const { registrationId } = made;
    await promiseConfirmation(tx, registrationId, row.now);
    await sql`release savepoint sign_up`.execute(tx);
    return { kind: "registered", registrationId, delivery: event.delivery, pass: null };
  }
  const stranger = { ...row, emailNormalized: `${randomUUID()}@nobody.invalid`, member: null };
  const made = await takePlace(tx, event, stranger);
  if (made && !mayMail) await promiseMail(tx, made.registrationId, "again");
  await sql`rollback to savepoint sign_up`.execute(tx);
  if (mayMail) await promiseMail(tx, existingId, "again");
  return { kind: "look-in-mailbox" };
}

async function promiseConfirmation(tx: Tx, registrationId: string, now: Date): Promise<void> {
  const runAt = new Date(now.getTime() + CONFIRMATION_PATIENCE_MS);
  await promiseMail(tx, registrationId, "confirmation", runAt);
}

/** The same browser signs up again: it learns what it was told the first time. */
async function tellAgain(
  tx: Tx,
  registrationId: string,
  delivery: Delivery,
  now: Date,
): Promise<RegisterOutcome> {
  if (delivery === "email") {
    const since = new Date(now.getTime() - SECOND_PRESS_MS);
    if (!(await wasPromisedSince(tx, registrationId, "confirmation", since)))
      await mailPassAgain(tx, registrationId, now);
    return { kind: "look-in-mailbox" };
  }
  const live = await livePass(tx, registrationId, false);
  return {
    kind: "again",
    pass: live?.secret ?? (await issuePass(tx, registrationId, { proved: false })),
  };
}

async function mailPassAgain(tx: Tx, registrationId: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - AGAIN_PAUSE_MS);
  if (await wasPromisedSince(tx, registrationId, "again", since)) return;
  await promiseMail(tx, registrationId, "again");
}

/** Runs the job that was born leased to this request; it goes on by itself when time is up. */
async function waitForLink(jobId: string, lease: string): Promise<void> {
  const running = currentWorker()?.runLeased(jobId, lease);
  if (!running) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([running, patience]);
  clearTimeout(timer);
}
