import { oneLine } from "@/lib/calendar/plain-text";
import { asLocale, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { clockLanguage } from "@/lib/time/clock-language";
import { formatMoment, formatTime } from "@/lib/time/format-when";
import { sayClock } from "@/lib/time/say-when";
import { untilStart } from "@/lib/time/until-start";
import { otherZone, whenLines } from "@/lib/time/when-lines";
import { isZone } from "@/lib/time/zones";
import { mailableName } from "./mailable-name";
import { beginsWith, fillPlaceholders, type PlaceholderValues } from "./placeholders";
import type { MailData, MailDate } from "./types";

/** What a mail says, in order. HTML and text are made of the same letter, so that both say all. */
export interface Letter {
  locale: Locale;
  subject: string;
  host: string;
  title: string;
  accent: string;
  hello: string;
  lead: string;
  /** The organizer's own; `locale` where it isn't the letter's. */
  words: { by: string; lines: string[]; locale: Locale | null } | null;
  /** `past`: what no longer is, so that no glance takes it for what is. */
  facts: { label: string; lines: string[]; aside: string | null; past?: boolean }[];
  /** The one button; its address also stands below it. */
  action: { label: string; url: string; copy: string } | null;
  note: { title: string; text: string } | null;
  further: { text: string; label: string; url: string } | null;
  foot: { title: string; paragraphs: string[] };
}

/**
 * Which words a mail has: a confirmation without the link speaks of the place alone, and a new pass
 * for somebody without a place says how that stands.
 */
export function letterKind({ kind, joinLink, place }: MailData) {
  if (kind === "confirmation" && joinLink === null) return "place";
  if (kind === "changed" && place.state !== "taken") return "changed_waiting";
  if (kind !== "again") return kind;
  if (place.unconfirmed) return "confirm_address";
  if (place.state === "waitlisted") return "waiting";
  if (place.state === "offered") return "offer";
  return place.state === "awaiting_approval" ? "requested" : "again";
}

type LetterKind = ReturnType<typeof letterKind>;

/** Letters to somebody who has a place: they bring the link. */
const OF_A_PLACE: readonly LetterKind[] = [
  "confirmation",
  "place",
  "link",
  "again",
  "approved",
  "changed",
  "moved",
  "reminder",
  "resent",
  "replaced",
  "dates",
];

/**
 * Those of them that leave the calendar alone: Outlook would show an invitation again that was
 * answered long ago.
 */
const LEAVES_ENTRY: readonly LetterKind[] = ["reminder", "replaced"];

/** A new pass, and with it a new personal link, which the entry has to get. */
function bringsOwnLink({ kind, personalLink }: MailData): boolean {
  return kind === "replaced" && personalLink;
}

/** Is there no place any more, nor a wait for one, or nothing that it is for? */
export function isGone({ kind }: MailData): boolean {
  return ["withdrawn", "cancelled", "left", "lapsed", "declined", "follow_up"].includes(kind);
}

/** What the mail does with the entry in the attendee's calendar. */
export function entryOf(data: MailData): "put" | "take-out" | null {
  const kind = letterKind(data);
  if (OF_A_PLACE.includes(kind))
    return LEAVES_ENTRY.includes(kind) && !bringsOwnLink(data) ? null : "put";
  const had = kind === "withdrawn" || (kind === "cancelled" && data.place.state === "taken");
  return had ? "take-out" : null;
}

/** Puts together what the mail says, in the attendee's language. */
export function writeLetter(data: MailData): Letter {
  const locale = asLocale(data.locale);
  const t = translator(locale, "mail");
  const kind = letterKind(data);
  const title = oneLine(data.event.title);
  const host = oneLine(data.event.hostName);
  const name = mailableName(data.person.firstName);
  const readerZone = data.zone !== null && isZone(data.zone) ? data.zone : null;
  const lines = whenLines({
    startsAt: data.event.startsAt,
    endsAt: data.event.endsAt,
    zone: data.event.zone,
    locale,
    readerZone,
  });
  const { date, time, zoneName } = lines.first;
  const reader = readerZone ?? data.event.zone;
  const until = data.place.until ? formatMoment(data.place.until, reader, locale) : "";
  const starts = untilStart(data.event.startsAt, data.writtenAt, reader, locale);
  const values: PlaceholderValues = {
    firstName: name,
    lastName: mailableName(data.person.lastName),
    title,
    hostName: host,
    when: `${date}, ${time}, ${zoneName}`,
    date,
    time: `${time}, ${zoneName}`,
    starts,
    page: data.eventUrl,
  };
  const subject =
    ownSubject(data, values, locale) ??
    subjectOf(data, t, { title, date, starts: sentence(starts, locale) });

  return {
    locale,
    subject: data.isTest ? t("test.subject", { subject }) : subject,
    host,
    title,
    accent: data.event.accent,
    hello:
      name === null ? t(`${kind}.helloUnnamed`) : t(`${kind}.hello`, { name: withoutStop(name) }),
    lead: leadOf(data, t, { host, until, starts }),
    words: wordsOf(data, t, values),
    facts: [
      ...(datesOf(data, t, { locale, readerZone }) ?? [
        { label: t("when"), lines: [date, `${time}, ${zoneName}`], aside: otherZone(lines) },
      ]),
      beforeOf(data, t, { locale, readerZone }) ?? {
        label: t("where"),
        lines: [t("teams")],
        aside: null,
      },
    ],
    action: actionOf(data, t),
    note: noteOf(data, t),
    further: furtherOf(data, t),
    foot: {
      title: t("foot.title"),
      paragraphs: [
        data.isTest ? t("test.foot") : t(`foot.${reasonOf(data)}`),
        [
          isGone(data) ? null : t("foot.yours"),
          data.organizerEmail ? t("foot.reply", { host }) : null,
          t("foot.tracking"),
        ]
          .filter((sentence) => sentence !== null)
          .join(" "),
      ],
    },
  };
}

/** "You're in, J. R." needs no second full stop. */
function withoutStop(name: string): string {
  return name.replace(/\.+$/, "");
}

type Words = ReturnType<typeof translator<"mail">>;

function subjectOf(
  data: MailData,
  t: Words,
  words: { title: string; date: string; starts: string },
): string {
  if (data.kind === "reminder" && hasBegun(data)) return t("reminder.subjectBegun", words);
  return t(`${letterKind(data)}.subject`, words);
}

function leadOf(
  data: MailData,
  t: Words,
  { host, until, starts }: { host: string; until: string; starts: string },
): string {
  const kind = letterKind(data);
  const way = data.joinLink === null ? "leadWaiting" : "lead";
  if (data.teamsMails && OF_A_PLACE.includes(kind)) {
    if (kind === "dates") return `${t(`dates.${newsOf(data)}`)} ${t("teamsMails")}`;
    if (kind === "moved") return `${t("moved.leadTeams")} ${t("teamsMails")}`;
    if (kind === "changed") return `${t(`changed.${whatChanged(data)}`)} ${t("teamsMails")}`;
    if (kind !== "reminder") return t("teamsMails");
    return `${hasBegun(data) ? t("reminder.begun") : t("reminder.starts", { starts })} ${t("teamsMails")}`;
  }
  if (kind === "place" && data.linkBy) return t("place.leadBy", { time: linkTime(data) });
  switch (kind) {
    case "replaced":
      if (bringsOwnLink(data) && data.joinLink !== null) return t("replaced.leadOwnLink");
      return data.joinLink === null ? t("replaced.leadWaiting") : t("replaced.lead");
    case "again":
    case "resent":
      return data.joinLink === null ? t(`${kind}.leadWaiting`) : t(`${kind}.lead`);
    case "approved":
      return t(`approved.${way}`, { host });
    case "changed":
      return `${t(`changed.${whatChanged(data)}`)} ${t(`changed.${way}`)}`;
    case "dates":
      return `${t(`dates.${newsOf(data)}`)} ${t(`changed.${way}`)}`;
    case "changed_waiting":
      return `${t(`changed.${whatChanged(data)}`)} ${t("changed_waiting.lead")}`;
    case "reminder":
      return `${hasBegun(data) ? t("reminder.begun") : t("reminder.starts", { starts })} ${t(`reminder.${way}`)}`;
    case "cancelled":
      return entryOf(data) === null
        ? t("cancelled.leadWithoutPlace", { host })
        : t("cancelled.lead", { host });
    case "confirm_address":
      return data.place.state === "held"
        ? t("confirm_address.leadHeld", { until })
        : t("confirm_address.lead");
    case "waiting":
      return t("waiting.lead", { position: data.place.position ?? 1 });
    case "offer":
      return t("offer.lead", { until });
    case "requested":
    case "declined":
    case "follow_up":
      return t(`${kind}.lead`, { host });
    default:
      return t(`${kind}.lead`);
  }
}

/** The organizer's subject; none of their own where it tells how far off what has begun is. */
function ownSubject(data: MailData, values: PlaceholderValues, locale: Locale): string | null {
  const template = data.own?.subject ?? null;
  if (template === null || (template.includes("{starts}") && hasBegun(data))) return null;
  const subject = fillPlaceholders(template, values);
  return beginsWith(template, "starts") ? sentence(subject, locale) : subject;
}

/** What the organizer writes themselves: to everybody, and to somebody whom they decline. */
function wordsOf(data: MailData, t: Words, values: PlaceholderValues): Letter["words"] {
  const own = data.own?.words ?? null;
  const toAll = own ? fillPlaceholders(own.text, values).trim() : "";
  const toThem = data.kind === "declined" ? (data.place.declinedWords?.trim() ?? "") : "";
  const said = [toThem, toAll].filter(Boolean).join("\n\n");
  if (said === "") return null;
  return {
    by: t("words", { host: values.hostName ?? "" }),
    lines: said
      .split("\n")
      .map(oneLine)
      .filter((line, at, all) => line !== "" || all[at - 1] !== ""),
    locale: own && own.locale !== data.locale ? own.locale : null,
  };
}

function actionOf(data: MailData, t: Words): Letter["action"] {
  const kind = letterKind(data);
  if (kind === "confirm_address" || kind === "offer")
    return data.passUrl ? { label: t(`${kind}.action`), url: data.passUrl, copy: t("copy") } : null;
  if (data.joinLink === null || !OF_A_PLACE.includes(kind)) return null;
  return { label: t("join"), url: data.joinLink, copy: t("copy") };
}

function linkTime({ linkBy, event, zone, locale }: MailData): string {
  const reader = zone && isZone(zone) ? zone : event.zone;
  const at = linkBy ?? event.startsAt;
  const language = asLocale(locale);
  return `${formatTime(at, reader, language)} ${sayClock(at, reader, clockLanguage(language))}`;
}

function hasBegun({ event, writtenAt }: MailData): boolean {
  return event.startsAt <= writtenAt;
}

/** Words that begin a sentence. */
function sentence(words: string, locale: Locale): string {
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

function whatChanged({ before, event }: MailData): "title" | "time" | "both" {
  if (!before || before.title === event.title) return "time";
  return hasMoved(before, event) ? "both" : "title";
}

function hasMoved(before: NonNullable<MailData["before"]>, event: MailData["event"]): boolean {
  return (
    before.startsAt.getTime() !== event.startsAt.getTime() ||
    before.endsAt.getTime() !== event.endsAt.getTime() ||
    before.zone !== event.zone
  );
}

/** Where none of their dates is left, that is the news. */
function newsOf({ dates, datesNews }: MailData) {
  const left = dates?.some(({ state }) => state === "on") ?? true;
  return left ? (datesNews ?? "chosen") : "noneLeft";
}

/** Their dates, in the place of the one; null where there is one, or the mail is about one. */
function datesOf(
  { kind, dates = [] }: MailData,
  t: Words,
  reader: { locale: Locale; readerZone: string | null },
): Letter["facts"] | null {
  if (dates.length === 0 || kind === "reminder" || kind === "follow_up") return null;
  const lines = (those: MailDate[]) =>
    those.map((date) => {
      const { first } = whenLines({ ...date, ...reader });
      return `${first.date}, ${first.time}, ${first.zoneName}`;
    });
  const on = dates.filter(({ state }) => state === "on");
  const gone = kind === "dates" ? dates.filter(({ state }) => state !== "on") : [];
  return [
    ...(on.length > 0 ? [{ label: t("dates.yours"), lines: lines(on), aside: null }] : []),
    ...(gone.length > 0
      ? [{ label: t("dates.gone"), lines: lines(gone), aside: null, past: true }]
      : []),
  ];
}

/** What the attendee knew, beside what is now. */
function beforeOf(
  { before, event }: MailData,
  t: Words,
  reader: { locale: Locale; readerZone: string | null },
): Letter["facts"][number] | null {
  if (!before) return null;
  const title = before.title === event.title ? [] : [oneLine(before.title)];
  const { first } = whenLines({ ...before, ...reader });
  const time = hasMoved(before, event) ? [first.date, `${first.time}, ${first.zoneName}`] : [];
  return { label: t("before"), lines: [...title, ...time], aside: null, past: true };
}

function noteOf(data: MailData, t: Words): Letter["note"] {
  const entry = entryOf(data);
  if (entry === null) return null;
  const what =
    entry === "take-out"
      ? "gone"
      : data.kind === "changed" || data.kind === "moved" || data.kind === "dates"
        ? "changed"
        : data.joinLink === null
          ? "withoutLink"
          : "withLink";
  return { title: t("calendar.title"), text: t(`calendar.${what}`) };
}

function reasonOf(data: MailData) {
  const kind = letterKind(data);
  if (kind === "confirm_address") return "stranger";
  if (!isGone(data)) return "holder";
  return entryOf(data) === "take-out" || kind === "follow_up" ? "former" : "asked";
}

function furtherOf(data: MailData, t: Words): Letter["further"] {
  if (data.kind === "follow_up") return null;
  if (isGone(data)) {
    if (data.kind === "declined") return null;
    const words = data.kind === "cancelled" ? "page" : "return";
    return { text: t(`${words}.text`), label: t(`${words}.label`), url: data.eventUrl };
  }
  const kind = letterKind(data);
  if (data.passUrl === null || kind === "confirm_address" || kind === "offer") return null;
  return kind === "waiting" || kind === "requested" || kind === "changed_waiting"
    ? { text: t("pass.waitingText"), label: t("pass.waitingLabel"), url: data.passUrl }
    : { text: t("pass.text"), label: t("pass.label"), url: data.passUrl };
}
