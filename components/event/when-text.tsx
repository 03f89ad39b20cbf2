"use client";
import { type ReactNode, useEffect, useState } from "react";
import { fill } from "@/lib/i18n/fill";
import type { WhenLines } from "@/lib/time/when-lines";
import { linesIn, readerZone } from "./reader-clocks";

/** A span of time to be said to its reader. What a page says of one span is one object, sent once. */
export interface ReaderWhen {
  /** ISO, as is its end. */
  startsAt: string;
  endsAt: string;
  /** The event's. */
  zone: string;
  /** Minutes from UTC to the event's clocks, at the beginning and at the end. */
  offsets: readonly [start: number, end: number];
  /** As the server says it, for whom the sign-up was made in `readerZone` where there is one. */
  said: WhenLines;
  readerZone: string | null;
  locale: string;
}

/**
 * A text about a span of time, in the reader's own zone as soon as that is known to differ: fills
 * `{date}`, `{time}`, `{start}`, `{zoneName}`, `{month}`, `{day}` and `{full}`, which is all of it.
 * `beside` stands in its place where the event's clocks show something else: `{thereDate}`,
 * `{thereTime}`, `{thereZone}`. The cached HTML knows no reader and says the event's own zone.
 */
export function WhenText({
  when,
  text,
  beside = text,
}: {
  when: ReaderWhen;
  text: string;
  beside?: string;
}) {
  const { first, second } = useLines(when);
  if (!second) return fill(text, { ...first });
  return fill(beside, {
    ...first,
    // The day is said once.
    thereDate: second.date === first.date ? "" : `${second.date}, `,
    thereTime: second.time,
    thereZone: second.zoneName,
  });
}

/** What is said only where the event's clocks show something else than the reader's. */
export function Elsewhere({ when, children }: { when: ReaderWhen; children: ReactNode }) {
  return useLines(when).second ? children : null;
}

/**
 * What the server said stands where the reader's clocks show the same as the event's, as they most
 * often do: nothing is asked. Else the server is asked once more, for the reader's zone.
 */
function useLines(when: ReaderWhen): WhenLines {
  const { said } = when;
  const [lines, setLines] = useState(said);
  useEffect(() => {
    if (clocksAgree(when)) setLines(said.second ? { first: said.second, second: null } : said);
    else
      readerZone()
        // What is said already may be theirs: the server knows it from the sign-up.
        .then((zone) => (zone === when.readerZone ? said : linesIn(zone, when)))
        .then((found) => setLines(found ?? said));
  }, [when, said]);
  return lines;
}

function clocksAgree({ startsAt, endsAt, offsets: [start, end] }: ReaderWhen): boolean {
  const offset = (iso: string) => -new Date(iso).getTimezoneOffset();
  return offset(startsAt) === start && offset(endsAt) === end;
}
