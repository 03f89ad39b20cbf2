import { DateList } from "@/components/event/date-list";
import { Icon } from "@/components/ui/icon";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { LivePass } from "@/lib/registrations/read-pass";

/** Which dates its holder comes to, where the event has several, and the way to change them. */
export function PassDates({ pass, locale, now }: { pass: LivePass; locale: Locale; now: Date }) {
  const t = translator(locale, "series");
  const mine = pass.dates.filter(({ isOwn }) => isOwn);
  if (pass.dates.length < 2) return null;
  const left = mine.some(({ cancelled, endsAt }) => !cancelled && endsAt > now);
  return (
    <div className="pass__more">
      <section aria-labelledby="dates">
        <h2 id="dates">{t("pass.title")}</h2>
        <p className="hint">
          {t(
            left
              ? mine.length === pass.dates.length
                ? "pass.all"
                : "pass.chosen"
              : "pass.noneLeft",
          )}
        </p>
        <DateList
          dates={mine.map(({ id, startsAt, endsAt, zone, cancelled }) => ({
            id,
            startsAt: startsAt.toISOString(),
            endsAt: endsAt.toISOString(),
            zone,
            cancelled,
          }))}
          readerZone={pass.zone}
          locale={locale}
        />
        {pass.canChangeDates ? (
          <ul className="rows">
            <li>
              <a href={`/r/${pass.token}/dates`}>
                <Icon name="calendar" />
                <span>
                  {t("pass.change")}
                  <small>{t("pass.changeAbout")}</small>
                </span>
                <Icon name="chevron" />
              </a>
            </li>
          </ul>
        ) : null}
      </section>
    </div>
  );
}
