import { db, type Tx, withTx } from "@/lib/db/database";
import { giveUpDates, readChoosable, readChosen } from "./choose-dates";
import { findPass } from "./find-pass";
import { isLive, lockPlaces, type PlacesEvent, readTimes, unclaimedPlaces } from "./lock-places";
import { promiseMail } from "./promise-mail";
import { countPlaces } from "./queries";
import { takePlaces } from "./take-places";

export type ConfirmOutcome =
  /** The place is taken, its request is with the organizer, or its wait counts from now on. */
  | { kind: "confirmed"; place: "taken" | "waitlisted" | "awaiting_approval" }
  /** There is nothing to confirm: it was before, it ran out, or the event is no more. */
  | { kind: "nothing-to-confirm" }
  /** Every date that was chosen filled up meanwhile. */
  | { kind: "dates-full" }
  /** Only what was read in the mailbox proves an address. */
  | { kind: "look-in-mailbox" }
  | { kind: "ended"; slug: string }
  | { kind: "unknown" };

/**
 * Somebody who has the mail says that the address is theirs. What was held is taken; who holds no
 * place has the one that is free, in the order of arrival, or waits. Idempotent.
 */
export async function confirmAddress(token: string, now: Date): Promise<ConfirmOutcome> {
  const pass = await findPass(db(), token);
  if (!pass) return { kind: "unknown" };
  if (pass.endedAt) return { kind: "ended", slug: pass.slug };
  if (!pass.proved) return { kind: "look-in-mailbox" };
  const { registrationId, eventId } = pass;
  return withTx(async (tx): Promise<ConfirmOutcome> => {
    const event = await lockPlaces(tx, eventId);
    const { endsAt } = await readTimes(tx, eventId);
    if (!isLive(event, endsAt, now)) return { kind: "nothing-to-confirm" };
    const registration = await tx
      .selectFrom("registrations")
      .select("place")
      .where("id", "=", registrationId)
      .where("unconfirmed", "=", true)
      .executeTakeFirst();
    switch (registration?.place) {
      case "held":
        await settle(tx, registrationId, "taken", now);
        await takePlaces(tx, event, [registrationId], { kind: "confirmation", now });
        return { kind: "confirmed", place: "taken" };
      case "awaiting_approval":
        await settle(tx, registrationId, "awaiting_approval", now);
        await promiseMail(tx, registrationId, "requested");
        return { kind: "confirmed", place: "awaiting_approval" };
      case "waitlisted":
        return joinInOrder(tx, event, registrationId, now);
      default:
        return { kind: "nothing-to-confirm" };
    }
  });
}

/** Who was never held a place: one that nobody waits for, or the line where they came. */
async function joinInOrder(
  tx: Tx,
  event: PlacesEvent,
  registrationId: string,
  now: Date,
): Promise<ConfirmOutcome> {
  if (event.choosesDates && !(await keepFreeDates(tx, event.id, registrationId, now))) {
    await settle(tx, registrationId, "expired", now);
    await promiseMail(tx, registrationId, "lapsed");
    return { kind: "dates-full" };
  }
  if ((await unclaimedPlaces(tx, event)) > 0) {
    await settle(tx, registrationId, "taken", now);
    await countPlaces(tx, event.id, 1);
    await takePlaces(tx, event, [registrationId], { kind: "confirmation", now });
    return { kind: "confirmed", place: "taken" };
  }
  await settle(tx, registrationId, "waitlisted", now);
  await promiseMail(tx, registrationId, "waiting");
  return { kind: "confirmed", place: "waitlisted" };
}

/** Of the dates that were chosen before there was a place: those that are free still. */
async function keepFreeDates(
  tx: Tx,
  eventId: string,
  registrationId: string,
  now: Date,
): Promise<boolean> {
  const dates = await readChoosable(tx, eventId);
  const chosen = await readChosen(tx, registrationId);
  const gone = chosen.filter((id) => {
    const date = dates.get(id);
    return !date || date.cancelled || date.endsAt <= now || date.free <= 0;
  });
  await giveUpDates(tx, registrationId, gone, now);
  return gone.length < chosen.length;
}

async function settle(
  tx: Tx,
  registrationId: string,
  place: "taken" | "waitlisted" | "awaiting_approval" | "expired",
  now: Date,
): Promise<void> {
  await tx
    .updateTable("registrations")
    .set({ place, unconfirmed: false, lapses_at: null, proved_at: now })
    .where("id", "=", registrationId)
    .execute();
}
