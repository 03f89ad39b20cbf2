import type { Metadata } from "next";
import { EnvelopeArt } from "@/components/site/art";
import { NotFoundPage } from "@/components/site/not-found-page";
import { ButtonLink } from "@/components/ui/button";
import { env } from "@/lib/env";
import { asAccent } from "@/lib/events/accents";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { addressOf } from "@/lib/mail/header-text";
import { keptDraft } from "../browser-cookies";
import { cachedPage, slugOf } from "../event-page";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string; slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "public");
  return { title: t("mailbox.title"), robots: { index: false } };
}

/**
 * After a sign-up that only the mail answers. It says the same to a new address and to a known
 * one, and names an address only to the browser that has just typed it.
 */
export default async function MailboxPage({ params }: Props) {
  const locale = asLocale((await params).locale);
  const page = await cachedPage(slugOf((await params).slug));
  if (!page) return <NotFoundPage locale={locale} />;
  const t = translator(locale, "public");
  const typed = (await keptDraft(page.slug))?.values.email.trim();
  return (
    <main id="main" tabIndex={-1} className="wrap narrow plain" data-accent={asAccent(page.accent)}>
      <EnvelopeArt />
      <h1 className="h1">{t("mailbox.title")}</h1>
      <p className="lead">{t("mailbox.lead", { title: page.title })}</p>
      <dl className="sent">
        {typed ? (
          <div>
            <dt>{t("mailbox.to")}</dt>
            <dd>{typed}</dd>
          </div>
        ) : null}
        <div>
          <dt>{t("mailbox.from")}</dt>
          <dd>{`${page.hostName} <${addressOf(env().mailFrom)}>`}</dd>
        </div>
        <div>
          <dt>{t("mailbox.about")}</dt>
          <dd>{page.title}</dd>
        </div>
      </dl>
      <h2>{t("mailbox.nothing")}</h2>
      <ul className="list">
        <li>{t("mailbox.spam")}</li>
        <li>{t("mailbox.wrong")}</li>
        <li>{t("mailbox.twice")}</li>
        {page.audience === "everyone" ? <li>{t("mailbox.work")}</li> : null}
      </ul>
      <div className="actions">
        <ButtonLink href={`/e/${page.slug}#register`}>{t("mailbox.again")}</ButtonLink>
        <ButtonLink href={`/e/${page.slug}`} variant="quiet">
          {t("mailbox.back")}
        </ButtonLink>
      </div>
    </main>
  );
}
