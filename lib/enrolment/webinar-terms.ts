import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import { db, type Tx, withTx } from "@/lib/db/database";
import { loadForm } from "@/lib/events/form-queries";
import { eitherWay } from "@/lib/events/pick-webinar";
import { NO_QUESTIONS } from "@/lib/form/definition";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { getWebinarTerms, type WebinarTerms } from "@/lib/graph/webinars";
import { actAsApplication } from "@/lib/organizers/act-as-application";
import { ConnectionBroken } from "@/lib/organizers/act-for";
import { wantAgain } from "./refused-people";
import type { Refusal } from "./registrar";
import { type Unasked, unaskedOf } from "./webinar-questions";
import { tenantOf } from "./with-grant";

/** Where Microsoft tells nothing of them, nothing is concluded. */
const NOT_TOLD = ["forbidden", "not-found", "not-supported", "bad-request", "gone"];

/**
 * Reads anew what a webinar asks and takes, and keeps it; null where that isn't told. Throws what
 * actAsApplication throws. `turn` is awaited before each call.
 */
export async function refreshTerms(
  { id, graphId, organizerId }: { id: string; graphId: string; organizerId: string },
  turn?: () => Promise<void>,
): Promise<WebinarTerms | null> {
  const read = (call: GraphCall) => getWebinarTerms(call, graphId, turn);
  try {
    const terms = await eitherWay(organizerId, read).catch(async (error: unknown) => {
      // Who has to sign in again is enrolled for by the application all the same.
      if (!(error instanceof ConnectionBroken)) throw error;
      return actAsApplication(await tenantOf(organizerId), read);
    });
    if (terms) await keepTerms(id, terms);
    return terms;
  } catch (error) {
    if (error instanceof GraphFault && NOT_TOLD.includes(error.kind)) return null;
    throw error;
  }
}

/** Keeps them. Whoever was refused for what is otherwise by now is sent once more. */
export function keepTerms(meetingId: string, terms: WebinarTerms): Promise<void> {
  return withTx(async (tx) => {
    const before = await lockTerms(tx, meetingId);
    if (isDeepStrictEqual(before, terms)) return;
    await tx
      .updateTable("meetings")
      .set({ webinar_terms: JSON.stringify(terms) })
      .where("id", "=", meetingId)
      .execute();
    if (before) await wantAgain(tx, { meetingId }, mendedBy(before, terms));
  });
}

function mendedBy(before: WebinarTerms, now: WebinarTerms): Refusal[] {
  const asks = !isDeepStrictEqual(before.questions, now.questions);
  const takes = before.capacity !== now.capacity || before.waitlist !== now.waitlist;
  return [
    ...(asks ? ["unanswered-there" as const] : []),
    ...(takes ? ["full-there" as const] : []),
  ];
}

/**
 * Is every place taken there by people from here? Then it is full for certain; those who registered
 * elsewhere aren't known.
 */
export async function isFull(
  meetingId: string,
  { capacity, waitlist }: WebinarTerms,
): Promise<boolean> {
  if (capacity === null || waitlist) return false;
  const { count } = await db()
    .selectFrom("enrolments")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("meeting_id", "=", meetingId)
    .where("registrar", "=", "webinar")
    .where("state", "=", "enrolled")
    .where("remote_status", "=", "registered")
    .executeTakeFirstOrThrow();
  return count >= capacity;
}

async function lockTerms(tx: Tx, meetingId: string): Promise<WebinarTerms | null> {
  const row = await tx
    .selectFrom("meetings")
    .select("webinar_terms as terms")
    .where("id", "=", meetingId)
    // A sign-up goes on meanwhile.
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.terms ?? null;
}

/** What a webinar asks and takes, as its organizer is shown it beside their own page. */
export interface ShownTerms extends Omit<WebinarTerms, "questions"> {
  /** What it requires and the event's form doesn't bring: everybody would be refused. */
  unasked: Unasked[];
}

/** As it was read last; null where it never was. */
export async function readTerms(
  eventId: string,
  terms: WebinarTerms | null,
): Promise<ShownTerms | null> {
  if (!terms) return null;
  const { questions, ...places } = terms;
  const asks = questions.some(({ required }) => required);
  const form = asks ? await loadForm(db(), eventId) : null;
  return { ...places, unasked: unaskedOf(questions, form?.definition ?? NO_QUESTIONS) };
}
