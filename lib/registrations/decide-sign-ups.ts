import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import { reconcileJob } from "@/lib/enrolment/reconcile";
import { phaseOf } from "@/lib/events/phase";
import { currentWorker } from "@/lib/jobs/current";
import { type EnqueuedJob, enqueueAll } from "@/lib/jobs/enqueue";
import { lockHandoffs, spendHandoffs } from "@/lib/session/handoff";
import { type LockedCode, lockCodes, whyNotAdmitted } from "./admit";
import { browserHash } from "./browser";
import {
  type ChoosableDate,
  insertChosen,
  readChoosable,
  takeDates,
  whyNotDates,
} from "./choose-dates";
import { confirmationTime } from "./confirmation-time";
import { handOnJobs } from "./hand-on";
import { issuePass, livePass } from "./pass-secrets";
import { mailJob, promiseMails } from "./promise-mail";
import {
  insertPlaces,
  isPublished,
  lockEventForSignUp,
  lookBeforeSignUps,
  type NewPlace,
  readTenant,
  selectPromisedSince,
} from "./queries";
import {
  asksToConfirm,
  FIRST_MAILS,
  firstMail,
  isCounted,
  type Seat,
  seatNewcomer,
  type Trust,
} from "./seat-newcomer";
import { type Decision, KIND_OF_PLACE, type RegisterOutcome, type SignUp } from "./sign-up";

/** A stranger who types somebody's address again and again fills no mailbox. */
const AGAIN_PAUSE_MS = 60 * 60_000;
/** The same browser again within this time is a form that was sent twice: its mail is on its way. */
const SECOND_PRESS_MS = 60_000;

type EventForSignUp = NonNullable<Awaited<ReturnType<typeof lockEventForSignUp>>>;
type Existing = Awaited<ReturnType<typeof lookBeforeSignUps>>["existing"][number];

/** A sign-up on its way to a decision; each step looks at those that have none yet. */
interface Asking extends SignUp {
  decision: Decision | null;
  /** Where only members of an organization may: which one, and by which sign-in. */
  member: { tid: string; oid: string } | null;
  handoffHash: string | null;
  /** Address that this sign-in has served already: a repeat with it takes no new place. */
  spent: string | null;
  /** The active registration of this address or this member. */
  existing: Existing;
  /** Where a newcomer goes; for a known address, where a new one would. */
  seat: Seat | null;
  /** Milliseconds for which mail to this address has to wait: it had some lately, unproven. */
  pause: number;
  /** The invitation code that admits them. */
  codeId: string | null;
}

/**
 * Decides sign-ups of one event, in their order, in the caller's transaction; what each comes to may
 * be told once it is durable. The number of statements does not grow with the number of people.
 */
export async function decideSignUps(tx: Tx, slug: string, signUps: SignUp[]): Promise<Decision[]> {
  const asking: Asking[] = signUps.map((signUp) => ({
    ...signUp,
    decision: null,
    member: null,
    handoffHash: null,
    spent: null,
    existing: null,
    seat: null,
    codeId: null,
    pause: 0,
  }));
  const event = await lockEventForSignUp(tx, slug);
  if (event) {
    if (event.audience === "organization") await identify(tx, event, asking);
    await decidePlaces(tx, event, asking);
    if (event.audience === "organization") await spend(tx, asking);
  } else {
    const published = await isPublished(tx, slug);
    for (const each of asking)
      each.decision = published ? "look-again" : { outcome: { kind: "no-such-event" } };
  }
  return asking.map(({ decision }) => {
    if (decision === null) throw new Error("A sign-up was left undecided.");
    return decision;
  });
}

function undecided(asking: Asking[]): Asking[] {
  return asking.filter(({ decision }) => decision === null);
}

/** Which members of the organizer's organization ask; whoever is none is told so. */
async function identify(tx: Tx, event: EventForSignUp, asking: Asking[]): Promise<void> {
  const secrets = asking.map(({ handoff }) => handoff).filter((secret) => secret !== null);
  const handoffs = await lockHandoffs(tx, secrets, event.id);
  const organization = await readTenant(tx, event.actsAs);
  for (const each of asking) {
    const handoff = each.handoff === null ? undefined : handoffs.get(each.handoff);
    if (!handoff) each.decision = { outcome: { kind: "sign-in-needed" } };
    else if (handoff.tid !== organization)
      each.decision = { outcome: { kind: "other-organization" } };
    else {
      const { hash, tid, oid, usedFor } = handoff;
      Object.assign(each, { member: { tid, oid }, handoffHash: hash, spent: usedFor });
    }
  }
}

