import { Icon } from "@/components/ui/icon";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { DateList } from "./date-list";
import { domainList } from "./domain-list";
import type { EventDetails } from "./event-view";
import { EventWhen, readerWhen } from "./event-when";
import { WhenText } from "./when-text";

/** When, where, for whom, who. */
export function EventFacts({ event, locale }: { event: EventDetails; locale: Locale }) {
  const t = translator(locale, "public");
  const { startsAt, endsAt, zone } = event;
  const when = readerWhen({ startsAt, endsAt, zone, locale });
  return (
    <ul className="facts">
      <li className="fact">
        <div className="leaf" aria-hidden="true">
          <b>
            <WhenText when={when} text="{month}" />
          </b>
          <span>
            <WhenText when={when} text="{day}" />
          </span>
        </div>
        <div>
          <EventWhen when={when} yours={t.raw("event.your")} theirs={t.raw("event.there")} />
        </div>
      </li>
      <Dates event={event} locale={locale} />
      <li className="fact">
        <div className="leaf leaf--icon" aria-hidden="true">
          <Icon name="video" />
        </div>
        <div>
          <p>
            <strong>{t("event.where")}</strong>
          </p>
          <p className="hint">
            {event.audience === "organization" ? t("event.ownLinkMembers") : t("event.ownLink")}
          </p>
        </div>
      </li>
      <ForWhom event={event} locale={locale} />
      <li className="fact">
        <div className="leaf leaf--host" aria-hidden="true">
          <span>{[...event.hostName][0]?.toLocaleUpperCase(locale)}</span>
        </div>
        <div>
          <p>
            <strong>{event.hostName}</strong>
          </p>
          <p className="hint">{t("event.host")}</p>
        </div>
      </li>
    </ul>
  );
}

/** All of its dates, where it has several. */
function Dates({ event, locale }: { event: EventDetails; locale: Locale }) {
  const t = translator(locale, "series");
  const { dates = [], choosesDates } = event;
  if (dates.length < 2) return null;
  return (
    <li className="fact">
      <div className="leaf leaf--icon" aria-hidden="true">
        <Icon name="calendar" />
      </div>
      <div>
        <p>
          <strong>{t("facts", { count: dates.length })}</strong>
        </p>
        <p className="hint">{t(choosesDates ? "factsChoose" : "factsAll")}</p>
        <DateList dates={dates} locale={locale} />
      </div>
    </li>
  );
}

/** Whom the event is for, where that isn't everybody or said by the sign-in. */
function ForWhom({ event, locale }: { event: EventDetails; locale: Locale }) {
  const t = translator(locale, "public");
  const domains = domainList(event.emailDomains, locale);
  if (!domains && !event.invitedOnly) return null;
  return (
    <li className="fact">
      <div className="leaf leaf--icon" aria-hidden="true">
        <Icon name={event.invitedOnly ? "ticket" : "mail"} />
      </div>
      <div>
        <p>
          <strong>
            {event.invitedOnly ? t("event.invited") : t("event.domains", { domains })}
          </strong>
        </p>
        <p className="hint">
          {event.invitedOnly ? t("event.invitedHint") : t("event.domainsHint")}
        </p>
        {event.invitedOnly && domains ? (
          <p className="hint">{t("event.domains", { domains })}</p>
        ) : null}
      </div>
    </li>
  );
}
