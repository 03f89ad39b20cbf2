import type { ReactNode } from "react";
import { PublicShell } from "@/components/site/public-shell";
import { env } from "@/lib/env";
import { asLocale } from "@/lib/i18n/locales";

export default async function PublicLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}) {
  const { locale } = await params;
  return (
    <PublicShell locale={asLocale(locale)} sandboxUrl={env().sandboxUrl}>
      {children}
    </PublicShell>
  );
}