const NEW: RegisterOutcome["kind"][] = Object.values(KIND_OF_PLACE);
const ACCEPTED: RegisterOutcome["kind"][] = [...NEW, "again", "look-in-mailbox"];

/** A sign-in serves one sign-up; one that came to nothing leaves it for the next try. */
async function spend(tx: Tx, asking: Asking[]): Promise<void> {
  const used = asking.flatMap(({ decision, handoffHash, emailNormalized, ids }) => {
    if (decision === null || decision === "look-again" || handoffHash === null) return [];
    const { kind } = decision.outcome;
    if (!ACCEPTED.includes(kind)) return [];
    const registrationId = NEW.includes(kind) ? ids.registrationId : null;
    return [{ hash: handoffHash, emailNormalized, registrationId }];
  });
  if (used.length > 0) await spendHandoffs(tx, used);
}

async function decidePlaces(tx: Tx, event: EventForSignUp, all: Asking[]): Promise<void> {
  holdBackRepeats(undecided(all));
  const asking = undecided(all);
  if (asking.length === 0) return;
  const { endsAt, existing, someoneWaits, pauses } = await lookBeforeSignUps(tx, event.id, asking);
  for (const [at, each] of asking.entries()) {
    each.existing = existing[at] ?? null;
    each.pause = pauses[at] ?? 0;
  }

  for (const each of asking) if (isKnown(each, event)) await tellAgain(tx, event, each);
  const codes = event.invitedOnly ? await lockCodes(tx, event.id, asking) : NO_CODES;
  const dates = event.choosesDates ? await readChoosable(tx, event.id) : null;
  let free = freePlaces(event, someoneWaits);
  for (const each of undecided(asking)) {
    each.seat = seatNewcomer(event, free, { ...each, trust: trustOf(each, event) });
    const refusal = refuse(each, { ...event, endsAt }, codes) ?? refuseDates(each, dates);
    if (refusal) each.decision = { outcome: refusal };
    else if (!each.existing) {
      if (each.seat && isCounted(each.seat)) free -= 1;
      each.codeId = useCode(codes, each);
      // Who is believed less is given theirs when the address is confirmed.
      if (dates && each.seat && isCounted(each.seat)) takeDates(dates, chosenOf(each));
    }
  }
  const accepted = undecided(asking);
  if (accepted.length === 0) return;
  if (event.delivery === "email") await acceptUnseen(tx, event, accepted);
  else await accept(tx, event, accepted);
}

/** Places that a newcomer may have: what is free while somebody waits is theirs already. */
function freePlaces({ capacity, occupied }: EventForSignUp, someoneWaits: boolean): number {
  if (capacity === null) return Number.POSITIVE_INFINITY;
  return someoneWaits ? 0 : capacity - occupied;
}

/** The same address or member twice in a batch: the later one sees what the earlier one came to. */
function holdBackRepeats(asking: Asking[]): void {
  const seen = new Set<string>();
  for (const each of asking) {
    const names = [`address ${each.emailNormalized}`];
    if (each.member) names.push(`member ${each.member.tid} ${each.member.oid}`);
    if (names.some((name) => seen.has(name))) each.decision = "look-again";
    for (const name of names) seen.add(name);
  }
}

function isMembers({ member, existing }: Asking): boolean {
  return member !== null && existing?.tid === member.tid && existing.oid === member.oid;
}

/** Does the registration that was found belong to this browser, or to this member's sign-in? */
function isKnown(asking: Asking, event: EventForSignUp): boolean {
  const { browser, existing, spent } = asking;
  if (!existing) return false;
  const isBrowsers = browser !== null && existing.browserHash === browserHash(browser, event.id);
  return isBrowsers || (isMembers(asking) && spent === null);
}

/** No place is held for an address while its mail has to wait. */
function trustOf({ trust, pause }: Asking, event: EventForSignUp): Trust {
  return pause > 0 && asksToConfirm(event) ? "queue" : trust;
}

type Codes = ReadonlyMap<string, LockedCode>;
const NO_CODES: Codes = new Map();

/** Takes a use of the code that somebody new was admitted by. */
function useCode(codes: Codes, { code: typed }: Asking): string | null {
  const code = codes.get(typed);
  if (!code) return null;
  code.left -= 1;
  return code.id;
}

