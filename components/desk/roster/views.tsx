"use client";
import type { RosterView } from "@/lib/registrations/roster";
import { useWords } from "../words";
import { SELDOM, VIEWS } from "./address";

/** The views with their counts. Plain links; with JavaScript the list changes in place. */
export function Views({
  view,
  counts,
  href,
  onPick,
}: {
  view: RosterView;
  counts: Record<RosterView, number> | undefined;
  href: (view: RosterView) => string;
  onPick: (view: RosterView) => void;
}) {
  const t = useWords();
  return (
    <nav className="tabs views" aria-label={t("roster.views")}>
      {VIEWS.filter(
        (each) => each === view || !SELDOM.includes(each) || (counts?.[each] ?? 0) > 0,
      ).map((each) => (
        <a
          key={each}
          href={href(each)}
          aria-current={each === view ? "page" : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onPick(each);
          }}
        >
          {t(`roster.${each}`)}
          <span className="c">{counts?.[each] ?? ""}</span>
        </a>
      ))}
    </nav>
  );
}
