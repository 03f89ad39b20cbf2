import type { ReactNode } from "react";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { BrokenBanner } from "@/components/desk/broken-banner";
import { brokenSince } from "@/components/desk/broken-since";
import { EventHead, type EventTab } from "@/components/desk/event-head";
import { ReconnectForm } from "@/components/desk/reconnect-form";
import { env } from "@/lib/env";
import type { EventDetail } from "@/lib/events/read-events";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { currentPerson } from "@/lib/session/current-person";
import { readerZone } from "../../../reader-zone";

/**
 * Head and tabs above an event's page. Not a layout: those aren't rendered again on the way from
 * tab to tab, and title, state and counts would stay as they were.
 */
export async function EventFrame({
  event,
  tab,
  locale,
  children,
}: {
  event: EventDetail;
  tab: EventTab;
  locale: Locale;
  children: ReactNode;
}) {
  const t = translator(locale, "desk");
  const now = Date.now();
  const zone = await readerZone();
  const mine = event.organizer.id === (await currentPerson())?.id;
  const { name } = event.organizer;
  const needsGraph = event.registrar === "external" || event.state === "draft";
  const broken = event.connection.state === "broken" && needsGraph && event.state !== "cancelled";
  const since = brokenSince(event.connection, zone, locale, now);
  return (
    <>
      {/* The overview says the same at the head of what needs the organizer. */}
      {broken && tab !== "overview" ? (
        <BrokenBanner
          slim
          title={
            mine ? t("banner.broken", since) : t("banner.brokenOther", { name, time: since.time })
          }
          text={
            mine
              ? t("banner.waitingHere", { count: event.counts.waiting })
              : t("banner.brokenOtherHelp", { name })
          }
        >
          {mine ? (
            <ReconnectForm
              action={signInAction}
              label={t("banner.reconnect")}
              from={`/dashboard/events/${event.id}`}
            />
          ) : null}
        </BrokenBanner>
      ) : null}
      <EventHead
        event={event}
        tab={tab}
        address={`${env().publicUrl}/e/${event.slug}`}
        now={now}
        locale={locale}
        words={t}
      />
      {children}
    </>
  );
}
