import { SubmitButton } from "@/components/forms/submit-button";
import type { Translate } from "@/lib/i18n/translator";
import type { Sender } from "@/lib/messages/read-sender";
import { HealthCard } from "../health-card";
import { ReconnectForm } from "../reconnect-form";
import { mendsBySignIn, mendsByTrying } from "./say-sender";

type Action = (form: FormData) => Promise<void>;

/** Who sends an event's mails now; why it isn't who was chosen, with the button that mends it. */
export function SenderHealth({
  eventId,
  sender,
  host,
  said,
  mine,
  timeOf,
  from,
  again,
  signIn,
  tryAgain,
  words: t,
  reconnect,
}: {
  eventId: string;
  sender: Sender;
  host: string;
  /** Why it doesn't send, and who mends it. */
  said: string[];
  /** The reader is the organizer. */
  mine: boolean;
  timeOf: (at: Date) => string;
  /** Path to come back to from Microsoft. */
  from: string;
  /** Microsoft was asked a moment ago, and was told no. */
  again: boolean;
  signIn: Action;
  /** Null for whoever may only look. */
  tryAgain: Action | null;
  words: Translate<"letters">;
  /** Label of the button that reconnects. */
  reconnect: string;
}) {
  const { organizer, chosen, trouble, pausedUntil } = sender;
  const { name, email: address } = organizer;
  if (!chosen)
    return (
      <HealthCard
        good
        title={t("sender.state.server")}
        help={
          address
            ? t("sender.state.serverHelp", { host, address })
            : t("sender.state.serverHelpNobody", { host })
        }
      />
    );
  if (!trouble)
    return (
      <HealthCard
        good
        title={t("sender.state.mailbox", { name })}
        help={[
          address
            ? t("sender.state.mailboxHelp", { address })
            : t("sender.state.mailboxHelpUnnamed"),
          pausedUntil ? t("sender.state.paused", { time: timeOf(pausedUntil) }) : "",
        ].join(" ")}
      />
    );
  const { kind, requestId } = trouble;
  return (
    <HealthCard
      good={false}
      title={t("sender.state.instead")}
      help={[
        ...said,
        t("sender.nothingLost"),
        requestId ? t("sender.requestId", { id: requestId }) : "",
      ].join(" ")}
    >
      {mine && mendsBySignIn(kind) ? (
        <ReconnectForm
          action={signIn}
          label={kind !== "consent" ? reconnect : again ? t("sender.askAgain") : t("sender.ask")}
          from={from}
          feature="mail-send"
        />
      ) : null}
      {tryAgain && mendsByTrying(kind) ? (
        <form action={tryAgain}>
          <input type="hidden" name="eventId" value={eventId} />
          <SubmitButton size="small">{t("sender.tryAgain")}</SubmitButton>
        </form>
      ) : null}
    </HealthCard>
  );
}
