import type { Metadata } from "next";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "public");
  return { title: t("accessibility.title"), description: t("accessibility.lead") };
}

/** What everybody can count on, what is known not to be so, and whom to tell. */
export default async function AccessibilityPage({ params }: Props) {
  const t = translator(asLocale((await params).locale), "public");
  return (
    <main id="main" tabIndex={-1} className="wrap narrow plain">
      <h1 className="h1">{t("accessibility.title")}</h1>
      <p className="lead">{t("accessibility.lead")}</p>
      <div className="prose">
        <h2>{t("accessibility.does.title")}</h2>
        <ul>
          <li>{t("accessibility.does.keyboard")}</li>
          <li>{t("accessibility.does.reader")}</li>
          <li>{t("accessibility.does.zoom")}</li>
          <li>{t("accessibility.does.script")}</li>
        </ul>
        <h2>{t("accessibility.limits.title")}</h2>
        <p>{t("accessibility.limits.text")}</p>
        <h2>{t("accessibility.tell.title")}</h2>
        <p>{t("accessibility.tell.text")}</p>
      </div>
    </main>
  );
}
