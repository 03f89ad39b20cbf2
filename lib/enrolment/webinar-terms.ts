import { isDeepStrictEqual } from "node:util";
import { db, type Tx, withTx } from "@/lib/db/database";
import { loadForm } from "@/lib/events/form-queries";
import { eitherWay } from "@/lib/events/pick-webinar";
import { NO_QUESTIONS } from "@/lib/form/definition";
import { GraphFault } from "@/lib/graph/faults";
import { getWebinarTerms, type WebinarTerms } from "@/lib/graph/webinars";
import { wantUnanswered } from "./refused-people";
import { type Unasked, unaskedOf } from "./webinar-questions";

/** Where Microsoft tells nothing of them, nothing is concluded. */
const NOT_TOLD = ["forbidden", "not-found", "not-supported", "bad-request", "gone"];

/**
 * Reads anew what a webinar asks and takes, and keeps it; null where that isn't told. Throws what
 * actFor throws. `turn` is awaited before each call.
 */
export async function refreshTerms(
  { id, graphId, organizerId }: { id: string; graphId: string; organizerId: string },
  turn?: () => Promise<void>,
): Promise<WebinarTerms | null> {
  try {
    const terms = await eitherWay(organizerId, (call) => getWebinarTerms(call, graphId, turn));
    if (terms) await keepTerms(id, terms);
    return terms;
  } catch (error) {
    if (error instanceof GraphFault && NOT_TOLD.includes(error.kind)) return null;
    throw error;
  }
}

/**
 * Keeps them. Where it asks otherwise than before, whoever was refused for what they didn't answer is
 * sent once more.
 */
export function keepTerms(meetingId: string, terms: WebinarTerms): Promise<void> {
  return withTx(async (tx) => {
    const before = await lockTerms(tx, meetingId);
    if (isDeepStrictEqual(before, terms)) return;
    await tx
      .updateTable("meetings")
      .set({ webinar_terms: JSON.stringify(terms) })
      .where("id", "=", meetingId)
      .execute();
    if (before && !isDeepStrictEqual(before.questions, terms.questions))
      await wantUnanswered(tx, { meetingId });
  });
}

async function lockTerms(tx: Tx, meetingId: string): Promise<WebinarTerms | null> {
  const row = await tx
    .selectFrom("meetings")
    .select("webinar_terms as terms")
    .where("id", "=", meetingId)
    .forUpdate()
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
