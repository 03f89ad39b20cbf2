import type { Translate } from "@/lib/i18n/translator";
import { CopyButton } from "../copy-button";
import { Qr } from "../qr";

/** Where the page is, to copy, to print, to show on the last slide. */
export function AddressCard({
  eventId,
  publicUrl,
  slug,
  draft,
  words: t,
  sharing,
}: {
  eventId: string;
  publicUrl: string;
  slug: string;
  draft: boolean;
  words: Translate<"desk">;
  sharing: Translate<"sharing">;
}) {
  const address = `${publicUrl}/e/${slug}`;
  return (
    <section className="card" aria-labelledby="address">
      <header>
        <h2 id="address">{t("overview.address")}</h2>
      </header>
      <div className="body">
        <div className="addr">
          <span>
            <small>{new URL(publicUrl).host}</small>
            <b>/e/{slug}</b>
          </span>
          {draft ? null : (
            <CopyButton
              text={address}
              words={{
                copy: t("overview.copy"),
                copied: t("event.copied"),
                failed: t("event.copyFailed"),
              }}
            />
          )}
        </div>
        {draft ? (
          <p className="hint after">{t("overview.addressDraft")}</p>
        ) : (
          <div className="qr-row">
            <Qr address={address} label={t("overview.qr")} />
            <div>
              <p className="muted">{t("overview.qrHelp")}</p>
              <p>
                <a href={`/api/events/${eventId}/qr`} download>
                  {t("overview.qrSvg")}
                </a>
              </p>
              <p>
                <a href={`/api/events/${eventId}/qr?as=png`} download>
                  {sharing("qr.png")}
                </a>
              </p>
            </div>
          </div>
        )}
      </div>
    </section>
  );
}
