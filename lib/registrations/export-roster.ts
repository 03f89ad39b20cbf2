import { CSV_MARK, csvRow } from "@/lib/csv";
import { db } from "@/lib/db/database";
import { CATALOGS } from "@/lib/i18n/catalogs";
import type { Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import type { EventAccess } from "@/lib/session/access";
import { isoInZone } from "@/lib/time/zones";
import { type AnswerColumn, exportAnswers } from "./export-answers";
import { type RosterView, readWholeRoster, type WholeRow } from "./roster";
import { sourceQuery } from "./source";

/** Rows read, and written, at a time. */
const TURN = 500;

/**
 * An event's people as a CSV file, piece by piece: whoever the roster shows in this view, with every
 * question that was ever answered, and with personal links how often they were pressed. No pass and
 * no join link: those are their holders' alone.
 */
export async function* exportRoster(
  access: EventAccess,
  {
    query,
    view,
    date,
    locale,
    zone,
    turn = TURN,
  }: {
    query: string;
    view: RosterView;
    /** Only who comes to this date. */
    date?: string | null;
    locale: Locale;
    zone: string;
    turn?: number;
  },
): AsyncGenerator<string> {
  const t = translator(locale, "desk");
  const words = CATALOGS[locale].form;
  const answers = await exportAnswers(access, { locale, words });
  const pressed = await hasPersonalLinks(access);
  const dates = await datesOf(access, zone);
  yield CSV_MARK +
    csvRow([
      ...heads(zone, t),
      ...(pressed ? pressHeads(zone, t) : []),
      ...(dates ? [`${translator(locale, "series")("desk.theirs")} (${zone})`] : []),
      ...answerHeads(answers.columns, t),
    ]);
  for await (const rows of readWholeRoster(access, { query, view, date, turn }))
    yield rows
      .map((row) =>
        csvRow([
          ...said(row, zone, t),
          ...(pressed ? presses(row, zone) : []),
          ...(dates ? [chosen(row, dates)] : []),
          ...answers.cells(row.answered),
        ]),
      )
      .join("");
}

async function hasPersonalLinks(access: EventAccess): Promise<boolean> {
  const { registrar } = await db()
    .selectFrom("events")
    .select("registrar")
    .where("id", "=", access.eventId)
    .executeTakeFirstOrThrow();
  return registrar === "direct";
}

/** When each date begins, by its id, in its order; null where nobody chooses. */
async function datesOf(access: EventAccess, zone: string): Promise<Map<string, string> | null> {
  const rows = await db()
    .selectFrom("event_dates")
    .innerJoin("events", "events.id", "event_dates.event_id")
    .select(["event_dates.id", "event_dates.starts_at as startsAt"])
    .where("events.id", "=", access.eventId)
    .where("events.chooses_dates", "=", true)
    .orderBy("event_dates.starts_at")
    .execute();
  if (rows.length === 0) return null;
  return new Map(rows.map(({ id, startsAt }) => [id, isoInZone(startsAt, zone)]));
}

function chosen(row: WholeRow, dates: ReadonlyMap<string, string>): string {
  return [...dates].flatMap(([id, at]) => (row.dates.includes(id) ? [at] : [])).join("; ");
}

function pressHeads(zone: string, t: Translate<"desk">): string[] {
  return [t("roster.presses"), t("roster.firstPress", { zone }), t("roster.lastPress", { zone })];
}

function presses({ presses: { count, first, last } }: WholeRow, zone: string): string[] {
  const at = (time: string | null) => (time ? isoInZone(new Date(time), zone) : "");
  return [String(count), at(first), at(last)];
}

function answerHeads(columns: AnswerColumn[], t: Translate<"desk">): string[] {
  return columns.map(({ label, isAsked }) =>
    isAsked ? label : `${label} ${t("person.notAsked")}`,
  );
}

function heads(zone: string, t: Translate<"desk">): string[] {
  return [
    t("person.firstName"),
    t("person.lastName"),
    t("roster.email"),
    t("roster.place"),
    t("roster.link"),
    t("roster.mail"),
    t("roster.signedUp", { zone }),
    t("roster.gaveUp", { zone }),
    t("roster.language"),
    t("roster.source"),
  ];
}

function said(row: WholeRow, zone: string, t: Translate<"desk">): string[] {
  const waits = row.place === "waitlisted" || row.place === "awaiting_approval";
  return [
    row.firstName,
    row.lastName,
    row.email,
    t(`roster.places.${row.unconfirmed && waits ? "unconfirmed" : row.place}`),
    t(`roster.links.${row.link}`),
    t(`roster.mails.${row.mail}`),
    isoInZone(new Date(row.signedUpAt), zone),
    row.withdrawnAt ? isoInZone(new Date(row.withdrawnAt), zone) : "",
    row.locale,
    sourceQuery(row.source).slice(1),
  ];
}
