import { db, withTx } from "@/lib/db/database";
import type { EventAccess } from "@/lib/session/access";
import { localToUtc } from "@/lib/time/zones";
import type { AnswersUntilInput } from "./answers-until-input";
import { loadEvent, lockEvent } from "./queries";

export type SetAnswersUntilOutcome =
  | { kind: "saved" }
  /** No such time in the event's zone, or none before the event is over. */
  | { kind: "at" | "after-end" }
  | { kind: "cancelled" };

/** Says until when people may change what they answered. It counts at once, for everybody. */
export function setAnswersUntil(
  access: EventAccess,
  input: AnswersUntilInput,
): Promise<SetAnswersUntilOutcome> {
  return withTx(async (tx): Promise<SetAnswersUntilOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    const { zone, endsAt } = await loadEvent(tx, access.eventId);
    const at = input.until === "time" ? localToUtc(input.at, zone) : null;
    if (input.until === "time" && !at) return { kind: "at" };
    if (at && at >= endsAt) return { kind: "after-end" };
    await tx
      .updateTable("events")
      .set({ answers_until: input.until, answers_until_at: at })
      .where("id", "=", access.eventId)
      .execute();
    return { kind: "saved" };
  });
}

/** What the setting says now. */
export async function readAnswersUntil(access: EventAccess) {
  return db()
    .selectFrom("events")
    .select(["answers_until as until", "answers_until_at as at"])
    .where("id", "=", access.eventId)
    .executeTakeFirstOrThrow();
}
