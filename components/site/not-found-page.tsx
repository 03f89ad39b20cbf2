import { ButtonLink } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { TornTicketArt } from "./art";

/**
 * "There's nothing here", as a page's own markup: Next's notFound() sends an empty body on a
 * cached page. server.ts reads `data-http-status` and answers with that status.
 */
export function NotFoundPage({ locale }: { locale: Locale }) {
  const t = translator(locale, "bare");
  return (
    <main data-http-status="404" id="main" tabIndex={-1} className="wrap narrow plain">
      <TornTicketArt />
      <h1 className="h1">{t("notFound.title")}</h1>
      <p className="lead">{t("notFound.lead")}</p>
      <div className="actions">
        <ButtonLink href="/">{t("notFound.home")}</ButtonLink>
      </div>
    </main>
  );
}