/** Why this one gets no place, if so. */
function refuse(
  asking: Asking,
  event: EventForSignUp & { endsAt: Date | null },
  codes: Codes,
): RegisterOutcome | null {
  const { now, existing, spent, emailNormalized, seat } = asking;
  const phase = phaseOf(event, now);
  if (phase === "before") return { kind: "not-open-yet", opensAt: event.opensAt ?? now };
  if (phase !== "open") return { kind: phase };
  const errors = whyNotAdmitted(event, asking, codes);
  if (errors) return { kind: "not-admitted", errors };
  if (!seat) return { kind: "full" };
  if (asking.formVersion !== event.formVersion) return { kind: "form-changed" };
  // A copy of it in another browser is told nothing.
  const isCopy = spent !== null && (isMembers(asking) || spent !== emailNormalized || !existing);
  return isCopy ? { kind: "sign-in-needed" } : null;
}

/** All the dates that were chosen, or none. */
function refuseDates(
  asking: Asking,
  dates: ReadonlyMap<string, ChoosableDate> | null,
): RegisterOutcome | null {
  const errors = dates && whyNotDates(dates, chosenOf(asking), asking.now);
  return errors ? { kind: "dates-refused", errors } : null;
}

function chosenOf({ dates }: Pick<Asking, "dates">): readonly string[] {
  return [...new Set(dates)];
}

/** Delivery `show`: whoever is new gets a place; a known address gets a mail. */
async function accept(tx: Tx, event: EventForSignUp, accepted: Asking[]): Promise<void> {
  for (const each of accepted) {
    if (!each.existing) continue;
    await mailPassAgain(tx, each.existing.id, each);
    each.decision = { outcome: { kind: "look-in-mailbox" } };
  }
  const fresh = undecided(accepted);
  const jobs = await makePlaces(
    tx,
    event,
    fresh.map((each) => newcomer(each, event)),
  );
  for (const each of fresh) each.decision = told(each, event, jobs, each.pass.secret);
}

/** What somebody new is told. Whose address or member took a place in this very moment asks again. */
function told(
  { ids: { registrationId }, ...asking }: Asking,
  { delivery }: EventForSignUp,
  jobs: Map<string, EnqueuedJob | undefined>,
  pass: string | null,
): Decision {
  if (!jobs.has(registrationId)) return "look-again";
  const kind = KIND_OF_PLACE[seatOf(asking).place];
  return { outcome: { kind, registrationId, delivery, pass }, job: jobs.get(registrationId) };
}

function seatOf({ seat }: Pick<Asking, "seat">): Seat {
  if (!seat) throw new Error("Somebody was accepted without a place.");
  return seat;
}

/**
 * Delivery `email`: whether an address is registered must not show, in the time that the answer
 * takes neither. So both do the same statements, one for one: for addresses that are known,
 * strangers take places, and that is rolled back to the savepoint.
 */
async function acceptUnseen(tx: Tx, event: EventForSignUp, accepted: Asking[]): Promise<void> {
  const since = new Date(Math.max(...accepted.map(({ now }) => now.getTime())) - AGAIN_PAUSE_MS);
  const mailed = await selectPromisedSince(
    tx,
    accepted.map(({ existing }) => existing?.id ?? randomUUID()),
    ["again"],
    since,
  );
  const known = accepted.filter(({ existing }) => existing !== null);
  const fresh = accepted.filter(({ existing }) => existing === null);
  if (known.length > 0) {
    await mailKnown(tx, event, known, mailed);
  }
  if (fresh.length > 0) {
    await sql`savepoint sign_up`.execute(tx);
    const jobs = await makePlaces(
      tx,
      event,
      fresh.map((each) => ({ ...newcomer(each, event), pass: null, mail: null })),
    );
    const registered = fresh.filter(({ ids }) => jobs.has(ids.registrationId));
    await promiseMails(tx, registered.map(mailOnItsOwn));
    await sql`release savepoint sign_up`.execute(tx);
    // Its job is the worker's: nobody who was sent to the mailbox waits here.
    for (const each of fresh) each.decision = withoutJob(told(each, event, jobs, null));
  }
}

function withoutJob(decision: Decision): Decision {
  return decision === "look-again" ? decision : { outcome: decision.outcome };
}

async function mailKnown(
  tx: Tx,
  event: EventForSignUp,
  known: Asking[],
  mailed: Set<string>,
): Promise<void> {
  const isDue = ({ existing, pause }: Asking) =>
    existing !== null && pause === 0 && !mailed.has(existing.id);
  await sql`savepoint sign_up`.execute(tx);
  await makePlaces(
    tx,
    event,
    known.map((each) => ({
      ...newcomer(each, event),
      emailNormalized: `${randomUUID()}@nobody.invalid`,
      member: null,
      codeId: null,
      pass: null,
      mail: null,
    })),
  );
  await promiseMails(tx, known.filter((each) => !isDue(each)).map(mailOnItsOwn));
  await sql`rollback to savepoint sign_up`.execute(tx);
  await promiseMails(
    tx,
    known.filter(isDue).map(({ existing, requestId }) => ({
      registrationId: existing?.id ?? "",
      kind: "again" as const,
      requestId,
    })),
  );
  for (const each of known) each.decision = { outcome: { kind: "look-in-mailbox" } };
}

