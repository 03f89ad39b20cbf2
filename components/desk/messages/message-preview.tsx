import type { MailKind } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import { DeskLink } from "../desk-link";
import { Glyph } from "../glyph";
import { messageHref } from "./message-address";

/** A mail as its reader has it before them: in a frame that can do nothing, or as plain text. */
export function MessagePreview({
  eventId,
  kind,
  locale,
  part,
  mail,
  reader,
  frame,
  words: t,
}: {
  eventId: string;
  kind: MailKind;
  locale: Locale;
  part: "html" | "text";
  mail: { subject: string; text: string; from: string };
  reader: string;
  /** Address of the HTML part. */
  frame: string;
  words: Translate<"letters">;
}) {
  return (
    <aside className="stage" aria-label={t("preview.label")}>
      <div className="keep">
        <header>
          <nav className="seg" aria-label={t("preview.part")}>
            {(["html", "text"] as const).map((each) => (
              <DeskLink
                key={each}
                href={messageHref(eventId, { kind, locale, part: each })}
                scroll={false}
                aria-current={each === part ? "true" : undefined}
              >
                {each === "html" ? <Glyph name="mail" /> : null}
                {t(`preview.${each}`)}
              </DeskLink>
            ))}
          </nav>
          <span className="hint">{t("preview.as", { name: reader })}</span>
        </header>
        <article className="letter" lang={locale}>
          <div className="hd">
            <b>{mail.subject}</b>
            <span>{t("preview.toReader", { host: mail.from, name: reader })}</span>
          </div>
          {part === "html" ? (
            <iframe sandbox="" src={frame} title={t("preview.frame")} />
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
            <section className="plain" tabIndex={0} aria-label={t("preview.textLabel")}>
              <pre>{mail.text}</pre>
            </section>
          )}
        </article>
        <p className="hint">{t("preview.example")}</p>
      </div>
    </aside>
  );
}
