import type { Metadata } from "next";
import { PosterArt } from "@/components/event/poster-art";
import { ButtonLink } from "@/components/ui/button";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "public");
  return {
    title: t("front.title"),
    description: t("front.lead"),
    alternates: { canonical: "/" },
  };
}

/** The front page: the way to the desk for organizers, and for guests the way back to their pass. */
export default async function FrontPage({ params }: Props) {
  const t = translator(asLocale((await params).locale), "public");
  return (
    <main id="main" tabIndex={-1} className="wrap front">
      <header className="poster">
        <PosterArt seed="usher" shape="poster" />
        <div className="poster__in">
          <p className="poster__host">Usher</p>
          <h1>{t("front.headline")}</h1>
          <p className="front__lead">{t("front.lead")}</p>
        </div>
      </header>
      <div className="front__cards">
        <section>
          <h2>{t("front.organizers.title")}</h2>
          <p>{t("front.organizers.text")}</p>
          <div className="actions">
            <ButtonLink variant="primary" href="/dashboard">
              {t("front.organizers.link")}
            </ButtonLink>
          </div>
        </section>
        <section>
          <h2>{t("front.guests.title")}</h2>
          <p>{t("front.guests.text")}</p>
          <p>{t("front.guests.again")}</p>
        </section>
      </div>
    </main>
  );
}
