import type { Translate } from "@/lib/i18n/translator";
import type { PersonEntry, RosterPerson } from "@/lib/registrations/read-person";
import type { DeskDates } from "../dates";
import { reasonText } from "./reason-text";

const TONES: Partial<Record<PersonEntry["kind"], "good" | "bad">> = {
  "signed-up": "good",
  "link-ready": "good",
  "link-trouble": "bad",
  "mail-sent": "good",
  "mail-failed": "bad",
  "mail-bounced": "bad",
};

/** What happened, newest first. */
export function PersonHistory({
  person,
  dates,
  now,
  words: t,
  reasons,
}: {
  person: RosterPerson;
  dates: DeskDates;
  now: number;
  words: Translate<"desk">;
  reasons: Translate<"reasons">;
}) {
  return (
    <ol className="hist">
      {person.history.map((entry) => (
        <li key={`${entry.kind}${entry.detail}${entry.at}`} className={TONES[entry.kind]}>
          <span>
            <b>{t(`person.entries.${entry.kind}`)}</b>
            <Detail entry={entry} words={t} reasons={reasons} />
          </span>
          <time dateTime={entry.at}>
            {dates.daysBetween(entry.at, now) === 0
              ? dates.clock(entry.at)
              : `${dates.date(entry.at, now)} ${dates.clock(entry.at)}`}
          </time>
        </li>
      ))}
    </ol>
  );
}

function Detail({
  entry,
  words: t,
  reasons,
}: {
  entry: PersonEntry;
  words: Translate<"desk">;
  reasons: Translate<"reasons">;
}) {
  const text = detailText(entry, t, reasons);
  return text ? (
    <>
      <br />
      {text}
    </>
  ) : null;
}

function detailText(
  { kind, detail, changed, reason }: PersonEntry,
  t: Translate<"desk">,
  reasons: Translate<"reasons">,
): string | null {
  if (kind === "link-trouble") return reasonText(reasons, "enrolment", detail);
  if (changed)
    return changed
      .map((field) => ("name" in field ? t(`person.${field.name}`) : field.question.text))
      .join(", ");
  if (!detail) return null;
  if (kind === "withdrawn")
    return detail === "organizer" ? t("person.by.organizer") : t("person.by.attendee");
  const key = `person.mailKinds.${detail}` as "person.mailKinds.link";
  const what = t.has(key) ? t(key) : null;
  // A mail that was refused always says so; one that waits, when there is something to say.
  const why = kind === "mail-failed" || reason ? reasonText(reasons, "mail", reason ?? null) : null;
  return [what && why ? `${what}.` : what, why].filter(Boolean).join(" ") || null;
}
