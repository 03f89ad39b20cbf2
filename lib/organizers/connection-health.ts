import type { Db, Tx } from "@/lib/db/database";
import { isGranted } from "@/lib/graph/scopes";

/** How it stands with Usher acting for an organizer, as pages show it. */
export interface ConnectionHealth {
  /** `none`: they never connected. */
  state: "working" | "broken" | "none";
  /** Key of `connection.reason` in the reasons catalog while broken. */
  reason: string | null;
  /** While broken: since when; else when it was last renewed (ISO). */
  since: string | null;
  /** Granted at Microsoft, by short name. */
  scopes: string[];
  /** New meetings can be put into their calendar. */
  canWriteCalendar: boolean;
  /** While it is broken, links of online meetings are made by the application's token. */
  standIn: boolean;
  /** Registrations that have their place and wait for this connection. */
  waiting: number;
}

/** `waiting` is the caller's count: registrations are not looked at here. */
export async function connectionHealth(
  db: Db | Tx,
  personId: string,
  waiting = 0,
): Promise<ConnectionHealth> {
  const row = await db
    .selectFrom("connections")
    .select(["state", "broken_reason", "broken_at", "updated_at", "scopes", "application_acts"])
    .where("person_id", "=", personId)
    .executeTakeFirst();
  const scopes = row?.scopes.split(" ").filter(Boolean) ?? [];
  return {
    state: row?.state ?? "none",
    reason: row?.broken_reason ?? null,
    since: (row?.broken_at ?? row?.updated_at)?.toISOString() ?? null,
    scopes,
    canWriteCalendar: isGranted(scopes, "Calendars.ReadWrite"),
    standIn: row?.state === "broken" && row.application_acts,
    waiting,
  };
}
