import type { ReactNode } from "react";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { Footer } from "./footer";
import { SandboxNotice } from "./sandbox-notice";

/** What stands around every public page. Its `main` has the id that the skip link leads to. */
export function PublicShell({
  locale,
  sandboxUrl,
  children,
}: {
  locale: Locale;
  /** The sandbox's mailbox, while the sandbox runs. */
  sandboxUrl: string | null;
  children: ReactNode;
}) {
  return (
    <div className="public" data-accent="velvet">
      <a className="skip" href="#main">
        {translator(locale, "common")("skip")}
      </a>
      {sandboxUrl ? <SandboxNotice locale={locale} mailbox={sandboxUrl} /> : null}
      {children}
      <Footer locale={locale} />
    </div>
  );
}
