import type { EventDetail } from "@/lib/events/read-events";
import type { Translate } from "@/lib/i18n/translator";
import { DeskButton } from "../desk-link";

/** The meeting behind the page, and how the page ends. */
export function EndingsCard({
  event,
  words: t,
  moving,
}: {
  event: EventDetail;
  words: Translate<"desk">;
  moving: Translate<"moving">;
}) {
  const moves = event.state === "open" || event.state === "closed";
  const owner = event.role === "owner";
  const draft = event.state === "draft";
  return (
    <>
      <section className="card lines" aria-labelledby="meeting">
        <header className="pad">
          <h2 id="meeting">{t("settings.meeting")}</h2>
        </header>
        <div>
          <div className="grow">
            <b>{event.meetingSubject || event.title}</b>
            <p>{t("settings.organizer", { name: event.organizer.name })}</p>
            <p>{t("settings.meetingHelp")}</p>
            {moves ? <p>{moving("settings.text")}</p> : null}
            {moves && !owner ? <p>{t("settings.ownerOnly")}</p> : null}
          </div>
          {moves && owner ? (
            <DeskButton href={`/dashboard/events/${event.id}/move`}>
              {moving("settings.go")}
            </DeskButton>
          ) : null}
        </div>
      </section>
      {event.state === "cancelled" ? null : (
        <section className="card lines" aria-labelledby="endings">
          <header className="pad">
            <h2 id="endings">{t("settings.endings")}</h2>
          </header>
          <div>
            <div className="grow">
              <p>{draft ? t("settings.deleteLead") : t("settings.cancelLead")}</p>
              {owner ? null : <p>{t("settings.ownerOnly")}</p>}
            </div>
            {owner ? (
              <DeskButton
                className="danger"
                href={`/dashboard/events/${event.id}/settings?ask=${draft ? "delete" : "cancel"}`}
              >
                {draft ? t("settings.delete") : t("settings.cancel")}
              </DeskButton>
            ) : null}
          </div>
        </section>
      )}
    </>
  );
}
