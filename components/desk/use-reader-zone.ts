"use client";
import { useSyncExternalStore } from "react";

const never = () => () => {};
const readerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The reader's own zone; while the browser hasn't been asked, `fallback` (the event's, or a cookie's). */
export function useReaderZone(fallback: string): string {
  return useSyncExternalStore(never, readerZone, () => fallback);
}
