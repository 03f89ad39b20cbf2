import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SubmitButton } from "@/components/forms/submit-button";
import { EnvelopeArt } from "@/components/site/art";
import { NotFoundPage } from "@/components/site/not-found-page";
import { ButtonLink } from "@/components/ui/button";
import { asAccent } from "@/lib/events/accents";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { readPass } from "@/lib/registrations/read-pass";
import { PRIVATE_PAGE } from "../../../private-page";
import { replaceAction } from "./actions";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string; token: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "pass");
  return { ...PRIVATE_PAGE, title: t("replace.title") };
}

/** For whose pass got about. A button's POST, since mail scanners open every link. */
export default async function ReplacePage({ params }: Props) {
  const { token, locale: wanted } = await params;
  const locale = asLocale(wanted);
  const pass = await readPass(token, new Date());
  if (!pass) return <NotFoundPage locale={locale} />;
  if (pass.ended || pass.place !== "taken" || !pass.canWithdraw)
    redirect(`/r/${encodeURIComponent(token)}`);
  const t = translator(locale, "pass");
  const { event, person } = pass;
  return (
    <main
      id="main"
      tabIndex={-1}
      className="wrap narrow plain"
      data-accent={asAccent(event.accent)}
    >
      <EnvelopeArt />
      <h1 className="h1">{t("replace.title")}</h1>
      <p className="lead">
        {person ? t("replace.leadTo", { email: person.email }) : t("replace.lead")}
      </p>
      <form className="actions" action={replaceAction}>
        <input type="hidden" name="token" value={token} />
        <SubmitButton variant="bad" size="large" pending={t("replace.pending")}>
          {t("replace.confirm")}
        </SubmitButton>
        <ButtonLink size="large" href={`/r/${token}`}>
          {t("replace.keep")}
        </ButtonLink>
      </form>
      <p className="hint after-actions">{t("replace.fine")}</p>
    </main>
  );
}
