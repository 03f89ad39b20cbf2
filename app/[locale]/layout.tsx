import "../styles/site.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { FailureWords } from "@/components/site/failure-words";
import { env } from "@/lib/env";
import { asLocale, dirOf, LOCALES } from "@/lib/i18n/locales";

export function generateStaticParams() {
  return LOCALES.map((locale) => ({ locale }));
}

export function generateMetadata(): Metadata {
  return {
    metadataBase: new URL(env().publicUrl),
    title: { default: "Usher", template: "%s · Usher" },
    formatDetection: { telephone: false, email: false, address: false },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfaf6" },
    { media: "(prefers-color-scheme: dark)", color: "#13100e" },
  ],
};

/** The root of every page. The address carries no language: server.ts leads it here (x-lang). */
export default async function RootLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}) {
  const language = asLocale((await params).locale);
  return (
    <html lang={language} dir={dirOf(language)}>
      <body>
        {children}
        <FailureWords locale={language} />
      </body>
    </html>
  );
}
