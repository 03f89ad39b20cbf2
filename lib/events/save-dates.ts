import { z } from "zod";
import { withTx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";
import { hasRegistrations, lockEvent } from "./queries";
import { PLACES_BY_DATE } from "./save-event";
import { CAPACITY_MAX } from "./schema";

/** How many places a date has, as typed: nothing means no limit. */
export const datePlaces = z
  .string()
  .transform((typed) => typed.replaceAll(/[\s.,'’]/g, ""))
  .pipe(
    z.union([
      z.literal("").transform(() => null),
      z
        .string()
        .regex(/^\d{1,7}$/)
        .transform(Number)
        .pipe(z.number().min(1).max(CAPACITY_MAX)),
    ]),
  );

export type SaveDatesOutcome =
  | { kind: "saved" }
  /** Whether people choose can't change any more, or there is nothing to choose among. */
  | { kind: "fixed" | "needs-two" }
  | { kind: "cancelled" };

/**
 * Whether people choose among the dates, and how many places each has. The event's own number of
 * places, its line and the approval end where people choose. Fewer places take nobody's.
 */
export function saveDates(
  access: EventAccess,
  input: {
    /** Null: as it is. */
    choosesDates: boolean | null;
    places: ReadonlyMap<string, number | null>;
  },
): Promise<SaveDatesOutcome> {
  return withTx(async (tx): Promise<SaveDatesOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    const choosesDates = input.choosesDates ?? event.choosesDates;
    if (choosesDates !== event.choosesDates) {
      const isFixed = event.state === "open" || (await hasRegistrations(tx, access.eventId));
      if (isFixed) return { kind: "fixed" };
      const dates = await tx
        .selectFrom("event_dates")
        .select("id")
        .where("event_id", "=", access.eventId)
        .execute();
      if (dates.length < 2) return { kind: "needs-two" };
      await tx
        .updateTable("events")
        .set({
          chooses_dates: choosesDates,
          ...(choosesDates ? { ...PLACES_BY_DATE, occupied: 0 } : {}),
        })
        .where("id", "=", access.eventId)
        .execute();
    }
    for (const [id, capacity] of choosesDates ? input.places : [])
      await tx
        .updateTable("event_dates")
        .set({ capacity })
        .where("id", "=", id)
        .where("event_id", "=", access.eventId)
        .execute();
    if (event.state !== "draft") await bumpPage(tx, access.eventId);
    return { kind: "saved" };
  });
}
