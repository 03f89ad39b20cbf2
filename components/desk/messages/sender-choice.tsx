import { SubmitButton } from "@/components/forms/submit-button";
import type { EventState, MemberRole } from "@/lib/db/schema";
import type { Translate } from "@/lib/i18n/translator";
import type { Sender } from "@/lib/messages/read-sender";

type Action = (form: FormData) => Promise<void>;

/** The choice itself: the organizer's alone to make, any editor's to take back. */
export function SenderChoice({
  event,
  sender: { organizer, chosen },
  mine,
  granted,
  choose,
  giveBack,
  words: t,
}: {
  event: { id: string; state: EventState; role: MemberRole };
  sender: Sender;
  /** The reader is the organizer. */
  mine: boolean;
  /** Microsoft was told that Usher may. */
  granted: boolean;
  choose: Action;
  giveBack: Action;
  words: Translate<"letters">;
}) {
  const what = chosen ? "giveBack" : "choose";
  const changes = event.state !== "cancelled" && event.role !== "viewer";
  const may = changes && (chosen || mine);
  return (
    <section className="card lines" aria-labelledby="choice">
      <header className="pad">
        <h2 id="choice">{t(`sender.${what}.title`)}</h2>
      </header>
      <div>
        <p className="grow">{help()}</p>
        {may ? (
          <form action={chosen ? giveBack : choose}>
            <input type="hidden" name="eventId" value={event.id} />
            <SubmitButton size="small" variant={chosen ? "plain" : "ink"}>
              {label()}
            </SubmitButton>
          </form>
        ) : null}
      </div>
    </section>
  );

  function help(): string {
    if (event.state === "cancelled") return t("sender.choose.cancelled");
    if (chosen) return mine ? t("sender.giveBack.help") : t("sender.giveBack.helpOther");
    if (!mine) return t("sender.choose.other", { name: organizer.name });
    if (!changes) return t("readOnly");
    return granted ? t("sender.choose.helpGiven") : t("sender.choose.help");
  }

  function label(): string {
    if (chosen) return t("sender.giveBack.button");
    return granted ? t("sender.choose.button") : t("sender.choose.buttonAsk");
  }
}
