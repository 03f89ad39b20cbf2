"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { useLocale } from "use-intl";
import { Button } from "@/components/ui/button";
import type { RosterPerson } from "@/lib/registrations/read-person";
import type { Roster } from "@/lib/registrations/roster";
import { deskDates, zoneName } from "../dates";
import { Glyph } from "../glyph";
import { State } from "../state";
import { useNow } from "../use-now";
import { useReaderZone } from "../use-reader-zone";
import { useScripted } from "../use-scripted";
import { useWords } from "../words";
import { isMarkable, type RosterAddress, rosterSearch } from "./address";
import { DateFilter, type RosterSeries } from "./date-filter";
import { DecideMarked } from "./decide-form";
import { Nobody } from "./nobody";
import { type PersonActions, PersonPanel } from "./person-panel";
import { listOf, rosterQuery } from "./queries";
import { type RetryAction, RetryForm } from "./retry-form";
import { RosterList } from "./roster-list";
import { SearchBox } from "./search-box";
import { useRosterAddress } from "./use-roster-address";
import { useRosterKeys } from "./use-roster-keys";
import { useSteadyRows } from "./use-steady-rows";
import { Views } from "./views";

const NOBODY: ReadonlySet<string> = new Set();

/** Everybody who signed up: found, watched, helped. */
export function RosterDesk({
  event,
  initial,
  actions,
  brokenHref,
  series = null,
}: {
  event: { id: string; title: string; zone: string; draft: boolean };
  /** What the server saw, for which address and when (ms). */
  initial: {
    address: RosterAddress;
    roster: Roster;
    person: RosterPerson | null;
    at: number;
  };
  actions: (PersonActions & { retryAll: RetryAction }) | null;
  brokenHref: string | null;
  /** The dates that people choose among. */
  series?: RosterSeries | null;
}) {
  const t = useWords();
  const locale = useLocale();
  const path = usePathname();
  const now = useNow(initial.at);
  const zone = useReaderZone(event.zone);
  const scripted = useScripted();
  const { address, href, go } = useRosterAddress();
  const list = rosterSearch(listOf(address));
  const first = list === rosterSearch(listOf(initial.address));

  const { data, isPlaceholderData, isError, dataUpdatedAt } = useQuery({
    ...rosterQuery(event.id, address),
    initialData: first ? initial.roster : undefined,
    initialDataUpdatedAt: initial.at,
  });
  const steady = useSteadyRows(list, data, !isPlaceholderData, address.view !== "waitlist");
  const [marked, setMarked] = useState<{ list: string; ids: ReadonlySet<string> }>({
    list,
    ids: NOBODY,
  });
  const marks = marked.list === list ? marked.ids : NOBODY;
  const unmark = useCallback(() => setMarked({ list: "", ids: NOBODY }), []);
  const mark = (id: string, on: boolean) => {
    const ids = new Set(marks);
    if (on) ids.add(id);
    else ids.delete(id);
    setMarked({ list, ids });
  };

  const region = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { person } = address;
  const close = useCallback(() => {
    if (person) go({ person: null, ask: null });
  }, [go, person]);
  const before = useRef(person);
  useEffect(() => {
    // Whose panel closed gets the focus back.
    if (before.current && !person)
      region.current?.querySelector<HTMLElement>(`[data-person="${before.current}"]`)?.focus();
    before.current = person;
  }, [person]);
  useRosterKeys(region, search, close);

  const openOne = (id: string, how: "push" | "replace" = person ? "replace" : "push") =>
    go({ person: id, ask: null }, how);
  const index = steady.rows.findIndex(({ row }) => row.id === person);
  const firstPage = address.cursor === null;
  return (
    <main id="main" tabIndex={-1} className={person ? "roster paired" : "roster"}>
      <section className="list" aria-label={t("roster.title")} ref={region}>
        <h2 className="vh">{t("roster.title")}</h2>
        <div className="viewbar">
          <Views
            view={address.view}
            counts={data?.counts}
            href={(view) => href({ view, cursor: null, person: null, ask: null })}
            onPick={(view) => go({ view, cursor: null, ask: null })}
          />
        </div>
        <div className="toolbar">
          <SearchBox
            address={address}
            action={path}
            input={search}
            onSearch={(query) => {
              if (query !== address.query) go({ query, cursor: null }, "replace");
            }}
          />
          {series ? (
            <DateFilter
              series={series}
              address={address}
              action={path}
              scripted={scripted}
              onPick={(date) => go({ date, cursor: null })}
            />
          ) : null}
          {actions && data && data.counts.all > 0 ? (
            <a
              className="button button--small"
              href={`/api/events/${event.id}/export${list}`}
              download
            >
              <Glyph name="download" />
              {t("roster.export")}
            </a>
          ) : null}
          {address.view === "trouble" && actions && data ? (
            <RetryForm
              action={actions.retryAll}
              eventId={event.id}
              label={t("roster.retryAll")}
              hint={t("roster.retryAllHint")}
              idle={data.counts.trouble === 0}
              done={(count) => t("overview.retried", { count })}
            />
          ) : null}
        </div>
        {actions && isMarkable(address.view) && data ? (
          <DecideMarked
            eventId={event.id}
            about={address.view}
            action={actions.decide}
            count={marks.size}
            total={data.counts[address.view]}
            onDone={unmark}
          />
        ) : null}
        {data === undefined ? (
          <div role="status" aria-label={t("roster.loading")} className="grow">
            {["a", "b", "c", "d", "e", "f", "g", "h"].map((bone) => (
              <span className="bone" key={bone} />
            ))}
          </div>
        ) : steady.rows.length === 0 ? (
          <div className="grow">
            <Nobody
              total={data.counts.all}
              view={address.view}
              query={address.query}
              draft={event.draft}
              onClear={{
                href: href({ query: "", cursor: null }),
                go: () => go({ query: "", cursor: null }),
              }}
              onAll={{
                href: href({ view: "all", cursor: null }),
                go: () => go({ view: "all", cursor: null }),
              }}
            />
          </div>
        ) : (
          <div className="grow">
            <RosterList
              rows={steady.rows}
              query={address.query}
              open={person}
              zone={zone}
              now={now}
              caption={t("roster.caption", { title: event.title })}
              busy={isPlaceholderData}
              href={(id) => href({ person: id, ask: null })}
              onOpen={openOne}
              marks={actions && isMarkable(address.view) ? { ids: marks, mark } : null}
            />
          </div>
        )}
        <div className="foot">
          <span>
            {data ? t("roster.shown", { shown: steady.rows.length, total: data.total }) : null}
          </span>
          {!scripted ? null : isError ? (
            <State tone="bad" glyph="warn">
              {t("roster.offline", {
                time: `${deskDates(locale, zone).clock(new Date(dataUpdatedAt).toISOString())} ${zoneName(now, zone, locale)}`,
              })}
            </State>
          ) : (
            <State tone="good" glyph="s-ok">
              {t("roster.live")}
            </State>
          )}
          <span role="status">
            {steady.fresh > 0 && firstPage ? (
              <Button size="small" onClick={steady.show}>
                <Glyph name="up" />
                {t("roster.fresh", { count: steady.fresh })}
              </Button>
            ) : null}
          </span>
          {firstPage ? null : (
            <a className="button button--small" href={href({ cursor: null })}>
              {t("roster.newest")}
            </a>
          )}
          {data?.next ? (
            <a className="button button--small" href={href({ cursor: data.next, person: null })}>
              {t("roster.older")}
            </a>
          ) : null}
          <span className="keys only-l" aria-hidden="true" hidden={!scripted}>
            {t("roster.keysWhere")} <kbd>J</kbd> <kbd>K</kbd> {t("roster.keysMove")}{" "}
            <kbd>Enter</kbd> {t("roster.keysOpen")} <kbd>/</kbd> {t("roster.keysSearch")}
          </span>
        </div>
      </section>
      {person ? (
        <PersonPanel
          key={person}
          eventId={event.id}
          id={person}
          initial={person === initial.address.person ? initial.person : undefined}
          ask={address.ask === "withdraw"}
          position={
            index >= 0 && index < (data?.total ?? 0) && firstPage && data
              ? t("person.position", { position: index + 1, total: data.total })
              : null
          }
          zone={zone}
          now={now}
          neighbours={{
            previous: steady.rows[index - 1]?.row.id ?? null,
            next: index < 0 ? null : (steady.rows[index + 1]?.row.id ?? null),
          }}
          hrefs={{
            close: href({ person: null, ask: null }),
            ask: href({ ask: "withdraw" }),
            keep: href({ ask: null }),
          }}
          onClose={close}
          onStep={(id) => openOne(id, "replace")}
          actions={actions}
          brokenHref={brokenHref}
          series={series}
        />
      ) : null}
    </main>
  );
}
