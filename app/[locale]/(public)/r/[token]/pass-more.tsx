import type { ReactNode } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { googleCalendarUrl, outlookCalendarUrl } from "@/lib/calendar/compose-links";
import { env } from "@/lib/env";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { LivePass } from "@/lib/registrations/read-pass";
import { isWaiting, type PassState } from "./pass-state";
import { resendAction } from "./resend-action";

/** Under the ticket: the calendar, what may change, and a word about keeping the page to oneself. */
export function PassMore({
  pass,
  state,
  locale,
}: {
  pass: LivePass;
  state: PassState;
  locale: Locale;
}) {
  const t = translator(locale, "pass");
  const { event, token } = pass;
  // An offer has both its ways on the stub.
  if (state === "offered") return null;
  if (isWaiting(state)) return <LeaveRow pass={pass} state={state} locale={locale} />;
  const entry = {
    title: event.title,
    description: "",
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    zone: event.zone,
    pageUrl: publicLink(pass),
  };
  return (
    <div className="pass__more">
      <section aria-labelledby="calendar">
        <h2 id="calendar">{t("calendar.title")}</h2>
        <ul className="rows">
          <Row
            icon="calendar"
            href={`/api/passes/${token}/calendar?lang=${locale}`}
            about={t("calendar.fileAbout")}
          >
            {t("calendar.file")}
          </Row>
          <Row icon="calendar" href={googleCalendarUrl(entry)}>
            {t("calendar.google")}
          </Row>
          <Row icon="calendar" href={outlookCalendarUrl(entry, "personal")}>
            {t("calendar.outlookCom")}
          </Row>
          <Row icon="calendar" href={outlookCalendarUrl(entry, "work")}>
            {t("calendar.office")}
          </Row>
        </ul>
        {pass.dates.length > 1 ? (
          <p className="hint">{translator(locale, "series")("pass.web")}</p>
        ) : null}
        {entry.pageUrl === eventPage(pass) ? <p className="hint">{t("calendar.webHint")}</p> : null}
      </section>
      {pass.canWithdraw ? (
        <section aria-labelledby="change">
          <h2 id="change">{t("change.title")}</h2>
          <ul className="rows">
            <AnswersRow pass={pass} locale={locale} />
            <li>
              <form action={resendAction}>
                <input type="hidden" name="token" value={token} />
                <button type="submit" className="row">
                  <Icon name="mail" />
                  <span>
                    {t("change.resend")}
                    <small>{t("change.resendAbout")}</small>
                  </span>
                  <Icon name="chevron" />
                </button>
              </form>
            </li>
            <Row icon="ticket" href={`/r/${token}/replace`} about={t("change.replaceAbout")}>
              {t("change.replace")}
            </Row>
            <Row icon="leave" href={`/r/${token}/give-up`} about={t("change.giveUpAbout")} quit>
              {t("change.giveUp")}
            </Row>
          </ul>
        </section>
      ) : null}
      <p className="note">
        <Icon name="lock" />
        <span>
          {t.rich("note", { event: (words) => <a href={`/e/${event.slug}`}>{words}</a> })}
        </span>
      </p>
    </div>
  );
}

/** Under a ticket that admits nobody yet: the way out of the line. */
function LeaveRow({ pass, state, locale }: { pass: LivePass; state: PassState; locale: Locale }) {
  const t = translator(locale, "pass");
  const words = state === "waitlisted" ? "leaveList" : "takeBack";
  return (
    <div className="pass__more">
      <section aria-labelledby="change">
        <h2 id="change">{t("change.title")}</h2>
        <ul className="rows">
          <AnswersRow pass={pass} locale={locale} />
          <Row icon="leave" href={`/r/${pass.token}/give-up`} about={t("change.leaveAbout")} quit>
            {t(`change.${words}`)}
          </Row>
        </ul>
      </section>
    </div>
  );
}

function AnswersRow({ pass, locale }: { pass: LivePass; locale: Locale }) {
  const t = translator(locale, "pass");
  if (!pass.canChangeAnswers) return null;
  return (
    <Row
      icon="pen"
      href={`/r/${pass.token}/answers`}
      about={t("change.answersAbout", { host: pass.event.hostName })}
    >
      {t("change.answers")}
    </Row>
  );
}

/**
 * What may go to somebody else's calendar on the web: a personal link (it opens the meeting and
 * nothing else), else the event's page; never a join link.
 */
function publicLink(pass: LivePass): string {
  const { link } = pass;
  if (link.kind === "ready" && link.url.startsWith(`${env().publicUrl}/j/`)) return link.url;
  return eventPage(pass);
}

function eventPage({ event }: LivePass): string {
  return `${env().publicUrl}/e/${event.slug}`;
}

function Row({
  icon,
  href,
  about,
  quit,
  children,
}: {
  icon: IconName;
  href: string;
  about?: string;
  quit?: boolean;
  children: ReactNode;
}) {
  return (
    <li>
      <a className={quit ? "quit" : undefined} href={href} rel="noreferrer">
        <Icon name={icon} />
        <span>
          {children}
          {about ? <small>{about}</small> : null}
        </span>
        <Icon name="chevron" />
      </a>
    </li>
  );
}
