import type { Translate } from "@/lib/i18n/translator";
import type { Sender } from "@/lib/messages/read-sender";

/** What an organizer should know before their own mailbox sends an event's mails. */
export function DifferentCard({
  organizer: { name, email },
  host,
  mine,
  most,
  words: t,
}: {
  organizer: Sender["organizer"];
  host: string;
  /** The reader is the organizer. */
  mine: boolean;
  /** Mails that Usher has one mailbox send in a day. */
  most: number;
  words: Translate<"letters">;
}) {
  const sentences = [
    whose(),
    t("sender.different.answers"),
    t("sender.different.entry"),
    t("sender.different.pace", { most }),
    t("sender.different.sentItems"),
    t("sender.different.fallback"),
  ];
  return (
    <section className="card lines" aria-labelledby="different">
      <header className="pad">
        <h2 id="different">
          {mine ? t("sender.different.titleMine") : t("sender.different.title")}
        </h2>
      </header>
      <ul className="lines">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <p>{sentence}</p>
          </li>
        ))}
      </ul>
    </section>
  );

  function whose(): string {
    if (!email) return t("sender.different.fromUnnamed", { name, host });
    if (name === host) return t("sender.different.fromSame", { address: email });
    return t("sender.different.from", { name, address: email, host });
  }
}
