import { type Tx, withTx } from "@/lib/db/database";
import type { MailKind, Place } from "@/lib/db/schema";
import { wantWithdrawn } from "@/lib/enrolment/queries";
import { reconcileJob } from "@/lib/enrolment/reconcile";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { handOnNow } from "./hand-on";
import { doesSomeoneWait, lockPlaces } from "./lock-places";
import { readMailPause } from "./mail-pause";
import { promiseMail } from "./promise-mail";
import { ACTIVE_PLACES, COUNTED_PLACES, countPlaces } from "./queries";

export type GivenUp = { kind: "withdrawn"; before: Place } | { kind: "already" };

/**
 * Gives up a place, an offer, or the wait for one: what was occupied is free when the transaction
 * is durable, and goes to the next in line by a job of the same transaction. The registrant at
 * Microsoft goes by a job too, and a mail says so. Locks the event before the registration, as
 * sign-ups do.
 * @param by `attendee`: by the pass that was mailed; `browser`: by the one that a browser was shown,
 * which proves nothing, so its mail waits when the address had too many.
 */
export function giveUpPlace(
  registration: { id: string; eventId: string },
  by: "attendee" | "browser" | "organizer",
  now: Date,
): Promise<GivenUp> {
  return withTx(async (tx): Promise<GivenUp> => {
    const event = await lockPlaces(tx, registration.eventId);
    const before = await tx
      .selectFrom("registrations")
      .select(["place", "unconfirmed"])
      .where("id", "=", registration.id)
      .where("event_id", "=", registration.eventId)
      .where("place", "in", ACTIVE_PLACES)
      .executeTakeFirst();
    if (!before) return { kind: "already" };
    await tx
      .updateTable("registrations")
      .set({
        place: "withdrawn",
        lapses_at: null,
        withdrawn_at: now,
        withdrawn_by: by === "organizer" ? by : "attendee",
        ...(by === "attendee" ? { proved_at: now } : {}),
      })
      .where("id", "=", registration.id)
      .execute();
    if (COUNTED_PLACES.some((place) => place === before.place)) {
      await countPlaces(tx, registration.eventId, -1);
      if (await doesSomeoneWait(tx, registration.eventId))
        await handOnNow(tx, registration.eventId);
    }
    await enqueueWithdrawals(tx, [registration.id], event);
    const mail = mailAbout(before);
    if (mail) await tell(tx, registration.id, mail, by, now);
    return { kind: "withdrawn", before: before.place };
  });
}

/** A mail that waits for its hour tells of those that were given up meanwhile too. */
async function tell(
  tx: Tx,
  registrationId: string,
  mail: MailKind,
  by: "attendee" | "browser" | "organizer",
  now: Date,
): Promise<void> {
  const pause = by === "browser" ? await readMailPause(tx, registrationId, now) : 0;
  if (pause === 0) await promiseMail(tx, registrationId, mail);
  else if (!(await isToldSoon(tx, registrationId)))
    await promiseMail(tx, registrationId, mail, new Date(now.getTime() + pause));
}

/** Does the same address wait for a mail that says so already, at the same event? */
async function isToldSoon(tx: Tx, registrationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("registrations as this")
    .innerJoin("registrations", (join) =>
      join
        .onRef("registrations.email_normalized", "=", "this.email_normalized")
        .onRef("registrations.event_id", "=", "this.event_id"),
    )
    .innerJoin("mails", "mails.registration_id", "registrations.id")
    .select("mails.id")
    .where("this.id", "=", registrationId)
    .where("mails.kind", "in", ["withdrawn", "left"])
    .where("mails.state", "=", "waiting")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** An address that nobody confirmed gets no more mail. */
function mailAbout(before: { place: Place; unconfirmed: boolean }): MailKind | null {
  if (before.unconfirmed) return null;
  return before.place === "taken" ? "withdrawn" : "left";
}

/** Wants these registrations' enrolments gone and enqueues what is left to do at Microsoft. */
export async function enqueueWithdrawals(
  tx: Tx,
  registrationIds: readonly string[],
  event: { id: string; actsAs: string },
): Promise<void> {
  const withdrawn = await wantWithdrawn(tx, registrationIds);
  await enqueueAll(
    tx,
    withdrawn.map(({ registrationId, registrar }) =>
      reconcileJob(registrationId, { id: event.id, actsAs: event.actsAs, registrar }),
    ),
  );
}
