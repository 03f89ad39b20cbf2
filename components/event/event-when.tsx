import type { Locale } from "@/lib/i18n/locales";
import { whenLines } from "@/lib/time/when-lines";
import { offsetAt } from "@/lib/time/zones";
import { Elsewhere, type ReaderWhen, WhenText } from "./when-text";

export interface WhenProps {
  /** ISO, as is its end. */
  startsAt: string;
  endsAt: string;
  /** The event's. */
  zone: string;
  /** Known from the sign-up; the browser's own goes before it. */
  readerZone?: string | null;
  locale: Locale;
}

/** What the leaves that say a time are given. */
export function readerWhen({
  startsAt,
  endsAt,
  zone,
  readerZone = null,
  locale,
}: WhenProps): ReaderWhen {
  const [start, end] = [new Date(startsAt), new Date(endsAt)];
  return {
    startsAt,
    endsAt,
    zone,
    offsets: [offsetAt(start, zone), offsetAt(end, zone)],
    said: whenLines({ startsAt: start, endsAt: end, zone, readerZone, locale }),
    readerZone,
    locale,
  };
}

/** On the event page: date, hours, zone. */
export function EventWhen({
  when,
  yours,
  theirs,
}: {
  when: ReaderWhen;
  yours: string;
  theirs: string;
}) {
  return (
    <>
      <p>
        <strong>
          <time dateTime={when.startsAt}>
            <WhenText when={when} text="{date}" />
          </time>
        </strong>
        <br />
        <span className="num">
          <WhenText when={when} text="{time}, " beside={`${yours}, `} />
          <span className="nowrap">
            <WhenText when={when} text="{zoneName}" />
          </span>
        </span>
      </p>
      <Elsewhere when={when}>
        <p className="hint num">
          <WhenText when={when} text={`{thereDate}${theirs.replace("{time}", "{thereTime}")}, `} />
          <span className="nowrap">
            <WhenText when={when} text="{thereZone}" />
          </span>
        </p>
      </Elsewhere>
    </>
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
  const when = readerWhen({ startsAt: at, endsAt: until, zone, locale });
  const names = { "{time}": "{start}", "{zone}": "{zoneName}", "{when}": "{full}" };
  const said = Object.entries(names).reduce((said, [name, as]) => said.replace(name, as), text);
  return <WhenText when={when} text={said} />;
}
