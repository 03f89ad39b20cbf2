import type { Metadata } from "next";
import { env } from "@/lib/env";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { UNCONFIRMED_DAYS } from "@/lib/registrations/unconfirmed-days";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "public");
  return { title: t("privacy.title"), description: t("privacy.lead") };
}

/** What is kept of attendees. Change it with whatever changes what is kept. */
export default async function PrivacyPage({ params }: Props) {
  const t = translator(asLocale((await params).locale), "public");
  return (
    <main id="main" tabIndex={-1} className="wrap narrow plain">
      <h1 className="h1">{t("privacy.title")}</h1>
      <p className="lead">{t("privacy.lead")}</p>
      <div className="prose">
        <h2>{t("privacy.signUp.title")}</h2>
        <p>{t("privacy.signUp.text")}</p>
        <ul>
          <li>{t("privacy.signUp.host")}</li>
          <li>{t("privacy.signUp.source")}</li>
          <li>{t("privacy.signUp.microsoft")}</li>
          {env().attendeeScope ? <li>{t("privacy.signUp.own")}</li> : null}
          <li>{t("privacy.signUp.machines")}</li>
          <li>{t("privacy.signUp.once")}</li>
        </ul>
        <h2>{t("privacy.links.title")}</h2>
        <p>{t("privacy.links.text")}</p>
        <p>{t("privacy.links.presses")}</p>
        <h2>{t("privacy.cookies.title")}</h2>
        <p>{t("privacy.cookies.text")}</p>
        <h2>{t("privacy.long.title")}</h2>
        <p>{t("privacy.long.text", { days: UNCONFIRMED_DAYS })}</p>
        <h2>{t("privacy.rights.title")}</h2>
        <p>{t("privacy.rights.text")}</p>
      </div>
    </main>
  );
}
