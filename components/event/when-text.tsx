"use client";
import { type ReactNode, useEffect, useState } from "react";
import { fill } from "@/lib/i18n/fill";
import type { ClockLanguage } from "@/lib/time/clock-language";
import { sayBeside, type WhenLines } from "@/lib/time/say-when";

/** A span of time to be said to its reader. What a page says of one span is one object, sent once. */
export interface ReaderWhen {
  /** ISO, as is its end. */
  startsAt: string;
  endsAt: string;
  /** The event's. */
  zone: string;
  /** Minutes from UTC to the event's clocks, at the beginning and at the end. */
  offsets: readonly [start: number, end: number];
  /** As the server says it, which may know the reader's zone from the sign-up. */
  said: WhenLines;
  language: ClockLanguage;
}

/**
 * A text about a span of time, in the reader's own zone as soon as that is known to differ: fills
 * `{date}`, `{time}`, `{start}`, `{zoneName}` and `{full}`, which is all of it. `beside` stands in
 * its place where the event's clocks show something else: `{thereDate}`, `{thereTime}`,
 * `{thereZone}`. The cached HTML knows no reader and says the event's own zone.
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
 * often do: nothing is formatted. Else the browser is asked for its zone once it has nothing else to
 * do: the first question about one takes longer than bringing the whole page to life.
 */
function useLines(when: ReaderWhen): WhenLines {
  const { said } = when;
  const there = said.second ?? said.first;
  const [zone, setZone] = useState<string | null>(null);
  useEffect(() => {
    if (!clocksAgree(when))
      whenIdle(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone));
    else if (when.said.second) setZone(when.zone);
  }, [when]);
  if (zone === null) return said;
  if (zone === when.zone) return { first: there, second: null };
  const [startsAt, endsAt] = [new Date(when.startsAt), new Date(when.endsAt)];
  return sayBeside({ startsAt, endsAt, zone, language: when.language }, there);
}

function whenIdle(work: () => void): void {
  // Safari has learnt it late.
  (window.requestIdleCallback ?? setTimeout)(work);
}

function clocksAgree({ startsAt, endsAt, offsets: [start, end] }: ReaderWhen): boolean {
  const offset = (iso: string) => -new Date(iso).getTimezoneOffset();
  return offset(startsAt) === start && offset(endsAt) === end;
}
