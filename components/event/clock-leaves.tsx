"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";

/** setTimeout counts in 31 bits. */
const LONGEST = 2 ** 31 - 1;

/**
 * Shows `before` until that time and `after` from then on, to the second, whatever a cache says.
 * Both are in the page already: a thousand people who wait ask for nothing at that moment.
 */
export function Until({
  time,
  before,
  after,
}: {
  time: string;
  before: ReactNode;
  after: ReactNode;
}) {
  const at = Date.parse(time);
  const reached = useSyncExternalStore(
    (changed) => {
      // What is further off is not waited for.
      const timer = setTimeout(changed, Math.min(at - Date.now() + 20, LONGEST));
      return () => clearTimeout(timer);
    },
    () => Date.now() >= at,
    () => false,
  );
  return reached ? after : before;
}

/**
 * Asks for the page anew soon after each of these times (ISO). The server says what it is then:
 * a reader's clock may be wrong, so it alone closes nothing.
 */
export function RefreshAt({ times }: { times: string[] }) {
  const { refresh } = useRouter();
  useEffect(() => {
    const timers = times
      .map((time) => Date.parse(time) - Date.now())
      .filter((wait) => wait > 0 && wait < LONGEST - 5_000)
      .map((wait) => setTimeout(refresh, wait + 1_000 + Math.random() * 3_000));
    return () => timers.forEach(clearTimeout);
  }, [times, refresh]);
  return null;
}
