"use client";
import { useSyncExternalStore } from "react";
import type { Locale } from "@/lib/i18n/locales";
import { formatRemaining } from "@/lib/time/remaining";

const TICK = 15_000;

function everyTick(changed: () => void) {
  const timer = setInterval(changed, TICK);
  return () => clearInterval(timer);
}

/** "9 days" until a time, counting down; as of the server's answer without JavaScript. */
export function TimeLeft({ until, now, locale }: { until: string; now: number; locale: Locale }) {
  const moment = useSyncExternalStore(
    everyTick,
    () => Math.floor(Date.now() / TICK) * TICK,
    () => now,
  );
  return formatRemaining(Date.parse(until) - moment, locale);
}
