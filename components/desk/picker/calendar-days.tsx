import clsx from "clsx";
import type { PickerEntry } from "@/lib/events/pick-meeting";
import type { Translate } from "@/lib/i18n/translator";
import type { DeskDates } from "../dates";
import { DeskButton } from "../desk-link";
import { Pill } from "../state";
import { SlotWays } from "./slot-ways";

const DAY = 86_400_000;

interface Props {
  entries: PickerEntry[];
  dates: DeskDates;
  now: number;
  address: { query: string; onlyMine: boolean };
  /** The days that were looked at, as words. */
  window: { from: string; to: string };
  hrefs: { all: string; clear: string; plan: string };
  pick: (form: FormData) => Promise<void>;
  /** The button that takes every date of a series; null where only one is taken. */
  allDates?: string | null;
  words: Translate<"desk">;
}

/** The calendar by day; each entry says whether it can have a page, and if not why. */
export function CalendarDays(props: Props) {
  const { entries, dates, now, words: t } = props;
  if (entries.length === 0) return <NothingFound {...props} />;
  const days = [...Map.groupBy(entries, (entry) => dayOf(entry, dates))].sort(([a], [b]) =>
    a.localeCompare(b),
  );
  const today = dates.dayKey(now);
  const tomorrow = dates.dayKey(now + DAY);
  return (
    <>
      {props.address.query ? (
        <p className="hint" role="status">
          {t("picker.resultsFor", { count: entries.length, query: props.address.query })}
        </p>
      ) : null}
      {days.map(([day, ofDay]) => {
        const head = dates.dayHead(day);
        return (
          <section className="day" key={day} aria-labelledby={`day-${day}`}>
            <h2 id={`day-${day}`}>
              {day === today
                ? t("picker.today")
                : day === tomorrow
                  ? t("picker.tomorrow")
                  : head.weekday}
              <small>{head.date}</small>
            </h2>
            <ul>
              {ofDay.sort(byWholeDay).map((entry) => (
                <Slot key={entry.id} entry={entry} {...props} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

/** The day that an entry stands under. One of whole days has the same date in every zone. */
function dayOf(entry: PickerEntry, dates: DeskDates): string {
  return entry.isAllDay ? entry.startsAt.slice(0, 10) : dates.dayKey(entry.startsAt);
}

/** Whole days first; the rest is in order already. */
function byWholeDay(a: PickerEntry, b: PickerEntry): number {
  return Number(b.isAllDay) - Number(a.isAllDay);
}

function Slot({
  entry,
  dates,
  now,
  pick,
  allDates = null,
  words: t,
}: Props & { entry: PickerEntry }) {
  const title = entry.subject || t("picker.untitled");
  const over = Date.parse(entry.endsAt) <= now;
  const usable = entry.isOrganizer && entry.isOnline && !entry.isCancelled && !over;
  return (
    <li className={clsx("slot", !usable && !entry.page && "off")}>
      <time dateTime={entry.isAllDay ? entry.startsAt.slice(0, 10) : entry.startsAt}>
        {entry.isAllDay ? t("picker.allDay") : dates.range(entry.startsAt, entry.endsAt)}
      </time>
      <div>
        <p className="t">{title}</p>
        <p className="sub">
          <Badges entry={entry} over={over} words={t} />
        </p>
      </div>
      <SlotWays
        entry={entry}
        title={title}
        usable={usable}
        pick={pick}
        allDates={entry.isRecurring ? allDates : null}
        words={t}
      />
    </li>
  );
}

function Badges({
  entry,
  over,
  words: t,
}: {
  entry: PickerEntry;
  over: boolean;
  words: Translate<"desk">;
}) {
  const { page } = entry;
  return (
    <>
      {page ? (
        <Pill tone="good" glyph="s-ok">
          {t("picker.hasPage")}
        </Pill>
      ) : null}
      {entry.isCancelled ? (
        <Pill tone="plain" glyph="s-none">
          {t("picker.cancelled")}
        </Pill>
      ) : null}
      {over ? (
        <Pill tone="plain" glyph="s-none">
          {t("picker.past")}
        </Pill>
      ) : null}
      {entry.isRecurring ? (
        <Pill tone="plain" glyph="repeat">
          {t("picker.recurring")}
        </Pill>
      ) : null}
      {entry.isOnline ? null : <span>{t("picker.notOnline")}</span>}
      {entry.isOnline && !entry.isOrganizer ? (
        <>
          <Pill tone="plain" glyph="s-none">
            {t("picker.notOrganizer")}
          </Pill>
          {entry.organizerName ? (
            <span>{t("picker.canOpen", { name: entry.organizerName })}</span>
          ) : null}
        </>
      ) : null}
      {page && page.state !== "draft" ? (
        <span>
          {page.capacity === null
            ? t("seats.unlimited", { taken: page.taken })
            : t("seats.limited", { taken: page.taken, capacity: page.capacity })}
        </span>
      ) : null}
    </>
  );
}

/** Nothing to pick, and why: the window, the filter or the search. */
function NothingFound({ address, window, hrefs, words: t }: Props) {
  return (
    <div className="nothing">
      <h2>{t("picker.emptyTitle", window)}</h2>
      <p>
        {address.query
          ? t("picker.emptySearch", { query: address.query, from: window.from })
          : address.onlyMine
            ? t("picker.emptyMine")
            : t("picker.emptyWindow")}
      </p>
      <p className="row">
        {address.query ? <DeskButton href={hrefs.clear}>{t("picker.clear")}</DeskButton> : null}
        {address.onlyMine ? <DeskButton href={hrefs.all}>{t("picker.showAll")}</DeskButton> : null}
        <DeskButton href={hrefs.plan}>{t("picker.plan")}</DeskButton>
      </p>
    </div>
  );
}
