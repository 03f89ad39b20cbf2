import type { Metadata } from "next";
import { ACCESSIBILITY_EVIDENCE, ACCESSIBILITY_REVIEWED } from "@/lib/accessibility";
import { env } from "@/lib/env";
import { sayDay } from "@/lib/form/say";
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

const TESTED = Object.keys(ACCESSIBILITY_EVIDENCE) as (keyof typeof ACCESSIBILITY_EVIDENCE)[];

/** What everybody can count on, what was tested, what is known not to be so, and whom to tell. */
export default async function AccessibilityPage({ params }: Props) {
  const locale = asLocale((await params).locale);
  const t = translator(locale, "public");
  const { contact } = env();
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
        <h2>{t("accessibility.tested.title")}</h2>
        <ul>
          {TESTED.map((what) => (
            <li key={what}>{t(`accessibility.tested.${what}`)}</li>
          ))}
        </ul>
        <p>
          {t("accessibility.tested.when", { reviewed: sayDay(ACCESSIBILITY_REVIEWED, locale) })}
        </p>
        <h2>{t("accessibility.limits.title")}</h2>
        <p>{t("accessibility.limits.text")}</p>
        <ul>
          <li>{t("accessibility.limits.people")}</li>
          <li>{t("accessibility.limits.desk")}</li>
        </ul>
        <h2>{t("accessibility.tell.title")}</h2>
        <p>{t("accessibility.tell.text")}</p>
        {contact ? (
          <p>
            {t.rich("accessibility.tell.contact", {
              contact,
              link: (words) => (
                <a href={contact.includes("://") ? contact : `mailto:${contact}`}>{words}</a>
              ),
            })}
          </p>
        ) : null}
      </div>
    </main>
  );
}
