import { SubmitButton } from "@/components/forms/submit-button";
import type { RegistrarName } from "@/lib/db/schema";
import type { EventDetail } from "@/lib/events/read-events";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { MoveTarget } from "@/lib/moving/read-target";
import { REGISTRAR_NAMES } from "@/lib/moving/registrar-name";
import { DeskButton } from "../desk-link";
import { Choice } from "../editor/choice";
import { reasonText } from "../roster/reason-text";

/** Asks in which way, and says what becomes of everybody, before the button that moves them. */
export function MoveForm({
  event,
  target,
  times,
  action,
  locale,
}: {
  event: EventDetail;
  target: MoveTarget;
  /** When the meeting is and when the page says that it is, as words, where those are two. */
  times: { meeting: string; event: string } | null;
  action: (form: FormData) => Promise<void>;
  locale: Locale;
}) {
  const t = translator(locale, "moving");
  const words = translator(locale, "desk");
  const reasons = translator(locale, "reasons");
  const { current, choices, unasked } = target;
  const subject = target.subject || event.title;
  const stays = event.registrar === "direct" && current === null;
  const helpOf = (way: RegistrarName) => {
    if (way === current) return t("confirm.current");
    const reason = choices[way];
    return [
      words(`editor.${way}Help`),
      reason ? words("editor.whyNot", { reason: reasonText(reasons, "enrolment", reason) }) : null,
      way === "direct" && stays ? t("confirm.stays") : null,
    ]
      .filter(Boolean)
      .join(" ");
  };
  return (
    <form action={action} className="card ask" aria-labelledby="ask">
      <input type="hidden" name="eventId" value={event.id} />
      <input type="hidden" name="meeting" value={target.meetingId} />
      <h2 id="ask">
        {current === null ? t("confirm.title", { subject }) : t("confirm.sameTitle", { subject })}
      </h2>
      <fieldset className="choices">
        <legend>{words("editor.registrar")}</legend>
        {REGISTRAR_NAMES.filter((way) => way in choices).map((way) => (
          <Choice
            key={way}
            name="registrar"
            value={way}
            title={words(`editor.${way}`)}
            help={helpOf(way)}
            checked={way === target.proposed}
            disabled={way === current}
          />
        ))}
      </fieldset>
      <p>{t(stays ? "confirm.peopleUnless" : "confirm.people", { count: event.counts.taken })}</p>
      <p>{t("confirm.after")}</p>
      {times ? <p>{t("confirm.time", times)}</p> : null}
      <p>{t("confirm.stop")}</p>
      {unasked.length > 0 && current !== "webinar" ? (
        <p>
          {t("confirm.asks", {
            count: unasked.length,
            questions: unasked
              .map(({ text }) => words("editor.terms.absent", { question: text }))
              .join(", "),
          })}
        </p>
      ) : null}
      <div className="row">
        <SubmitButton size="small" variant="ink">
          {t("confirm.yes", { count: stays ? 0 : event.counts.taken })}
        </SubmitButton>
        <DeskButton href={`/dashboard/events/${event.id}/settings`}>{t("confirm.no")}</DeskButton>
      </div>
    </form>
  );
}
