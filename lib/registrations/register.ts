import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import type { Delivery } from "@/lib/db/schema";
import { enrolmentLane } from "@/lib/enrolment/lane";
import { reconcileEnrolment, reconcileKey } from "@/lib/enrolment/reconcile";
import { phaseOf } from "@/lib/events/phase";
import { currentWorker } from "@/lib/jobs/current";
import { type EnqueuedJob, enqueueAll, wantJob } from "@/lib/jobs/enqueue";
import { metrics } from "@/lib/metrics";
import { lockHandoff, spendHandoff } from "@/lib/session/handoff";
import { browserHash } from "./browser";
import { normalizeEmail } from "./normalize-email";
import { issuePass, livePass, type NewPass, newPass } from "./pass-secrets";
import { mailJob, promiseMail } from "./promise-mail";
import {
  insertPlace,
  isPublished,
  lockEventForSignUp,
  lookBeforeSignUp,
  type NewPlace,
  type NewRegistration,
  readTenant,
  wasPromisedSince,
} from "./queries";
import type { RegistrationInput } from "./schema";
import { inTurn } from "./turns";

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
  job?: EnqueuedJob;
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
  const signUp = { ...input, emailNormalized, ...newIds() };
  for (;;) {
    const decision = await inTurn(input.slug, () => withTx((tx) => decide(tx, signUp, now)));
    // The organizer set a capacity, or the same address signed up, in the very same moment.
    if (decision === "look-again") continue;
    if (decision.job?.lease) await waitForLink(decision.job.id, decision.job.lease);
    return decision.outcome;
  }
}

interface SignUp extends RegisterInput {
  emailNormalized: string;
  ids: Pick<NewPlace, "registrationId" | "registrantId"> & { confirmationId: string };
  pass: NewPass;
}

/** What needs no place is made before the event is locked: everybody of the event waits there. */
function newIds(): Pick<SignUp, "ids" | "pass"> {
  const registrationId = randomUUID();
  return {
    ids: { registrationId, registrantId: randomUUID(), confirmationId: randomUUID() },
    pass: newPass(registrationId),
  };
}

async function decide(tx: Tx, input: SignUp, now: Date): Promise<Decision | "look-again"> {
  const event = await lockEventForSignUp(tx, input.slug);
  if (!event)
    return (await isPublished(tx, input.slug))
      ? "look-again"
      : { outcome: { kind: "no-such-event" } };

  if (event.audience === "everyone")
    return decidePlace(tx, event, { ...input, member: null, spent: null }, now);

  const handoff = input.handoff ? await lockHandoff(tx, input.handoff, event.id) : null;
  if (!handoff) return { outcome: { kind: "sign-in-needed" } };
  if (handoff.tid !== (await readTenant(tx, event.actsAs)))
    return { outcome: { kind: "other-organization" } };
  const signUp = { ...input, member: handoff, spent: handoff.usedFor };
  const decision = await decidePlace(tx, event, signUp, now);
  // A sign-in serves one sign-up; one that came to nothing leaves it for the next try.
  if (decision !== "look-again" && ACCEPTED.includes(decision.outcome.kind))
    await spendHandoff(tx, handoff.hash, input.emailNormalized);
  return decision;
}

const ACCEPTED: RegisterOutcome["kind"][] = ["registered", "again", "look-in-mailbox"];

type EventForSignUp = NonNullable<Awaited<ReturnType<typeof lockEventForSignUp>>>;
interface KnownSignUp extends SignUp {
  member: NewRegistration["member"];
  /** Address that the member's sign-in has served already: a repeat with it takes no new place. */
  spent: string | null;
}

