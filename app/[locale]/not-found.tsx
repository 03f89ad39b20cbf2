import { locale } from "next/root-params";
import { BarePage } from "@/components/site/bare-page";
import { ButtonLink } from "@/components/ui/button";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

/**
 * Where `notFound()` of a dynamic page ends. Next renders it into every page beforehand, so it may
 * ask for nothing of the request: that would make each of them dynamic.
 */
export default async function NotFound() {
  const t = translator(asLocale(await locale()), "bare");
  return (
    <BarePage title={t("notFound.title")} lead={t("notFound.lead")}>
      <ButtonLink href="/">{t("notFound.home")}</ButtonLink>
    </BarePage>
  );
}
