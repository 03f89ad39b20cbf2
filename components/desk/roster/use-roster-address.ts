"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type RosterAddress, readRosterAddress, rosterSearch } from "./address";

/**
 * The roster's state is the address bar's. Changes go past Next's router, which would ask the
 * server for the whole page; useSearchParams follows the history all the same.
 */
export function useRosterAddress() {
  const search = useSearchParams();
  const path = usePathname();
  const address = useMemo(() => readRosterAddress(search), [search]);
  const href = useCallback(
    (change: Partial<RosterAddress>) => `${path}${rosterSearch({ ...address, ...change })}`,
    [path, address],
  );
  const go = useCallback(
    (change: Partial<RosterAddress>, how: "push" | "replace" = "push") => {
      const to = href(change);
      if (how === "push") window.history.pushState(null, "", to);
      else window.history.replaceState(null, "", to);
    },
    [href],
  );
  return { address, href, go };
}
