"use client";
import type { ReactNode } from "react";
import { useBrowserZone } from "@/components/forms/browser-zone";
import { fill } from "@/lib/i18n/fill";
import type { ClockLanguage } from "@/lib/time/clock-language";
import { sayLines } from "@/lib/time/say-when";

/** A span of time to be said to its reader. What a page says of one span is one object, sent once. */
export interface ReaderWhen {
  /** ISO, as is its end. */
  startsAt: string;
  endsAt: string;
  /** The event's. */
  zone: string;
  /** Known from the sign-up; the browser's own goes before it. */
  readerZone?: string | null;
  language: ClockLanguage;
}

/**
 * A text about a span of time, in the reader's own zone as soon as that is known: fills `{date}`,
 * `{time}`, `{start}`, `{zoneName}` and `{full}`, which is all of it. `beside` stands in its place
 * where the event's clocks show something else: `{thereDate}`, `{thereTime}`, `{thereZone}`. The
 * cached HTML knows no reader and says the event's own zone.
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

function useLines({ startsAt, endsAt, zone, readerZone, language }: ReaderWhen) {
  const browserZone = useBrowserZone();
  return sayLines({
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    zone,
    language,
    readerZone: browserZone || readerZone || null,
  });
}
