"use client";
import { useBrowserZone } from "./browser-zone";

/** The browser's time zone with the form; empty without JavaScript. */
export function ZoneField({ name }: { name: string }) {
  return <input type="hidden" name={name} value={useBrowserZone()} readOnly />;
}
