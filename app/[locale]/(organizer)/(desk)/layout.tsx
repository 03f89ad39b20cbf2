import "@/app/styles/desk.css";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { Bar } from "@/components/desk/bar";
import { DeskProvider } from "@/components/desk/desk-provider";
import { PersonMenu } from "@/components/desk/person-menu";
import { ZoneCookie } from "@/components/desk/zone-cookie";
import { db } from "@/lib/db/database";
import { env } from "@/lib/env";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { asLocale, LOCALE_NAMES, LOCALE_REGIONS, LOCALES } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { connectionHealth } from "@/lib/organizers/connection-health";
import { requirePerson } from "@/lib/session/require-person";
import { THEME_COOKIE, THEMES, themeOf } from "./theme";
import { setThemeAction } from "./theme-action";

export const metadata: Metadata = { robots: { index: false, follow: false } };

/** The gate and the strip above every page of the desk. Each page and action asks who as well. */
export default async function DeskLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}) {
  const person = await requirePerson();
  const locale = asLocale((await params).locale);
  const jar = await cookies();
  const theme = themeOf(jar.get(THEME_COOKIE)?.value);
  const health = await connectionHealth(db(), person.id);
  const t = translator(locale, "desk");
  const { desk, moving, reasons } = CATALOGS[locale];
  return (
    <div className="desk" data-theme={theme === "system" ? undefined : theme}>
      <a className="skip" href="#main">
        {t("bar.skip")}
      </a>
      <DeskProvider locale={LOCALE_REGIONS[locale]} messages={{ desk, moving, reasons }}>
        <Bar
          connection={health.state}
          sandboxUrl={env().sandboxUrl}
          words={t}
          menu={
            <PersonMenu
              person={person}
              theme={theme}
              themes={THEMES}
              languages={LOCALES.map((code) => ({
                code,
                name: LOCALE_NAMES[code],
                current: code === locale,
              }))}
              setTheme={setThemeAction}
              signOut={signOutAction}
              words={t}
            />
          }
        />
        <ZoneCookie known={jar.get("zone")?.value ?? null} />
        {children}
      </DeskProvider>
    </div>
  );
}
