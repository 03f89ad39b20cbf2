import { SubmitButton } from "@/components/forms/submit-button";
import type { DeskDate } from "@/lib/events/read-dates";
import type { Translate } from "@/lib/i18n/translator";
import type { DeskDates } from "../dates";
import { DeskButton } from "../desk-link";
import { Pill } from "../state";

/** Every date of an event, how many come, and the way to be rid of one. */
export function DatesList({
  dates,
  eventId,
  draft,
  canEdit,
  remove,
  format,
  now,
  words: t,
}: {
  dates: readonly DeskDate[];
  eventId: string;
  draft: boolean;
  canEdit: boolean;
  remove: (form: FormData) => Promise<void>;
  format: DeskDates;
  now: Date;
  words: Translate<"series">;
}) {
  const several = dates.length > 1;
  return (
    <ul className="card lines">
      {dates.map((date) => {
        const when = format.when(date.startsAt.toISOString(), date.endsAt.toISOString());
        const over = date.endsAt <= now;
        return (
          <li key={date.id}>
            <div className="grow">
              <b>{when}</b>
              <p>
                {date.capacity === null
                  ? t("desk.taken", { count: date.people })
                  : t("desk.takenOf", { count: date.people, capacity: date.capacity })}
              </p>
            </div>
            {date.cancelled || over ? (
              <Pill tone="plain" glyph="s-none">
                {t(date.cancelled ? "state.cancelled" : "state.over")}
              </Pill>
            ) : null}
            {canEdit && several && !date.cancelled && !over ? (
              <DeskButton href={`/dashboard/events/${eventId}/dates?ask=move&date=${date.id}`}>
                {t("desk.move")}
                <span className="vh">: {when}</span>
              </DeskButton>
            ) : null}
            {canEdit && several && !date.cancelled && !over ? (
              draft ? (
                <form action={remove}>
                  <input type="hidden" name="eventId" value={eventId} />
                  <input type="hidden" name="date" value={date.id} />
                  <SubmitButton size="small">
                    {t("desk.remove")}
                    <span className="vh">: {when}</span>
                  </SubmitButton>
                </form>
              ) : (
                <DeskButton href={`/dashboard/events/${eventId}/dates?ask=cancel&date=${date.id}`}>
                  {t("desk.cancel")}
                  <span className="vh">: {when}</span>
                </DeskButton>
              )
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
