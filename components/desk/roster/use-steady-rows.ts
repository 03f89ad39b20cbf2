"use client";
import { useState } from "react";
import type { Roster, RosterRow } from "@/lib/registrations/roster";

export interface SteadyRow {
  row: RosterRow;
  /** It left this view since it was shown. */
  gone: boolean;
}

/**
 * Keeps rows where they are while their states move: nothing jumps under the pointer. Rows that
 * came since are counted and stay out until `show`; rows that left the view are dimmed till then.
 */
export function useSteadyRows(
  list: string,
  roster: Roster | undefined,
  settled: boolean,
  newestFirst: boolean,
) {
  const [shown, setShown] = useState<{ list: string; rows: RosterRow[] } | null>(null);
  const adopt = roster && settled && (shown?.list !== list || shown.rows.length === 0);
  if (adopt && (shown?.list !== list || roster.rows.length > 0))
    setShown({ list, rows: roster.rows });

  const kept = adopt ? roster.rows : (shown?.rows ?? []);
  const latest = new Map(roster?.rows.map((row) => [row.id, row]));
  const known = new Set(kept.map(({ id }) => id));
  const live = settled && roster !== undefined;
  return {
    rows: kept.map((row): SteadyRow => {
      const now = latest.get(row.id);
      return { row: now ?? row, gone: live && !now && !(newestFirst && fellOff(row, roster)) };
    }),
    fresh: live ? roster.rows.filter(({ id }) => !known.has(id)).length : 0,
    show: () => roster && setShown({ list, rows: roster.rows }),
  };
}

/** Newer sign-ups pushed it to the next page; it is still in the view. */
function fellOff(row: RosterRow, roster: Roster): boolean {
  const last = roster.rows.at(-1);
  return roster.next !== null && last !== undefined && row.signedUpAt < last.signedUpAt;
}
