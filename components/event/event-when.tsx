"use client";
import { useSyncExternalStore } from "react";
import { fill } from "@/lib/i18n/fill";
import type { Locale } from "@/lib/i18n/locales";
import { formatTime, formatWhen } from "@/lib/time/format-when";
import { whenLines } from "@/lib/time/when-lines";

export interface WhenProps {
  startsAt: string;
  endsAt: string;
  /** The event's zone. */
  zone: string;
  /** Known from the sign-up; the browser's own goes before it. */
  readerZone?: string | null;
  locale: Locale;
}

/**
 * The event's time for the reader: their own zone first, the event's beside it where its clocks
 * differ. The cached HTML knows no reader and shows the event's zone, named.
 */
export function useLines({ startsAt, endsAt, zone, readerZone, locale }: WhenProps) {
  const browserZone = useBrowserZone();
  return whenLines({
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    zone,
    locale,
    readerZone: browserZone || readerZone || null,
  });
}

const unchanging = () => () => {};

function useBrowserZone(): string {
  return useSyncExternalStore(
    unchanging,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "",
  );
}

/**
 * A sentence about one moment, in the reader's zone as soon as it is known: fills `{date}`,
 * `{time}` and `{zone}`, and `{when}` where it is about a span.
 */
export function MomentText({
  text,
  at,
  until = at,
  zone,
  locale,
}: {
  text: string;
  at: string;
  until?: string;
  /** The event's. */
  zone: string;
  locale: Locale;
}) {
  const readerZone = useBrowserZone() || zone;
  const startsAt = new Date(at);
  const when = formatWhen({ startsAt, endsAt: new Date(until), zone: readerZone, locale });
  return fill(text, {
    date: when.date,
    time: formatTime(startsAt, readerZone, locale),
    zone: when.zoneName,
    when: when.full,
  });
}

/** On the event page: date, hours, zone. */
export function EventWhen({
  yours,
  theirs,
  ...props
}: WhenProps & { yours: string; theirs: string }) {
  const { first, second } = useLines(props);
  return (
    <>
      <p>
        <strong>
          <time dateTime={props.startsAt}>{first.date}</time>
        </strong>
        <br />
        <span className="num">
          {second ? fill(yours, { time: first.time }) : first.time},{" "}
          <span className="nowrap">{first.zoneName}</span>
        </span>
      </p>
      {second ? (
        <p className="hint num">
          {second.date === first.date ? null : `${second.date}, `}
          {fill(theirs, { time: second.time })}, <span className="nowrap">{second.zoneName}</span>
        </p>
      ) : null}
    </>
  );
}
