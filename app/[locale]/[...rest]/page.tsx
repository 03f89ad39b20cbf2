import type { Metadata } from "next";
import { NotFoundPage } from "@/components/site/not-found-page";
import { PublicShell } from "@/components/site/public-shell";
import { env } from "@/lib/env";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "bare");
  return { title: t("notFound.title"), robots: { index: false } };
}

/** Every address that leads to nothing. */
export default async function UnknownAddress({ params }: Props) {
  const locale = asLocale((await params).locale);
  return (
    <PublicShell locale={locale} sandboxUrl={env().sandboxUrl}>
      <NotFoundPage locale={locale} />
    </PublicShell>
  );
}