async function decidePlace(
  tx: Tx,
  event: EventForSignUp,
  input: KnownSignUp,
  now: Date,
): Promise<Decision | "look-again"> {
  const { emailNormalized, member, spent, ids, pass } = input;
  const browser = input.browser ? browserHash(input.browser, event.id) : null;
  const { endsAt, existing } = await lookBeforeSignUp(tx, event.id, emailNormalized, member);
  const isMembers = member !== null && existing?.tid === member.tid && existing?.oid === member.oid;
  const isBrowsers = browser !== null && existing?.browserHash === browser;
  if (existing && (isBrowsers || (isMembers && spent === null)))
    return { outcome: await tellAgain(tx, existing.id, event.delivery, now) };

  const phase = phaseOf({ ...event, endsAt }, now);
  if (phase === "before")
    return { outcome: { kind: "not-open-yet", opensAt: event.opensAt ?? now } };
  if (phase !== "open") return { outcome: { kind: phase } };
  if (event.capacity !== null && event.taken >= event.capacity)
    return { outcome: { kind: "full" } };
  // A copy of it in another browser is told nothing.
  if (spent !== null && (isMembers || spent !== emailNormalized || !existing))
    return { outcome: { kind: "sign-in-needed" } };
  const row = { ...input, browserHash: browser, now };
  if (event.delivery === "email") {
    const made = await signUpUnseen(tx, event, row, existing?.id ?? null);
    return made === null ? "look-again" : { outcome: made };
  }
  if (existing) {
    await mailPassAgain(tx, existing.id, now);
    return { outcome: { kind: "look-in-mailbox" } };
  }
  const job = await takePlace(tx, event, row, { ...ids, pass });
  if (!job) return "look-again";
  const { registrationId } = ids;
  return {
    outcome: { kind: "registered", registrationId, delivery: event.delivery, pass: pass.secret },
    job,
  };
}

/** A place and the jobs that follow from it. Null: somebody was faster. */
async function takePlace(
  tx: Tx,
  event: EventForSignUp,
  row: NewRegistration,
  place: NewPlace,
): Promise<EnqueuedJob | null> {
  if (!(await insertPlace(tx, event, row, place))) return null;
  const { registrationId, confirmationId } = place;
  const enrolment = wantJob(
    reconcileEnrolment,
    { registrationId },
    {
      lane: enrolmentLane(event.registrar, event.actsAs),
      dedupeKey: reconcileKey(registrationId),
      leaseHere: event.delivery === "show" && currentWorker() !== null,
    },
  );
  const confirmation = confirmationId ? [mailJob(confirmationId, confirmationTime(row.now))] : [];
  const [job] = await enqueueAll(tx, [enrolment, ...confirmation]);
  return job ?? null;
}

/**
 * Delivery `email`: whether the address is registered must not show, in the time that the answer
 * takes neither. So both do the same statements, one for one: for an address that is known, a
 * stranger takes the place, and that is rolled back to the savepoint. Null: look again.
 */
async function signUpUnseen(
  tx: Tx,
  event: EventForSignUp,
  row: NewRegistration & Pick<SignUp, "ids">,
  existingId: string | null,
): Promise<RegisterOutcome | null> {
  const since = new Date(row.now.getTime() - AGAIN_PAUSE_MS);
  const mayMail = !(await wasPromisedSince(tx, existingId ?? randomUUID(), "again", since));
  const { registrationId } = row.ids;
  const place = { ...row.ids, confirmationId: null, pass: null };
  await sql`savepoint sign_up`.execute(tx);
  if (existingId === null) {
    if (!(await takePlace(tx, event, row, place))) return null;
    await promiseMail(tx, registrationId, "confirmation", confirmationTime(row.now));
    await sql`release savepoint sign_up`.execute(tx);
    return { kind: "registered", registrationId, delivery: event.delivery, pass: null };
  }
  const stranger = { ...row, emailNormalized: `${randomUUID()}@nobody.invalid`, member: null };
  const made = await takePlace(tx, event, stranger, place);
  if (made && !mayMail) await promiseMail(tx, registrationId, "again");
  await sql`rollback to savepoint sign_up`.execute(tx);
  if (mayMail) await promiseMail(tx, existingId, "again");
  return { kind: "look-in-mailbox" };
}

function confirmationTime(now: Date): Date {
  return new Date(now.getTime() + CONFIRMATION_PATIENCE_MS);
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
