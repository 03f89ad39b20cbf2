import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import { chosenBy } from "./own-dates";

/** Keys of the `series` catalog, by field: `dates` for all of them, `dates.{id}` beside one. */
export type DateErrors = Record<string, string>;

/** A date that may be chosen, or not any more. */
export interface ChoosableDate {
  id: string;
  startsAt: Date;
  endsAt: Date;
  cancelled: boolean;
  /** Places that nobody has; infinite where there is no limit. */
  free: number;
}

function dateField(id: string): string {
  return `dates.${id}`;
}

/**
 * The dates of an event where people choose, with what is free on each. With the event's row locked
 * and in a statement after that, it is the truth until the transaction ends: whoever takes or frees
 * a place on a date holds that lock. It is counted and not kept, so whatever ends somebody's place
 * frees its dates too.
 */
export async function readChoosable(
  db: Db | Tx,
  eventId: string,
): Promise<Map<string, ChoosableDate>> {
  const rows = await db
    .selectFrom("event_dates")
    .select([
      "id",
      "starts_at as startsAt",
      "ends_at as endsAt",
      "capacity",
      sql<boolean>`cancelled_at is not null`.as("cancelled"),
      chosenBy.as("chosen"),
    ])
    .where("event_id", "=", eventId)
    .execute();
  return new Map(
    rows.map(({ capacity, chosen, ...date }) => [
      date.id,
      { ...date, free: capacity === null ? Number.POSITIVE_INFINITY : capacity - chosen },
    ]),
  );
}

/**
 * Why these dates can't be had, all of them together; null: they can. Nobody gets some of what they
 * chose and not the rest without being asked.
 * @param until one that is on can be had with a sign-up, and not be added any more.
 */
export function whyNotDates(
  dates: ReadonlyMap<string, ChoosableDate>,
  chosen: readonly string[],
  now: Date,
  until: "start" | "end" = "end",
): DateErrors | null {
  if (chosen.length === 0) return { dates: "errors.required" };
  const errors: DateErrors = {};
  for (const id of chosen) {
    const date = dates.get(id);
    if (!date || date.cancelled) errors[date ? dateField(id) : "dates"] = "errors.gone";
    else if (date.endsAt <= now) errors[dateField(id)] = "errors.over";
    else if (until === "start" && date.startsAt <= now) errors[dateField(id)] = "errors.begun";
    else if (date.free <= 0) errors[dateField(id)] = "errors.full";
  }
  return Object.keys(errors).length > 0 ? errors : null;
}

/** Somebody takes these dates, for whoever decides next in the same transaction. */
export function takeDates(dates: ReadonlyMap<string, ChoosableDate>, chosen: readonly string[]) {
  for (const id of chosen) {
    const date = dates.get(id);
    if (date) date.free -= 1;
  }
}

/** Keeps what people chose, in one statement. What had been given up is theirs again. */
export async function insertChosen(
  tx: Tx,
  chosen: { registrationId: string; dates: readonly string[] }[],
  now: Date,
): Promise<void> {
  const rows = chosen.flatMap(({ registrationId, dates }) =>
    dates.map((date) => ({ registration_id: registrationId, date_id: date })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into registration_dates (registration_id, date_id, chosen_at)
    select registration_id, date_id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as chosen (registration_id uuid, date_id uuid)
    on conflict (registration_id, date_id) do update
      set given_up_at = null, chosen_at = excluded.chosen_at,
        times_chosen = registration_dates.times_chosen + 1
      where registration_dates.given_up_at is not null`.execute(tx);
}

/** Gives up some of somebody's dates: their places are free as soon as this is durable. */
export async function giveUpDates(
  tx: Tx,
  registrationId: string,
  dates: readonly string[],
  now: Date,
): Promise<void> {
  if (dates.length === 0) return;
  await tx
    .updateTable("registration_dates")
    .set({ given_up_at: now })
    .where("registration_id", "=", registrationId)
    .where("date_id", "in", dates)
    .where("given_up_at", "is", null)
    .execute();
}

/** The dates that somebody chose and did not give up. */
export async function readChosen(tx: Db | Tx, registrationId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("registration_dates")
    .select("date_id as id")
    .where("registration_id", "=", registrationId)
    .where("given_up_at", "is", null)
    .execute();
  return rows.map(({ id }) => id);
}
