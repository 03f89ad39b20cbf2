import { domainList } from "@/components/event/domain-list";
import type { EventDetail } from "@/lib/events/read-events";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import { formatRemaining } from "@/lib/time/remaining";
import { deskDates } from "../dates";
import { DeskLink } from "../desk-link";

/** What the page offers, with the way to change it. */
export function FactsCard({
  event,
  now,
  locale,
  words: t,
}: {
  event: EventDetail;
  now: number;
  locale: Locale;
  words: Translate<"desk">;
}) {
  const dates = deskDates(LOCALE_REGIONS[locale], event.zone);
  const facts = [
    [t("overview.factWhen"), dates.when(event.startsAt, event.endsAt)],
    [t("overview.factWho"), whoText(event, locale, t)],
    [t("overview.factPlaces"), placesText(event, locale, t)],
    [t("overview.factLink"), t(`overview.${event.delivery}`)],
    [t("overview.factRegistrar"), t(`overview.${event.registrar}`)],
    [
      t("overview.factOpens"),
      event.opensAt ? dates.moment(event.opensAt, now) : t("overview.atOnce"),
    ],
    [
      t("overview.factCloses"),
      event.closesAt ? dates.moment(event.closesAt, now) : t("overview.atEnd"),
    ],
  ];
  return (
    <section className="card" aria-labelledby="facts">
      <header>
        <h2 id="facts" className="grow">
          {t("overview.facts")}
        </h2>
        {event.state === "cancelled" || event.role === "viewer" ? null : (
          <DeskLink className="hint" href={`/dashboard/events/${event.id}/edit`}>
            {t("overview.change")}
          </DeskLink>
        )}
      </header>
      <dl className="facts body">
        {facts.map(([name, value]) => (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Whom it is for. */
function whoText(event: EventDetail, locale: Locale, t: Translate<"desk">): string {
  const domains = domainList(event.emailDomains, locale);
  return [
    t(`overview.${event.audience}`),
    domains ? t("overview.factDomains", { domains }) : null,
    event.invitedOnly ? t("overview.factInvited") : null,
  ]
    .filter((each) => each !== null)
    .join(". ");
}

/** In which way places are given. */
function placesText(event: EventDetail, locale: Locale, t: Translate<"desk">): string {
  const length = (minutes: number) => formatRemaining(minutes * 60_000, locale);
  const ways = [
    event.approval ? t("overview.factApproval") : null,
    event.confirmAddress ? t("overview.factConfirm", { time: length(event.holdMinutes) }) : null,
    event.waitlist ? t("overview.factWaitlist", { time: length(event.offerMinutes) }) : null,
  ].filter((way) => way !== null);
  return ways.length > 0 ? ways.join(". ") : t("overview.firstCome");
}
