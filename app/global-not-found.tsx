import "./styles/site.css";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { NotFoundPage } from "@/components/site/not-found-page";
import { PublicShell } from "@/components/site/public-shell";
import { env } from "@/lib/env";
import { asLocale, dirOf } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

export async function generateMetadata(): Promise<Metadata> {
  const t = translator(await language(), "bare");
  return { title: t("notFound.title"), robots: { index: false } };
}

/** For addresses that reach no route at all, not even the one for unknown addresses. */
export default async function GlobalNotFound() {
  const locale = await language();
  return (
    <html lang={locale} dir={dirOf(locale)}>
      <body>
        <PublicShell locale={locale} sandboxUrl={env().sandboxUrl}>
          <NotFoundPage locale={locale} />
        </PublicShell>
      </body>
    </html>
  );
}

async function language() {
  return asLocale((await headers()).get("x-lang"));
}
