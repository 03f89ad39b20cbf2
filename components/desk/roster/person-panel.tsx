"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "use-intl";
import type { RosterPerson } from "@/lib/registrations/read-person";
import { type DeskDates, deskDates, zoneName } from "../dates";
import { DeskLink } from "../desk-link";
import { Glyph } from "../glyph";
import { useMovingWords, useReasons, useWords } from "../words";
import { PersonDates, type RosterSeries } from "./date-filter";
import { type DecideAction, DecideOne } from "./decide-form";
import { PersonAnswers } from "./person-answers";
import { PersonHistory } from "./person-history";
import { PersonLink } from "./person-link";
import { PersonSource } from "./person-source";
import { personQuery } from "./queries";
import { reasonText } from "./reason-text";
import type { ReplaceLinkAction } from "./replace-link-form";
import { type RetryAction, RetryForm } from "./retry-form";
import { LinkState, MailState, PlaceState } from "./states";
import { type WithdrawAction, WithdrawForm } from "./withdraw-form";

export interface PersonActions {
  retry: RetryAction;
  withdraw: WithdrawAction;
  replaceLink: ReplaceLinkAction;
  decide: DecideAction;
}

/** One person: their states, why something isn't well, what happened, what can be done. */
export function PersonPanel({
  eventId,
  id,
  initial,
  ask,
  position,
  zone,
  now,
  neighbours,
  hrefs,
  onClose,
  onStep,
  actions,
  brokenHref,
  series,
}: {
  eventId: string;
  id: string;
  initial: RosterPerson | null | undefined;
  /** The question about their place was asked by an address, without JavaScript. */
  ask: boolean;
  position: string | null;
  zone: string;
  now: number;
  neighbours: { previous: string | null; next: string | null };
  hrefs: { close: string; ask: string; keep: string };
  onClose: () => void;
  onStep: (id: string) => void;
  /** Null for somebody who may only look. */
  actions: PersonActions | null;
  /** Where the broken connection is mended, when it is and the reader can. */
  brokenHref: string | null;
  /** The dates that people choose among. */
  series: RosterSeries | null;
}) {
  const t = useWords();
  const reasons = useReasons();
  const locale = useLocale();
  const { data: person, isPending } = useQuery({
    ...personQuery(eventId, id),
    initialData: initial === null ? undefined : initial,
  });
  const dates = deskDates(locale, zone);
  return (
    <aside className="panel" aria-label={t("person.label")}>
      <div className="in">
        <header>
          <div className="ctl">
            <a
              className="button button--small button--quiet only-m"
              href={hrefs.close}
              onClick={(event) => {
                event.preventDefault();
                onClose();
              }}
            >
              <Glyph name="left" />
              {t("person.back")}
            </a>
            <StepButton
              label={t("person.previous")}
              glyph="up"
              to={neighbours.previous}
              onStep={onStep}
            />
            <StepButton
              label={t("person.next")}
              glyph="down"
              to={neighbours.next}
              onStep={onStep}
            />
            {position ? <span className="hint">{position}</span> : null}
            <span className="grow" />
            <a
              className="button button--small button--quiet icon-only"
              href={hrefs.close}
              aria-label={t("person.close")}
              onClick={(event) => {
                event.preventDefault();
                onClose();
              }}
            >
              <Glyph name="x" />
            </a>
          </div>
          {person ? (
            <>
              <h2>
                {person.firstName} {person.lastName}
              </h2>
              <p className="mail">
                <a href={`mailto:${person.email}`}>{person.email}</a>
              </p>
            </>
          ) : (
            <p className="muted" role="status">
              {isPending ? t("person.loading") : t("person.gone")}
            </p>
          )}
        </header>
        {person ? (
          <>
            <dl className="three">
              <div>
                <dt>{t("roster.place")}</dt>
                <dd>
                  <PlaceState row={person} words={t} />
                </dd>
              </div>
              <div>
                <dt>{t("roster.link")}</dt>
                <dd>
                  <LinkState row={person} words={t} />
                </dd>
              </div>
              <div>
                <dt>{t("roster.mail")}</dt>
                <dd>
                  <MailState row={person} words={t} />
                </dd>
              </div>
            </dl>
            <Standing person={person} dates={dates} now={now} />
            <Trouble
              eventId={eventId}
              person={person}
              brokenHref={brokenHref}
              retry={actions?.retry ?? null}
            />
            <PersonLink
              eventId={eventId}
              person={person}
              dates={dates}
              now={now}
              action={actions?.replaceLink ?? null}
            />
            <PersonDates dates={person.dates} series={series} />
            <PersonAnswers answers={person.answers} words={t} />
            <PersonSource source={person.source} words={t} />
            <section>
              <h3>
                {t("person.history")} ({zoneName(now, zone, locale)})
              </h3>
              <PersonHistory person={person} dates={dates} now={now} words={t} reasons={reasons} />
              <p className="hint">{t(`person.bounces.${person.bounces}`)}</p>
            </section>
            {actions && isDecidable(person) ? (
              <section>
                <h3>{person.place === "waitlisted" ? t("person.line") : t("person.decide")}</h3>
                <DecideOne
                  key={person.id}
                  eventId={eventId}
                  about={person.place === "waitlisted" ? "waitlist" : "requests"}
                  registrationId={person.id}
                  action={actions.decide}
                />
              </section>
            ) : null}
            {actions ? (
              <section>
                <WithdrawForm
                  key={person.id}
                  eventId={eventId}
                  registrationId={person.id}
                  name={`${person.firstName} ${person.lastName}`}
                  held={
                    person.place === "taken"
                      ? "place"
                      : ["declined", "expired", "withdrawn"].includes(person.place)
                        ? null
                        : "wait"
                  }
                  ask={ask}
                  hrefs={hrefs}
                  action={actions.withdraw}
                />
              </section>
            ) : null}
          </>
        ) : null}
      </div>
    </aside>
  );
}