/** The first mail of somebody new, promised by a statement of its own. */
function mailOnItsOwn(asking: Asking) {
  const { ids, requestId } = asking;
  const kind = firstMail(seatOf(asking));
  return { registrationId: ids.registrationId, kind, runAt: mailTime(kind, asking), requestId };
}

/** Only what may bring the link waits for it; and what there was too much of. */
function mailTime(kind: MailKind, { now, pause }: Pick<Asking, "now" | "pause">): Date | undefined {
  if (pause > 0) return new Date(now.getTime() + pause);
  return kind === "confirmation" ? confirmationTime(now) : undefined;
}

/** A place that is to be made, and the request that its jobs are for. */
type Newcomer = NewPlace & Pick<Asking, "requestId" | "pause" | "dates">;

function newcomer(asking: Asking, event: EventForSignUp): Newcomer {
  const { browser, ids } = asking;
  const seat = seatOf(asking);
  const hash = browser === null ? null : browserHash(browser, event.id);
  const mail = { id: ids.mailId, kind: firstMail(seat) };
  return { ...asking, ...ids, seat, mail, browserHash: hash };
}

/**
 * Places and the jobs that follow from them. Returns those that were made, each with its enrolment's
 * job if it has one; not whoever's address or member took a place in this very moment.
 */
async function makePlaces(
  tx: Tx,
  event: EventForSignUp,
  places: Newcomer[],
): Promise<Map<string, EnqueuedJob | undefined>> {
  if (places.length === 0) return new Map();
  const ids = await insertPlaces(tx, event, places);
  const made = places.filter(({ registrationId }) => ids.has(registrationId));
  if (event.choosesDates)
    await insertChosen(
      tx,
      made.map(({ registrationId, ...each }) => ({ registrationId, dates: chosenOf(each) })),
      made[0]?.now ?? new Date(),
    );
  const taken = made.filter(({ seat }) => seat.place === "taken");
  const route = { eventId: event.id, mailbox: event.mailbox };
  const leaseHere = event.delivery === "show" && currentWorker() !== null;
  const wanted = [
    ...taken.map(({ registrationId, requestId }) =>
      reconcileJob(registrationId, event, { leaseHere, requestId }),
    ),
    ...made.flatMap(({ mail, requestId, ...each }) =>
      mail === null
        ? []
        : [mailJob(mail.id, route, { runAt: mailTime(mail.kind, each), requestId })],
    ),
    ...handOnJobs(
      event.id,
      made.map(({ seat }) => seat.lapsesAt),
    ),
  ];
  const jobs = await enqueueAll(tx, wanted);
  const enrolments = new Map(taken.map(({ registrationId }, at) => [registrationId, jobs[at]]));
  return new Map(made.map(({ registrationId: id }) => [id, enrolments.get(id)]));
}

/** The same browser signs up again: it learns what it was told the first time. */
async function tellAgain(tx: Tx, event: EventForSignUp, asking: Asking): Promise<void> {
  const id = asking.existing?.id ?? "";
  if (event.delivery === "email") {
    const since = new Date(asking.now.getTime() - SECOND_PRESS_MS);
    const justMailed = await selectPromisedSince(tx, [id], FIRST_MAILS, since);
    if (!justMailed.has(id)) await mailPassAgain(tx, id, asking);
    asking.decision = { outcome: { kind: "look-in-mailbox" } };
    return;
  }
  const live = await livePass(tx, id, false);
  const pass = live?.secret ?? (await issuePass(tx, id, { proved: false }));
  asking.decision = { outcome: { kind: "again", pass } };
}

async function mailPassAgain(
  tx: Tx,
  registrationId: string,
  { now, requestId, pause }: Pick<Asking, "now" | "requestId" | "pause">,
): Promise<void> {
  if (pause > 0) return;
  const since = new Date(now.getTime() - AGAIN_PAUSE_MS);
  const mailed = await selectPromisedSince(tx, [registrationId], ["again"], since);
  if (!mailed.has(registrationId))
    await promiseMails(tx, [{ registrationId, kind: "again", requestId }]);
}
