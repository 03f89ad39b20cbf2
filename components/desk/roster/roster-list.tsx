"use client";
import clsx from "clsx";
import { type MouseEvent, useSyncExternalStore } from "react";
import { useLocale } from "use-intl";
import type { RosterRow } from "@/lib/registrations/roster";
import { type DeskDates, deskDates, zoneName } from "../dates";
import { useWords } from "../words";
import { MARKS_FORM } from "./decide-form";
import { Marked } from "./marked";
import { LinkState, MailState, PlaceState } from "./states";
import type { SteadyRow } from "./use-steady-rows";

interface Props {
  rows: SteadyRow[];
  query: string;
  /** Whose panel is open. */
  open: string | null;
  zone: string;
  now: number;
  caption: string;
  busy: boolean;
  href: (id: string) => string;
  onOpen: (id: string) => void;
  /** Who is marked, where people can be: to decide on several at once. */
  marks: { ids: ReadonlySet<string>; mark: (id: string, on: boolean) => void } | null;
}

const PHONE = "(max-width: 720px)";

/**
 * The people: a table where there is room, a list on a phone. The server doesn't know, so it
 * sends both and the style sheet shows one; the browser keeps only that one.
 */
export function RosterList(props: Props) {
  const narrow = useSyncExternalStore<boolean | null>(
    watchPhone,
    () => window.matchMedia(PHONE).matches,
    () => null,
  );
  return (
    <>
      {narrow === true ? null : <PeopleTable {...props} />}
      {narrow === false ? null : <PeopleList {...props} />}
    </>
  );
}

function watchPhone(changed: () => void) {
  const query = window.matchMedia(PHONE);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

function PeopleTable({ rows, query, open, zone, now, caption, busy, href, onOpen, marks }: Props) {
  const t = useWords();
  const locale = useLocale();
  const dates = deskDates(locale, zone);
  return (
    <div className="scroll only-l">
      <table className="tbl" aria-busy={busy}>
        <caption className="vh">{caption}</caption>
        <thead>
          <tr>
            {marks ? (
              <th scope="col">
                <span className="vh">{t("roster.marks")}</span>
              </th>
            ) : null}
            <th scope="col">{t("roster.name")}</th>
            <th scope="col">{t("roster.email")}</th>
            <th scope="col">{t("roster.place")}</th>
            <th scope="col">{t("roster.link")}</th>
            <th scope="col">{t("roster.mail")}</th>
            <th scope="col">{t("roster.signedUp", { zone: zoneName(now, zone, locale) })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, gone }) => (
            <tr
              key={row.id}
              className={clsx(open === row.id && "open", gone && "gone")}
              title={gone ? t("roster.changed") : undefined}
            >
              {marks ? (
                <td className="mark">
                  <Mark row={row} marks={marks} words={t} />
                </td>
              ) : null}
              <th scope="row" className="who">
                <a
                  href={href(row.id)}
                  data-person={row.id}
                  aria-current={open === row.id || undefined}
                  onClick={(event) => follow(event, () => onOpen(row.id))}
                >
                  <Marked text={`${row.firstName} ${row.lastName}`} query={query} />
                </a>
              </th>
              <td title={row.email}>
                <Marked text={row.email} query={query} />
              </td>
              <td>
                <PlaceState row={row} words={t} />
              </td>
              <td>
                <LinkState row={row} words={t} />
              </td>
              <td>
                <MailState row={row} words={t} />
              </td>
              <td className="when">{signedUp(row.signedUpAt, now, dates, t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PeopleList({ rows, query, open, zone, now, caption, busy, href, onOpen, marks }: Props) {
  const t = useWords();
  const dates = deskDates(useLocale(), zone);
  return (
    <ul className="people only-s" aria-label={caption} aria-busy={busy}>
      {rows.map(({ row, gone }) => (
        <li key={row.id} className={clsx(gone && "gone", marks && "marking")}>
          {marks ? <Mark row={row} marks={marks} words={t} /> : null}
          <a
            href={href(row.id)}
            data-person={row.id}
            aria-current={open === row.id || undefined}
            onClick={(event) => follow(event, () => onOpen(row.id))}
          >
            <Marked text={`${row.firstName} ${row.lastName}`} query={query} />
          </a>
          <PlaceState row={row} words={t} />
          <span className="em">
            <Marked text={row.email} query={query} />
          </span>
          <span className="when">{signedUp(row.signedUpAt, now, dates, t)}</span>
          <span className="states">
            <LinkState row={row} words={t} named />
            <MailState row={row} words={t} named />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Belongs to the form above the list, so that it works without JavaScript too. */
function Mark({
  row,
  marks: { ids, mark },
  words: t,
}: {
  row: RosterRow;
  marks: NonNullable<Props["marks"]>;
  words: ReturnType<typeof useWords>;
}) {
  return (
    <input
      type="checkbox"
      name="registrationId"
      value={row.id}
      form={MARKS_FORM}
      aria-label={t("roster.mark", { name: `${row.firstName} ${row.lastName}` })}
      checked={ids.has(row.id)}
      onChange={(event) => mark(row.id, event.target.checked)}
    />
  );
}

/** A link that this page follows by itself, unless somebody wants it elsewhere. */
function follow(event: MouseEvent, here: () => void) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  here();
}

/** `Today 13:40`, `16 Nov 10:31`; the zone heads the column. */
function signedUp(at: string, now: number, dates: DeskDates, t: ReturnType<typeof useWords>) {
  const time = dates.clock(at);
  const days = dates.daysBetween(at, now);
  if (days === 0) return t("dates.today", { time });
  if (days === 1) return t("dates.yesterday", { time });
  return `${dates.date(at, now)} ${time}`;
}
