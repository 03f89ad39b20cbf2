import type { Translate } from "@/lib/i18n/translator";
import type { MeetingNews, Shift, ShownTime } from "@/lib/meetings/read-news";
import { deskDates } from "../dates";

type Words = Translate<"following">;

/** Old and new of what changed, and what the page says where that was changed by hand. */
export function Shifts({
  news: { title, time, dates },
  region,
  words: t,
}: {
  news: Extract<MeetingNews, { kind: "changed" }>;
  region: string;
  words: Words;
}) {
  function parts<T>({ was, is, ours }: Shift<T>, say: (value: T) => string): [string, string][] {
    const all: [string, string][] = [
      [t("news.was"), say(was)],
      [t("news.is"), say(is)],
    ];
    return ours === null ? all : [...all, [t("news.ours"), say(ours)]];
  }
  const sayTime = (shown: ShownTime | null) => (shown ? when(shown, region) : t("news.gone"));
  return (
    <dl className="shifts">
      {title ? <Line name={t("news.title")} parts={parts(title, (text) => text)} /> : null}
      {time ? <Line name={t("news.time")} parts={parts(time, sayTime)} /> : null}
      {dates.map((date) => (
        <Line key={date.id} name={t("news.date")} parts={parts(date, sayTime)} />
      ))}
    </dl>
  );
}

/** What followed by the event's rule, with what stood there before. */
export function Followed({
  news: { title, time, dates },
  region,
  now,
  words: t,
}: {
  news: Extract<MeetingNews, { kind: "followed" }>;
  region: string;
  now: number;
  words: Words;
}) {
  return (
    <dl className="shifts">
      {title === null ? null : <Line name={t("news.title")} parts={[[t("news.was"), title]]} />}
      {time ? <Line name={t("news.time")} parts={[[t("news.was"), when(time, region)]]} /> : null}
      {dates.map(({ id, is, was, cancelled }) => (
        <Line
          key={id}
          name={t("news.date")}
          parts={
            cancelled
              ? [
                  [t("news.was"), when(is, region)],
                  [t("news.is"), t("news.gone")],
                ]
              : [
                  ...(was
                    ? [[t("news.was"), deskDates(region, is.zone).moment(was, now)] as const]
                    : []),
                  [t("news.is"), when(is, region)],
                ]
          }
        />
      ))}
    </dl>
  );
}

function Line({
  name,
  parts,
}: {
  name: string;
  parts: readonly (readonly [label: string, value: string])[];
}) {
  return (
    <div>
      <dt>{name}</dt>
      {parts.map(([label, value]) => (
        <dd key={label}>
          <span className="hint">{label}</span>
          <b>{value}</b>
        </dd>
      ))}
    </div>
  );
}

function when({ startsAt, endsAt, zone }: ShownTime, region: string): string {
  return deskDates(region, zone).when(startsAt, endsAt);
}
