"use client";
import { type ComponentProps, useState } from "react";
import { useLivePlaces } from "./live-places";

/** A date that has a number of places, and how many are left for this reader. */
export interface CountedDate {
  slug: string;
  locale: string;
  id: string;
  /** They have a place on it, whatever is left for others. */
  isOwn: boolean;
  /** No place was left when this was drawn for its reader. */
  isFull: boolean;
}

function usePlaces({ slug, locale, id, isOwn, isFull }: CountedDate) {
  const places = useLivePlaces(slug, locale)?.dates?.[id];
  return { gone: !isOwn && (places ? places.left === 0 : isFull), words: places?.words };
}

/** The box of such a date, off while it is full. */
export function DateTick({ date, ...box }: ComponentProps<"input"> & { date: CountedDate }) {
  const { gone } = usePlaces(date);
  // What its reader ticked is sent, and answered: a box that is disabled would be left out in silence.
  const [ticked, setTicked] = useState(box.defaultChecked);
  return (
    <input
      {...box}
      disabled={gone && !ticked}
      onChange={(event) => setTicked(event.target.checked)}
    />
  );
}

/** "Full", or the places that are left as soon as they are known. */
export function DatePlaces({ date, full }: { date: CountedDate; full: string }) {
  const { gone, words } = usePlaces(date);
  const about = gone ? full : words;
  return about ? ` · ${about}` : null;
}
