import type { PickerEntry } from "@/lib/events/pick-meeting";
import type { Translate } from "@/lib/i18n/translator";
import { deskDates } from "./dates";
import { DeskLink } from "./desk-link";
import { UseForm } from "./picker/use-form";

const MOST = 4;

/** The next meetings that could have a page. A series stands there once. */
export function Suggestions({
  entries,
  zone,
  locale,
  words: t,
  pick,
}: {
  entries: PickerEntry[];
  zone: string;
  locale: string;
  words: Translate<"desk">;
  pick: (form: FormData) => Promise<void>;
}) {
  const dates = deskDates(locale, zone);
  const wholeDays = deskDates(locale, "UTC");
  const usable = entries.filter(
    (entry) => entry.isOrganizer && entry.isOnline && !entry.isCancelled && !entry.page,
  );
  const shown = usable
    .filter((entry, at) => usable.findIndex(({ subject }) => subject === entry.subject) === at)
    .slice(0, MOST);
  return (
    <section className="card suggest" aria-labelledby="suggest">
      <header>
        <h2 id="suggest" className="grow">
          {t("events.suggestTitle")}
        </h2>
        <DeskLink className="hint" href="/dashboard/new">
          {t("events.suggestAll")}
        </DeskLink>
      </header>
      <p className="hint body tight">
        {shown.length > 0 ? t("events.suggestHint") : t("events.suggestNone")}
      </p>
      <ul>
        {shown.map((entry) => {
          const stub = (entry.isAllDay ? wholeDays : dates).stub(entry.startsAt);
          return (
            <li key={entry.id}>
              <span className="d">
                {stub.weekday}
                <b>{stub.day}</b>
                {stub.month}
              </span>
              <div>
                <b className="t">{entry.subject || t("picker.untitled")}</b>
                <span className="hint">
                  {entry.isAllDay ? t("picker.allDay") : dates.range(entry.startsAt, entry.endsAt)}
                  {entry.isRecurring ? ` · ${t("picker.recurring")}` : null}
                </span>
              </div>
              <UseForm entry={entry} action={pick} words={t} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
