import { db, type Tx, withTx } from "@/lib/db/database";
import type { Place } from "@/lib/db/schema";
import {
  type ChoosableDate,
  type DateErrors,
  giveUpDates,
  insertChosen,
  readChoosable,
  readChosen,
  whyNotDates,
} from "./choose-dates";
import { findPass } from "./find-pass";
import { isLive, lockPlaces, readTimes } from "./lock-places";
import { readMailPause } from "./mail-pause";
import { promiseMail, sendNow } from "./promise-mail";

export type ChangeDatesOutcome =
  | { kind: "saved" | "same" }
  /** Nothing was changed: not everything that was chosen can be had. */
  | { kind: "refused"; errors: DateErrors }
  /** There is no place, nobody chooses here, or the event is no more. */
  | { kind: "closed" }
  | { kind: "ended"; slug: string }
  | { kind: "unknown" };

/** Places that come with dates. */
const WITH_DATES: readonly Place[] = ["held", "taken"];

/**
 * The holder of a pass comes to these dates from now on, and to no others that are still to begin.
 * What is freed and what is taken changes in one transaction, under the lock that sign-ups take.
 */
export async function changeDates(
  token: string,
  wanted: readonly string[],
  now: Date,
): Promise<ChangeDatesOutcome> {
  const pass = await findPass(db(), token);
  if (!pass) return { kind: "unknown" };
  if (pass.endedAt) return { kind: "ended", slug: pass.slug };
  const { registrationId, eventId } = pass;
  return withTx(async (tx): Promise<ChangeDatesOutcome> => {
    const event = await lockPlaces(tx, eventId);
    const { endsAt } = await readTimes(tx, eventId);
    const registration = await tx
      .selectFrom("registrations")
      .select(["place", "unconfirmed"])
      .where("id", "=", registrationId)
      .executeTakeFirstOrThrow();
    const holds = WITH_DATES.includes(registration.place);
    if (!event.choosesDates || !holds || !isLive(event, endsAt, now)) return { kind: "closed" };

    const dates = await readChoosable(tx, eventId);
    const before = await readChosen(tx, registrationId);
    const change = whatChanges(dates, before, wanted, now);
    const errors = change.added.length > 0 ? whyNotDates(dates, change.added, now, "start") : null;
    if (errors) return { kind: "refused", errors };
    if (change.left === 0) return { kind: "refused", errors: { dates: "errors.none" } };
    if (change.added.length + change.givenUp.length === 0) return { kind: "same" };
    await giveUpDates(tx, registrationId, change.givenUp, now);
    await insertChosen(tx, [{ registrationId, dates: change.added }], now);
    if (!registration.unconfirmed) await tell(tx, pass, now);
    return { kind: "saved" };
  });
}

/** What has begun, or was cancelled, stays theirs. `left`: to how many dates they come that take place. */
function whatChanges(
  dates: ReadonlyMap<string, ChoosableDate>,
  before: readonly string[],
  wanted: readonly string[],
  now: Date,
) {
  const isFixed = (id: string) => {
    const date = dates.get(id);
    return date !== undefined && (date.cancelled || date.startsAt <= now);
  };
  const added = [...new Set(wanted)].filter((id) => !before.includes(id));
  const givenUp = before.filter((id) => !wanted.includes(id) && !isFixed(id));
  const stay = before.filter((id) => !givenUp.includes(id) && !dates.get(id)?.cancelled);
  return { added, givenUp, left: stay.length + added.length };
}

/**
 * A mail that waits for its hour tells of what is changed meanwhile too, at once where the address is
 * proved; one about a single date does not. Locked, so that it isn't written at this moment, of what
 * was before.
 */
async function tell(
  tx: Tx,
  { registrationId, eventId, proved }: { registrationId: string; eventId: string; proved: boolean },
  now: Date,
): Promise<void> {
  const waiting = await tx
    .selectFrom("mails")
    .select("id")
    .where("registration_id", "=", registrationId)
    .where("kind", "=", "dates")
    .where("state", "=", "waiting")
    .where("occasion", "is", null)
    .limit(1)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (waiting) {
    if (proved) await sendNow(tx, waiting.id, eventId);
    return;
  }
  const pause = proved ? 0 : await readMailPause(tx, registrationId, now);
  await promiseMail(
    tx,
    registrationId,
    "dates",
    pause === 0 ? undefined : new Date(now.getTime() + pause),
  );
}
