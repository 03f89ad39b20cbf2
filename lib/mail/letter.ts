import { oneLine } from "@/lib/calendar/plain-text";
import { asLocale, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { otherZone, whenLines } from "@/lib/time/when-lines";
import { isZone } from "@/lib/time/zones";
import { mailableName } from "./mailable-name";
import type { MailData } from "./types";

/** What a mail says, in order. HTML and text are made of the same letter, so that both say all. */
export interface Letter {
  locale: Locale;
  subject: string;
  host: string;
  title: string;
  accent: string;
  hello: string;
  lead: string;
  facts: { label: string; lines: string[]; aside: string | null }[];
  /** The one button; its address also stands below it. */
  action: { label: string; url: string; copy: string } | null;
  note: { title: string; text: string };
  further: { text: string; label: string; url: string } | null;
  foot: { title: string; paragraphs: string[] };
}

/** Which words a mail has: a confirmation without the link speaks of the place alone. */
export function letterKind({ kind, joinLink }: MailData) {
  return kind === "confirmation" && joinLink === null ? "place" : kind;
}

/** Is the place gone, so that the mail takes the entry out of the calendar? */
export function isGone({ kind }: MailData): boolean {
  return kind === "withdrawn" || kind === "cancelled";
}

/** Puts together what the mail says, in the attendee's language. */
export function writeLetter(data: MailData): Letter {
  const locale = asLocale(data.locale);
  const t = translator(locale, "mail");
  const kind = letterKind(data);
  const gone = isGone(data);
  const title = oneLine(data.event.title);
  const host = oneLine(data.event.hostName);
  const name = mailableName(data.person.firstName);
  const lines = whenLines({
    startsAt: data.event.startsAt,
    endsAt: data.event.endsAt,
    zone: data.event.zone,
    locale,
    readerZone: data.zone !== null && isZone(data.zone) ? data.zone : null,
  });
  const { date, time, zoneName } = lines.first;

  return {
    locale,
    subject: t(`${kind}.subject`, { title, date }),
    host,
    title,
    accent: data.event.accent,
    hello:
      name === null ? t(`${kind}.helloUnnamed`) : t(`${kind}.hello`, { name: withoutStop(name) }),
    lead: leadOf(data, t, host),
    facts: [
      { label: t("when"), lines: [date, `${time}, ${zoneName}`], aside: otherZone(lines) },
      { label: t("where"), lines: [t("teams")], aside: null },
    ],
    action:
      data.joinLink !== null && !gone
        ? { label: t("join"), url: data.joinLink, copy: t("copy") }
        : null,
    note: { title: t("calendar.title"), text: t(`calendar.${noteOf(data)}`) },
    further: furtherOf(data, t),
    foot: {
      title: t("foot.title"),
      paragraphs: [
        gone ? t("foot.former") : t("foot.holder"),
        [
          gone ? null : t("foot.yours"),
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

function leadOf(data: MailData, t: Words, host: string): string {
  const kind = letterKind(data);
  if (kind === "again" && data.joinLink === null) return t("again.leadWaiting");
  if (kind === "cancelled") return t("cancelled.lead", { host });
  return t(`${kind}.lead`);
}

function noteOf(data: MailData) {
  if (isGone(data)) return "gone";
  return data.joinLink === null ? "withoutLink" : "withLink";
}

function furtherOf(data: MailData, t: Words): Letter["further"] {
  if (isGone(data)) {
    const words = data.kind === "withdrawn" ? "return" : "page";
    return { text: t(`${words}.text`), label: t(`${words}.label`), url: data.eventUrl };
  }
  if (data.passUrl === null) return null;
  return { text: t("pass.text"), label: t("pass.label"), url: data.passUrl };
}