/** Waits for a decision of the organizer's, or in a line that the organizer may change. */
function isDecidable({ place, unconfirmed }: RosterPerson): boolean {
  return !unconfirmed && (place === "awaiting_approval" || place === "waitlisted");
}

/** What there is to know of a place that isn't taken: the position, until when, what was written. */
function Standing({ person, dates, now }: { person: RosterPerson; dates: DeskDates; now: number }) {
  const t = useWords();
  const { linePosition, lapsesAt, declinedWords } = person;
  if (linePosition === null && lapsesAt === null && declinedWords === null) return null;
  return (
    <section>
      {linePosition === null ? null : (
        <p>
          {t("person.line")}: <b>{t("person.linePosition", { position: linePosition })}</b>
        </p>
      )}
      {lapsesAt === null ? null : <p>{t("person.until", { time: dates.moment(lapsesAt, now) })}</p>}
      {declinedWords === null ? null : (
        <p className="said">{t("person.words", { words: declinedWords })}</p>
      )}
    </section>
  );
}

function Trouble({
  eventId,
  person,
  brokenHref,
  retry,
}: {
  eventId: string;
  person: RosterPerson;
  brokenHref: string | null;
  retry: RetryAction | null;
}) {
  const t = useWords();
  const reasons = useReasons();
  const moving = useMovingWords();
  // A link works, and another one could not be made or ended.
  const loose = person.link === "ready" && person.linkReason !== null;
  const mailFailed = person.mail === "failed" || person.mail === "bounced";
  const failed = person.link === "failed" || mailFailed || loose;
  const waiting = person.link === "waiting" && person.place === "taken";
  if (!failed && !waiting) return null;
  return (
    <section>
      <div className={failed ? "needs bad" : "needs"}>
        <Glyph name={failed ? "s-bad" : "s-half"} />
        <div className="grow">
          {person.link === "failed" ? (
            <p>
              <b>{t("person.troubleLink")}</b> {reasonText(reasons, "enrolment", person.linkReason)}
            </p>
          ) : null}
          {loose ? (
            <p>
              {moving("person", { reason: reasonText(reasons, "enrolment", person.linkReason) })}
            </p>
          ) : null}
          {waiting ? (
            <p>
              <b>{t("person.waitingLink")}</b>{" "}
              {person.linkReason ? reasonText(reasons, "enrolment", person.linkReason) : null}{" "}
              {brokenHref ? <DeskLink href={brokenHref}>{t("banner.reconnect")}</DeskLink> : null}
            </p>
          ) : null}
          {person.mail === "failed" ? (
            <p>
              <b>{t("person.troubleMail")}</b> {reasonText(reasons, "mail", person.mailReason)}
            </p>
          ) : null}
          {person.bounce ? (
            <>
              <p>
                <b>{t("person.cameBack")}</b> {reasonText(reasons, "mail", person.mailReason)}{" "}
                {t(person.bounce.forGood ? "person.backForGood" : "person.backForNow")}
              </p>
              {person.bounce.said ? (
                <p className="hint">{t("person.otherSide", { said: person.bounce.said })}</p>
              ) : null}
            </>
          ) : null}
          {person.requestId && person.link !== "ready" ? (
            <p className="hint">{t("person.request", { id: person.requestId })}</p>
          ) : null}
          {failed && retry ? (
            <RetryForm
              action={retry}
              eventId={eventId}
              registrationId={person.id}
              label={t("person.retry")}
              done={(count) => t("person.retried", { count })}
            />
          ) : null}
        </div>
      </div>
    </section>
  );
}

function StepButton({
  label,
  glyph,
  to,
  onStep,
}: {
  label: string;
  glyph: "up" | "down";
  to: string | null;
  onStep: (id: string) => void;
}) {
  return (
    <button
      type="button"
      className="button button--small button--quiet icon-only only-l"
      aria-label={label}
      aria-disabled={to === null || undefined}
      onClick={() => to && onStep(to)}
    >
      <Glyph name={glyph} />
    </button>
  );
}
