import { db, withTx } from "@/lib/db/database";
import { findPass } from "./find-pass";
import { isLive, lockPlaces, readTimes } from "./lock-places";
import { takePlaces } from "./take-places";

export type AcceptOutcome =
  | { kind: "accepted" }
  /** The offer went on to somebody else, was accepted before, or there is nothing to come to. */
  | { kind: "no-offer" }
  | { kind: "ended"; slug: string }
  | { kind: "unknown" };

/**
 * The holder of a pass accepts the place that was offered: it is theirs as long as it was not passed
 * on, whatever the clock says. Idempotent.
 */
export async function acceptOffer(token: string, now: Date): Promise<AcceptOutcome> {
  const pass = await findPass(db(), token);
  if (!pass) return { kind: "unknown" };
  if (pass.endedAt) return { kind: "ended", slug: pass.slug };
  const { registrationId, eventId } = pass;
  return withTx(async (tx): Promise<AcceptOutcome> => {
    const event = await lockPlaces(tx, eventId);
    const { endsAt } = await readTimes(tx, eventId);
    if (!isLive(event, endsAt, now)) return { kind: "no-offer" };
    const accepted = await tx
      .updateTable("registrations")
      .set({ place: "taken", lapses_at: null })
      .where("id", "=", registrationId)
      .where("place", "=", "offered")
      .executeTakeFirst();
    if (accepted.numUpdatedRows === 0n) return { kind: "no-offer" };
    await takePlaces(tx, event, [registrationId], { kind: "confirmation", now });
    return { kind: "accepted" };
  });
}
