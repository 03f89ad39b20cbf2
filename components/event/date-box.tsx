"use client";
import { clsx } from "clsx";
import { useState } from "react";
import type { PublicDate } from "@/lib/events/read-page";
import type { Locale } from "@/lib/i18n/locales";
import { useLines } from "./event-when";
import { useLivePlaces } from "./live-places";

interface Props {
  slug: string;
  date: PublicDate;
  chosen: boolean;
  /** They have a place on it, whatever is left for others. */
  isOwn: boolean;
  /** Why it can't be changed any more, in words. */
  begun: string | null;
  readerZone: string | null;
  /** Something is said above it. */
  wrong: boolean;
  /** No place was left when this was drawn for its reader. */
  isFull: boolean;
  locale: Locale;
  /** "Full". */
  full: string;
}

/** One date to tick, in the reader's zone, with the places left on it as soon as they are known. */
export function DateBox(props: Props) {
  return props.date.hasCapacity ? <CountedBox {...props} /> : <Box {...props} places={null} />;
}

function CountedBox(props: Props) {
  const { slug, date, locale } = props;
  const places = useLivePlaces(slug, locale);
  return <Box {...props} places={places?.dates?.[date.id] ?? null} />;
}

function Box({
  date,
  chosen,
  isOwn,
  begun,
  readerZone,
  wrong,
  isFull,
  locale,
  full,
  places,
}: Props & { places: { left: number; words: string } | null }) {
  const { first, second } = useLines({ ...date, readerZone, locale });
  const gone = !isOwn && (places ? places.left === 0 : isFull);
  // What its reader ticked is sent, and answered: a box that is disabled would be left out in silence.
  const [ticked, setTicked] = useState(chosen);
  const off = begun !== null || (gone && !ticked);
  const about = begun ?? (gone ? full : places?.words);
  const id = `dates.${date.id}`;
  return (
    <label className={clsx("option", off && "option--off")}>
      <input
        type="checkbox"
        id={id}
        name="dates"
        value={date.id}
        defaultChecked={chosen}
        onChange={(event) => setTicked(event.target.checked)}
        disabled={off}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? `${id}-error` : undefined}
      />
      <span>
        <time dateTime={date.startsAt}>{first.date}</time>
        <small className="option__about num">
          {first.time}, {first.zoneName}
          {second ? ` (${second.time}, ${second.zoneName})` : null}
          {about ? ` · ${about}` : null}
        </small>
      </span>
    </label>
  );
}
