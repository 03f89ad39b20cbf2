import type { Translate } from "@/lib/i18n/translator";
import { DeskButton } from "../desk-link";

/** The way out, in plain words; its button asks first. */
export function DisconnectCard({ words: t }: { words: Translate<"desk"> }) {
  return (
    <section className="card lines" aria-labelledby="ending">
      <header className="pad">
        <h2 id="ending">{t("connection.ending")}</h2>
      </header>
      <div>
        <div className="grow">
          <p>{t("connection.disconnectLead")}</p>
        </div>
        <DeskButton className="danger" href="/dashboard/connection?ask=disconnect">
          {t("connection.disconnect")}
        </DeskButton>
      </div>
    </section>
  );
}
