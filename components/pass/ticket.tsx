import { clsx } from "clsx";
import type { ReactNode } from "react";
import { titleLength } from "@/components/event/poster";
import { PosterArt } from "@/components/event/poster-art";
import { TicketWhen } from "@/components/event/ticket-when";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

export interface TicketEvent {
  slug: string;
  title: string;
  hostName: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
}

/**
 * The ticket: the event's poster, torn off a stub that says what to do next. `soon` lights the
 * stub while doors are open; `kept` is pale until its holder says yes, `blank` is not printed yet;
 * `void` is a ticket that admits nobody any more.
 */
export function Ticket({
  event,
  locale,
  readerZone,
  admits,
  state,
  stub,
}: {
  event: TicketEvent;
  locale: Locale;
  /** Zone of the sign-up, until the browser says its own. */
  readerZone: string | null;
  /** Who it admits; null where nobody proved that by mail. */
  admits: string | null;
  state: "valid" | "soon" | "kept" | "blank" | "void";
  stub: ReactNode;
}) {
  const t = translator(locale, "pass");
  return (
    <section
      className={clsx("ticket paper", state !== "valid" && `ticket--${state}`)}
      aria-label={t("ticket")}
    >
      <div className="ticket__main tear-bottom">
        <PosterArt seed={event.slug} shape="ticket" />
        <p className="ticket__host">{event.hostName}</p>
        <h2 className="ticket__title" dir="auto" data-length={titleLength(event.title)}>
          {event.title}
        </h2>
        <dl className="ticket__facts">
          <div className="wide">
            <dt>{t("when")}</dt>
            <dd className="num">
              <TicketWhen
                startsAt={event.startsAt.toISOString()}
                endsAt={event.endsAt.toISOString()}
                zone={event.zone}
                readerZone={readerZone}
                locale={locale}
              />
            </dd>
          </div>
          {admits ? (
            <div>
              <dt>{t("admit")}</dt>
              <dd>{admits}</dd>
            </div>
          ) : null}
          <div className={admits ? undefined : "wide"}>
            <dt>{t("where")}</dt>
            <dd>{t("teams")}</dd>
          </div>
        </dl>
      </div>
      <div className="ticket__stub tear-top scallop">{stub}</div>
    </section>
  );
}

/** The stub's large words: "Doors open in / 9 days". */
export function Count({
  label,
  figure,
  about,
  live,
  children,
}: {
  label: string;
  figure: ReactNode;
  about?: string;
  /** Said by screen readers when it changes. */
  live?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className="count num" role={live ? "status" : undefined}>
      <span className="count__label">{label}</span>
      <span className="count__figure">{figure}</span>
      {children}
      {about ? <span className="count__about">{about}</span> : null}
    </div>
  );
}
