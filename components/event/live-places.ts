"use client";
import { startTransition, useEffect, useState } from "react";

/** What /api/places/{slug} answers: the number now, in words. */
export interface LivePlaces {
  /** Of each date, where people choose; then the rest is of all that has a number. */
  dates?: Record<string, { left: number; words: string }>;
  capacity: number;
  left: number;
  /** Few enough to be worth hurrying. */
  few: boolean;
  words: { left: string; of: string };
}

const EVERY = 15_000;

let places: LivePlaces | null = null;
let address = "";
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<(places: LivePlaces | null) => void>();

async function look() {
  if (document.visibilityState === "hidden") return;
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    places = (await answer.json()) as LivePlaces | null;
    tell();
  } catch {
    // Without an answer the page says what it said before; the action decides anyway.
  }
}

/** In small steps, between which the page answers its reader: a number is not that urgent. */
function tell() {
  startTransition(() => {
    for (const listener of listeners) listener(places);
  });
}

function follow(listener: (places: LivePlaces | null) => void) {
  listeners.add(listener);
  if (listeners.size === 1) {
    // Not in the same breath as everything else that begins when the page comes to life.
    setTimeout(look);
    timer = setInterval(look, EVERY);
    document.addEventListener("visibilitychange", look);
  } else tell();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    places = null;
  };
}

/** The places left at the one event of this page; null until known, and without JavaScript. */
export function useLivePlaces(slug: string, locale: string): LivePlaces | null {
  address = `/api/places/${encodeURIComponent(slug)}?lang=${locale}`;
  const [known, setKnown] = useState<LivePlaces | null>(null);
  useEffect(() => follow(setKnown), []);
  return known;
}
