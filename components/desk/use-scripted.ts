"use client";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether scripts run here: false in what the server sends, for words that would be untrue without them. */
export function useScripted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
