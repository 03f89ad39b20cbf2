"use client";
import { useSyncExternalStore } from "react";

const unchanging = () => () => {};

/** The browser's time zone with the form; empty without JavaScript. */
export function ZoneField({ name }: { name: string }) {
  const zone = useSyncExternalStore(
    unchanging,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "",
  );
  return <input type="hidden" name={name} value={zone} readOnly />;
}
