import { SubmitButton } from "@/components/forms/submit-button";
import type { EventSummary } from "@/lib/events/read-events";
import type { Translate } from "@/lib/i18n/translator";
import { DeskButton } from "../desk-link";

type FormAction = (form: FormData) => Promise<void>;

/** Whether sign-ups are taken, what changing that means, and the button. */
export function SignUpsCard({
  event,
  close,
  reopen,
  words: t,
}: {
  event: EventSummary;
  close: FormAction;
  reopen: FormAction;
  words: Translate<"desk">;
}) {
  const texts = {
    draft: [t("settings.draftNow"), t("settings.draftHelp")],
    open: [t("settings.openNow"), t("settings.openHelp")],
    closed: [t("settings.closedNow"), t("settings.closedHelp")],
    cancelled: [t("settings.cancelledNow"), t("settings.cancelledHelp")],
  }[event.state];
  return (
    <section className="card lines" aria-labelledby="sign-ups">
      <header className="pad">
        <h2 id="sign-ups">{t("settings.signUps")}</h2>
      </header>
      <div>
        <div className="grow">
          <b>{texts[0]}</b>
          <p>{texts[1]}</p>
        </div>
        <Way event={event} close={close} reopen={reopen} words={t} />
      </div>
    </section>
  );
}

function Way({
  event,
  close,
  reopen,
  words: t,
}: {
  event: EventSummary;
  close: FormAction;
  reopen: FormAction;
  words: Translate<"desk">;
}) {
  if (event.role === "viewer") return <p className="hint">{t("settings.viewOnly")}</p>;
  if (event.state === "draft")
    return (
      <DeskButton variant="ink" href={`/dashboard/events/${event.id}/edit`}>
        {t("settings.draftGo")}
      </DeskButton>
    );
  if (event.state === "cancelled") return null;
  const open = event.state === "open";
  return (
    <form action={open ? close : reopen}>
      <input type="hidden" name="eventId" value={event.id} />
      <SubmitButton size="small" variant={open ? "plain" : "primary"}>
        {open ? t("settings.close") : t("settings.reopen")}
      </SubmitButton>
    </form>
  );
}
