import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { Audience } from "@/lib/db/schema";
import { asAccent } from "@/lib/events/accents";
import type { PageCover } from "@/lib/events/read-page";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { ListedDate } from "./date-list";
import { EventFacts } from "./event-facts";
import { Poster } from "./poster";
import { Prose } from "./prose";

/** What an event's page is drawn from; times are ISO. */
export interface EventDetails {
  slug: string;
  title: string;
  description: string;
  hostName: string;
  accent: string;
  audience: Audience;
  /** Domains whose addresses are admitted; none: any. */
  emailDomains: readonly string[];
  /** An invitation code is asked for. */
  invitedOnly: boolean;
  startsAt: string;
  endsAt: string;
  zone: string;
  /** Where there are several, all of them; people choose among them or come to all. */
  dates?: readonly ListedDate[];
  choosesDates?: boolean;
  cover: PageCover | null;
}

/**
 * An event's page: poster, what there is to know, the card beside it. Stands under `.public`; the
 * editor's preview draws the same. With `formFirst` (a page that came back with errors) the card
 * goes before the text.
 */
export function EventView({
  event,
  locale,
  card,
  reach,
  formFirst = false,
  ended = false,
  status,
}: {
  event: EventDetails;
  locale: Locale;
  card: ReactNode;
  /** The bar that keeps the way to the form in reach on a phone. */
  reach?: ReactNode;
  formFirst?: boolean;
  /** Over or cancelled: nobody is invited any more. */
  ended?: boolean;
  /** Of the answer, where it is not 200 (lib/http/finish-page). */
  status?: number;
}) {
  const t = translator(locale, "public");
  const text = (
    <div className="event__text">
      <EventFacts event={event} locale={locale} />
      {event.description.trim() ? <Prose text={event.description} /> : null}
      {reach}
    </div>
  );
  const side = <div className="event__side">{card}</div>;
  return (
    <main
      id="main"
      tabIndex={-1}
      data-http-status={status}
      className={clsx("event wrap", formFirst && "event--form")}
      data-accent={asAccent(event.accent)}
    >
      <Poster
        title={event.title}
        invites={ended ? event.hostName : t("event.invites", { host: event.hostName })}
        slug={event.slug}
        cover={event.cover}
      />
      {formFirst ? side : text}
      {formFirst ? text : side}
    </main>
  );
}
