import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { dateTimeFormat } from "@/lib/time/date-time-format";
import type { Letter } from "./letter";
import { mailableName } from "./mailable-name";
import { ownMail } from "./own-mail";
import type { OutgoingMail } from "./types";

/** Everything that the mail about a broken connection says. */
export interface ConnectionMailData {
  to: { name: string; address: string };
  locale: Locale;
  /** Whose connection it is, when it isn't the reader's own. */
  organizer: string | null;
  since: Date;
  /** IANA zone that the time is told in. */
  zone: string;
  /** Key of `connection` in the reasons catalog. */
  reason: string;
  /** People with a place who wait for their link. */
  waiting: number;
  /** Where it is mended. */
  url: string;
  /** Stable, in angle brackets. */
  messageId: string;
}

/** The message that tells an organizer that Usher can't act for them, and what mends it. */
export function connectionMail(data: ConnectionMailData): Promise<OutgoingMail> {
  return ownMail(writeConnectionLetter(data), data);
}

function writeConnectionLetter(data: ConnectionMailData): Letter {
  const { locale } = data;
  const t = translator(locale, "mail");
  const name = mailableName(data.to.name);
  const organizer = data.organizer === null ? null : (mailableName(data.organizer) ?? "…");
  const whose = organizer === null ? "own" : "other";
  const words = { organizer: organizer ?? "" };
  const since = dateTimeFormat(LOCALE_REGIONS[locale], {
    dateStyle: "full",
    timeStyle: "short",
    timeZone: data.zone,
  }).format(data.since);
  return {
    locale,
    subject: t(`broken.${whose}.subject`, words),
    host: "Usher",
    title: t("broken.title"),
    accent: "velvet",
    hello: name === null ? t("broken.helloUnnamed") : t("broken.hello", { name }),
    lead: `${t(`broken.${whose}.lead`, words)} ${reasonOf(data)}`,
    words: null,
    facts: [
      { label: t("broken.since"), lines: [since, data.zone.replaceAll("_", " ")], aside: null },
      {
        label: t("broken.waiting"),
        lines: [t("broken.people", { count: data.waiting })],
        aside: null,
      },
    ],
    action:
      organizer === null ? { label: t("broken.action"), url: data.url, copy: t("copy") } : null,
    note: { title: t("broken.note.title"), text: t(`broken.note.${whose}`, words) },
    further:
      organizer === null
        ? null
        : { text: t("broken.further.text"), label: t("broken.further.label"), url: data.url },
    foot: { title: t("foot.title"), paragraphs: [t("broken.foot"), t("foot.tracking")] },
  };
}

function reasonOf({ reason, locale }: ConnectionMailData): string {
  const reasons = translator(locale, "reasons");
  const key = `connection.${reason}` as Parameters<typeof reasons>[0];
  return reasons.has(key) ? reasons(key) : reasons("connection.interaction");
}
