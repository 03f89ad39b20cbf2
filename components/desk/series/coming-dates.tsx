import { SubmitButton } from "@/components/forms/submit-button";
import type { NewDate } from "@/lib/events/add-dates";
import type { Translate } from "@/lib/i18n/translator";
import type { DeskDates } from "../dates";
import { DeskButton } from "../desk-link";

/** What the calendar has of this meeting beyond the page's dates, to mark and add. */
export function ComingDates({
  eventId,
  found,
  add,
  format,
  words: t,
}: {
  eventId: string;
  /** Null: nobody looked yet; `trouble`: it could not be read. */
  found: readonly NewDate[] | "trouble" | null;
  add: (form: FormData) => Promise<void>;
  format: DeskDates;
  words: Translate<"series">;
}) {
  const look = (
    <div className="row">
      <DeskButton href={`/dashboard/events/${eventId}/dates?look=calendar#calendar`}>
        {t("desk.fromCalendarYes")}
      </DeskButton>
    </div>
  );
  return (
    <section className="card lines" aria-labelledby="calendar">
      <header className="pad">
        <h2 id="calendar">{t("desk.fromCalendar")}</h2>
      </header>
      <div>
        <div className="grow stack">
          <p>{t("desk.fromCalendarHelp")}</p>
          {found === null ? look : null}
          {found === "trouble" ? (
            <>
              <p role="status">{t("desk.fromCalendarTrouble")}</p>
              {look}
            </>
          ) : null}
          {Array.isArray(found) && found.length === 0 ? (
            <p role="status">{t("desk.fromCalendarNone")}</p>
          ) : null}
          {Array.isArray(found) && found.length > 0 ? (
            <form className="stack" action={add}>
              <input type="hidden" name="eventId" value={eventId} />
              {found.map(({ startsAt, endsAt, zone }: NewDate) => {
                const from = startsAt.toISOString();
                const to = endsAt.toISOString();
                return (
                  <label className="row check-row" key={from}>
                    <input
                      type="checkbox"
                      name="date"
                      value={`${from} ${to} ${zone}`}
                      defaultChecked
                    />
                    <span>{format.when(from, to)}</span>
                  </label>
                );
              })}
              <div className="row">
                <SubmitButton size="small">{t("desk.fromCalendarAdd")}</SubmitButton>
              </div>
            </form>
          ) : null}
        </div>
      </div>
    </section>
  );
}
