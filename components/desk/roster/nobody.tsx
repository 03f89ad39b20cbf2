"use client";
import type { RosterView } from "@/lib/registrations/roster";
import { useWords } from "../words";

/** No rows, and why: nobody yet, none in this view, or the search found none. */
export function Nobody({
  total,
  view,
  query,
  draft,
  onClear,
  onAll,
}: {
  /** People at the event at all. */
  total: number;
  view: RosterView;
  query: string;
  draft: boolean;
  onClear: { href: string; go: () => void };
  onAll: { href: string; go: () => void };
}) {
  const t = useWords();
  if (total === 0)
    return (
      <div className="nothing">
        <h2>{t("roster.emptyTitle")}</h2>
        <p>{draft ? t("roster.emptyDraft") : t("roster.emptyHelp")}</p>
      </div>
    );
  return (
    <div className="nothing">
      {query ? (
        <>
          <h2>{t("roster.noMatch", { query })}</h2>
          <p>{t("roster.noMatchHelp")}</p>
        </>
      ) : (
        <h2>{t(`roster.emptyView.${view}`)}</h2>
      )}
      <p className="row">
        {query ? <Way {...onClear} text={t("roster.clear")} /> : null}
        {view === "all" ? null : <Way {...onAll} text={t("roster.showAll")} />}
      </p>
    </div>
  );
}

function Way({ href, go, text }: { href: string; go: () => void; text: string }) {
  return (
    <a
      className="button button--small"
      href={href}
      onClick={(event) => {
        event.preventDefault();
        go();
      }}
    >
      {text}
    </a>
  );
}
