import { EnvelopeArt } from "@/components/site/art";
import { ButtonLink } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

/** A pass that a newer one replaced. Only the mailbox knows the newer one. */
export function EndedPass({ slug, locale }: { slug: string; locale: Locale }) {
  const t = translator(locale, "pass");
  return (
    <main id="main" tabIndex={-1} className="wrap narrow plain">
      <EnvelopeArt />
      <h1 className="h1">{t("ended.title")}</h1>
      <p className="lead">{t("ended.lead")}</p>
      <div className="actions">
        <ButtonLink href={`/e/${slug}`}>{t("ended.action")}</ButtonLink>
      </div>
    </main>
  );
}
