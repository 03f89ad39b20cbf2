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
      const wait = at - Date.now();
      if (wait > LONGEST) return () => {};
      const timer = setTimeout(changed, Math.max(wait, 0) + 20);
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
  const router = useRouter();
  const key = times.join();
  useEffect(() => {
    const timers = key
      .split(",")
      .map((time) => Date.parse(time) - Date.now())
      .filter((wait) => wait > 0 && wait < LONGEST - 5_000)
      .map((wait) => setTimeout(() => router.refresh(), wait + 1_000 + Math.random() * 3_000));
    return () => timers.forEach(clearTimeout);
  }, [key, router]);
  return null;
}
