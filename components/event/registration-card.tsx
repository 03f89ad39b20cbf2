import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { Phase } from "@/lib/events/phase";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { Card } from "./card";
import { Until } from "./clock-leaves";
import type { EventDetails } from "./event-view";
import { MomentText } from "./event-when";
import { OpenHead, ReachPlaces, WhenFull } from "./places-left";
import { type PlaceOptions, whenFull } from "./sign-up-button";

/** What the card is drawn from besides the event; times are ISO. */
export interface CardEvent extends EventDetails, Omit<PlaceOptions, "hostName"> {
  opensAt: string | null;
  closesAt: string | null;
  wasFull: boolean;
  wasNearlyFull: boolean;
}

interface Props {
  event: CardEvent;
  phase: Phase;
  locale: Locale;
  /** What the open card holds: the form, or the way to sign in first. */
  open: ReactNode;
  /** The page was drawn for this one reader: what it says of places is so now. */
  exact?: boolean;
}

/** The registration card in the phase that the event is in. */
export function RegistrationCard({ event, phase, locale, open, exact }: Props) {
  const t = translator(locale, "public");
  const label = t("card.label");
  switch (phase) {
    case "open":
      return <OpenCard event={event} locale={locale} body={open} exact={exact} />;
    case "before":
      return (
        <Until
          time={event.opensAt ?? event.startsAt}
          before={<BeforeCard event={event} locale={locale} />}
          after={<OpenCard event={event} locale={locale} body={open} />}
        />
      );
    case "closed":
      return (
        <Card
          label={label}
          tone="still"
          head={
            <Head title={t("card.closed.title")}>
              {event.closesAt && Date.parse(event.closesAt) <= Date.now() ? (
                <MomentText
                  text={t.raw("card.closed.hintAt")}
                  at={event.closesAt}
                  zone={event.zone}
                  locale={locale}
                />
              ) : null}
            </Head>
          }
        >
          <p>{t("card.closed.text", { host: event.hostName })}</p>
        </Card>
      );
    case "cancelled":
      return (
        <Card
          label={label}
          tone="bad"
          head={<Head title={t("card.cancelled.title")}>{t("card.cancelled.hint")}</Head>}
        >
          <p>{t("card.cancelled.text")}</p>
        </Card>
      );
    case "over":
      return (
        <Card
          label={label}
          tone="still"
          head={
            <Head title={t("card.over.title")}>
              <MomentText
                text={t.raw("card.over.hint")}
                at={event.startsAt}
                until={event.endsAt}
                zone={event.zone}
                locale={locale}
              />
            </Head>
          }
        >
          <p>{t("card.over.text")}</p>
        </Card>
      );
  }
}

function OpenCard({
  event,
  locale,
  body,
  exact = false,
}: {
  event: CardEvent;
  locale: Locale;
  body: ReactNode;
  exact?: boolean;
}) {
  const t = translator(locale, "public");
  const isFull = exact && event.wasFull;
  return (
    <Card
      label={t("card.label")}
      head={
        <>
          <OpenHead
            slug={event.slug}
            locale={locale}
            counted={event.hasCapacity}
            isFull={isFull}
            words={{
              open: t(
                event.audience === "organization"
                  ? "card.members.title"
                  : event.approval
                    ? "card.ask"
                    : "card.open",
              ),
              ...fullWords(event, locale),
            }}
          />
          {isFull ? null : <PlacesThen event={event} locale={locale} />}
        </>
      }
    >
      {body}
    </Card>
  );
}

/** What the head says once every place is taken, in step with what the form's button then does. */
function fullWords({ waitlist, approval }: CardEvent, locale: Locale) {
  const t = translator(locale, "public");
  if (!waitlist) return { full: t("card.full"), fullHint: t("card.fullHint") };
  // The organizer decides first; the line comes after a yes.
  if (approval) return { full: t("card.full"), fullHint: t("card.fullAskHint") };
  return { full: t("card.fullWaitlist"), fullHint: t("card.fullWaitlistHint") };
}

/** Where no script counts the places: how it stood when the page was made. */
function PlacesThen({ event, locale }: { event: CardEvent; locale: Locale }) {
  if (!event.wasFull && !event.wasNearlyFull) return null;
  const t = translator(locale, "public");
  return (
    <noscript>
      <p className="hint">{t(event.wasFull ? "places.wasFull" : "places.wasNearlyFull")}</p>
    </noscript>
  );
}

function BeforeCard({ event, locale }: { event: CardEvent; locale: Locale }) {
  const t = translator(locale, "public");
  const opening = { at: event.opensAt ?? event.startsAt, zone: event.zone, locale };
  return (
    <Card
      label={t("card.label")}
      head={
        <Head title={<MomentText text={t.raw("card.before.title")} {...opening} />}>
          <MomentText text={t.raw("card.before.hint")} {...opening} />
        </Head>
      }
    >
      <div className="stack">
        <p>{t("card.before.text")}</p>
        <ButtonLink block href={`/api/reminders/${encodeURIComponent(event.slug)}?lang=${locale}`}>
          <Icon name="bell" />
          {t("card.before.reminder")}
        </ButtonLink>
      </div>
    </Card>
  );
}

function Head({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <>
      <h2 className="card__title">{title}</h2>
      {children ? <p className="hint num">{children}</p> : null}
    </>
  );
}

/** The bar at a phone's lower edge, from the text down to the card; it leaves by itself there. */
export function ReachBar({ event, phase, locale }: Omit<Props, "open" | "exact">) {
  const t = translator(locale, "public");
  const full = whenFull(event, locale);
  const bar = (
    <div className="reach">
      <p className="reach__about">
        {event.hasCapacity ? (
          <ReachPlaces slug={event.slug} locale={locale} />
        ) : (
          <span>{event.title}</span>
        )}
      </p>
      <ButtonLink variant="primary" href="#register">
        {full ? (
          <WhenFull slug={event.slug} locale={locale} full={full} otherwise={t("card.reach")} />
        ) : (
          t(event.approval ? "form.ask" : "card.reach")
        )}
      </ButtonLink>
    </div>
  );
  if (phase === "open") return bar;
  if (phase === "before" && event.opensAt)
    return <Until time={event.opensAt} before={null} after={bar} />;
  return null;
}
