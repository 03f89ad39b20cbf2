import type { Metadata } from "next";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { seeEvents } from "@/app/api/events/see-events";
import { BrokenBanner } from "@/components/desk/broken-banner";
import { brokenSince } from "@/components/desk/broken-since";
import { DeskButton } from "@/components/desk/desk-link";
import { EventsBoard } from "@/components/desk/events-board";
import { FirstVisit } from "@/components/desk/first-visit";
import { Glyph } from "@/components/desk/glyph";
import { ReconnectForm } from "@/components/desk/reconnect-form";
import { Suggestions } from "@/components/desk/suggestions";
import { db } from "@/lib/db/database";
import { readCalendar } from "@/lib/events/pick-meeting";
import { asLocale, LOCALE_REGIONS } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { connectionHealth } from "@/lib/organizers/connection-health";
import { requirePerson } from "@/lib/session/require-person";
import { commonZone, readerZone, toldZone } from "../reader-zone";
import { pickFromCalendarAction } from "./new/actions";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "desk")("events.title") };
}

const FOUR_WEEKS = 28 * 24 * 60 * 60_000;

/** The person's events; before the first one, the way to it. */
export default async function EventsPage({ params }: Props) {
  const person = await requirePerson();
  const locale = asLocale((await params).locale);
  const t = translator(locale, "desk");
  const zone = await readerZone();
  const seen = await seeEvents(person.id);
  const waiting = seen.events.reduce((sum, { counts }) => sum + counts.waiting, 0);
  const health = await connectionHealth(db(), person.id, waiting);
  const broken =
    health.state === "broken" ? (
      <BrokenBanner
        title={t("banner.broken", brokenSince(health, zone, locale, seen.at))}
        text={t("banner.waiting", { count: waiting })}
      >
        <ReconnectForm action={signInAction} label={t("banner.reconnect")} from="/dashboard" />
      </BrokenBanner>
    ) : null;

  if (seen.events.length === 0) {
    const from = new Date(seen.at);
    const calendar =
      health.state === "working"
        ? await readCalendar(person, {
            from,
            to: new Date(seen.at + FOUR_WEEKS),
            zone,
            onlyMine: true,
          })
        : null;
    return (
      <main id="main" className="page" tabIndex={-1}>
        {broken}
        <FirstVisit words={t}>
          {calendar?.kind === "calendar" ? (
            <Suggestions
              entries={calendar.entries}
              // The first page of all: no script has told the reader's zone yet.
              zone={(await toldZone()) ?? commonZone(calendar.entries) ?? zone}
              locale={LOCALE_REGIONS[locale]}
              words={t}
              pick={pickFromCalendarAction}
            />
          ) : null}
        </FirstVisit>
      </main>
    );
  }
  return (
    <main id="main" className="page" tabIndex={-1}>
      {broken}
      <div className="page-head">
        <div className="grow">
          <h1>{t("events.title")}</h1>
        </div>
        <DeskButton variant="ink" href="/dashboard/new">
          <Glyph name="plus" />
          {t("events.new")}
        </DeskButton>
      </div>
      <EventsBoard initial={seen} zone={zone} />
    </main>
  );
}
