"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "use-intl";
import type { Roster } from "@/lib/registrations/roster";
import { relative } from "../dates";
import { DeskLink } from "../desk-link";
import { readRosterAddress } from "../roster/address";
import { rosterQuery } from "../roster/queries";
import { LinkState, PlaceState } from "../roster/states";
import { useNow } from "../use-now";
import { useWords } from "../words";

const SHOWN = 5;

/** The latest sign-ups, as they come. */
export function Recent({
  event,
  initial,
  at,
}: {
  event: { id: string; state: string };
  initial: Roster;
  at: number;
}) {
  const t = useWords();
  const locale = useLocale();
  const now = useNow(at);
  const { data } = useQuery({
    ...rosterQuery(event.id, readRosterAddress(new URLSearchParams())),
    placeholderData: initial,
  });
  const rows = (data ?? initial).rows.slice(0, SHOWN);
  const list = `/dashboard/events/${event.id}/registrations`;
  return (
    <section className="card lines" aria-labelledby="recent">
      <header className="pad">
        <h2 id="recent" className="grow">
          {t("overview.recent")}
        </h2>
        {rows.length > 0 ? (
          <DeskLink className="hint" href={list}>
            {t("overview.recentAll")}
          </DeskLink>
        ) : null}
      </header>
      {rows.length === 0 ? (
        <p className="body tight muted">
          {event.state === "draft" ? t("roster.emptyDraft") : t("overview.recentNone")}
        </p>
      ) : (
        rows.map((row) => (
          <div key={row.id}>
            <div className="grow">
              <b>
                <DeskLink href={`${list}?person=${row.id}`}>
                  {row.firstName} {row.lastName}
                </DeskLink>
              </b>
              <p>{row.email}</p>
            </div>
            {row.place === "taken" || row.place === "withdrawn" ? (
              <LinkState row={row} words={t} named />
            ) : (
              <PlaceState row={row} words={t} />
            )}
            <span className="hint">{relative(row.signedUpAt, now, locale)}</span>
          </div>
        ))
      )}
    </section>
  );
}
