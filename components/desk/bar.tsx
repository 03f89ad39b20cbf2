import type { ReactNode } from "react";
import type { Translate } from "@/lib/i18n/translator";
import { ConnectionChip, type ConnectionState } from "./connection-chip";
import { DeskLink } from "./desk-link";
import { MainNav } from "./main-nav";

/** The desk's one strip: where I am, how Usher stands with Microsoft, me. */
export function Bar({
  connection,
  sandboxUrl,
  menu,
  words: t,
}: {
  connection: ConnectionState;
  sandboxUrl: string | null;
  menu: ReactNode;
  words: Translate<"desk">;
}) {
  return (
    <header className="bar">
      <DeskLink className="brand" href="/dashboard" aria-label={t("bar.home")}>
        <Mark />
        <b>Usher</b>
      </DeskLink>
      <MainNav label={t("bar.nav")} events={t("bar.events")} connection={t("bar.connection")} />
      <span className="grow" />
      {sandboxUrl ? (
        <a className="chip-sandbox" href={sandboxUrl} title={t("bar.sandboxHelp")}>
          {t("bar.sandbox")}
        </a>
      ) : null}
      <ConnectionChip initial={connection} />
      {menu}
    </header>
  );
}

/** A ticket, torn. */
function Mark() {
  return (
    <svg viewBox="0 0 24 18" aria-hidden="true" focusable="false">
      <path
        fill="currentColor"
        d="M2 0h20a2 2 0 0 1 2 2v4.200a2.800 2.800 0 0 0 0 5.600V16a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2v-4.200a2.800 2.800 0 0 0 0-5.600V2a2 2 0 0 1 2-2z"
      />
      <path
        d="M15.500 3v12"
        stroke="var(--paper)"
        strokeWidth="1.6"
        strokeDasharray="1.600 1.900"
      />
    </svg>
  );
}
