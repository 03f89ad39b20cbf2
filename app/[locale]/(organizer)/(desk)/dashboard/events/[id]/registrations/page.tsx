import type { Metadata } from "next";
import { deskDates } from "@/components/desk/dates";
import { ROSTER_PAGE, readRosterAddress } from "@/components/desk/roster/address";
import type { RosterSeries } from "@/components/desk/roster/date-filter";
import { RosterDesk } from "@/components/desk/roster/roster-desk";
import { readDates } from "@/lib/events/read-dates";
import { readEvent } from "@/lib/events/read-events";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { asLocale, LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { readPerson } from "@/lib/registrations/read-person";
import { readRoster } from "@/lib/registrations/roster";
import type { EventAccess } from "@/lib/session/access";
import { requireEvent } from "@/lib/session/require-event";
import { EventFrame } from "../event-frame";
import {
  decideAction,
  replaceLinkAction,
  retryAction,
  retryAllAction,
  withdrawAction,
} from "./actions";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "desk")("roster.title") };
}

/** The dates that people choose among, in words. */
async function seriesOf(access: EventAccess, zone: string, locale: Locale): Promise<RosterSeries> {
  const t = translator(locale, "series");
  const format = deskDates(LOCALE_REGIONS[locale], zone);
  return {
    words: {
      label: t("desk.roster"),
      all: t("desk.rosterAll"),
      show: t("desk.rosterShow"),
      theirs: t("desk.theirs"),
    },
    dates: (await readDates(access)).map(({ id, startsAt, endsAt, cancelled }) => {
      const when = format.when(startsAt.toISOString(), endsAt.toISOString());
      return { id, label: cancelled ? `${when} (${t("state.cancelled")})` : when };
    }),
  };
}

/** Who signed up. The first page is here without JavaScript; with it, it lives. */
export default async function RegistrationsPage({ params, searchParams }: Props) {
  const { id, locale: code } = await params;
  const locale = asLocale(code);
  const access = await requireEvent(id, "view");
  const search = await searchParams;
  const address = readRosterAddress({
    get(name) {
      const value = search[name];
      return typeof value === "string" ? value : null;
    },
  });
  const { query, view, date, cursor } = address;
  const [event, roster, person] = await Promise.all([
    readEvent(access),
    readRoster(access, { query, view, date, cursor, limit: ROSTER_PAGE }),
    address.person
      ? readPerson(access, address.person, { locale, words: CATALOGS[locale].form })
      : null,
  ]);
  const mine = event.organizer.id === access.personId;
  return (
    <EventFrame event={event} tab="registrations" locale={locale}>
      <RosterDesk
        event={{
          id: event.id,
          title: event.title,
          zone: event.zone,
          draft: event.state === "draft",
        }}
        initial={{ address, roster, person, at: Date.now() }}
        actions={
          event.role === "viewer"
            ? null
            : {
                retry: retryAction,
                retryAll: retryAllAction,
                withdraw: withdrawAction,
                replaceLink: replaceLinkAction,
                decide: decideAction,
              }
        }
        series={event.choosesDates ? await seriesOf(access, event.zone, locale) : null}
        brokenHref={mine && event.connection.state === "broken" ? "/dashboard/connection" : null}
      />
    </EventFrame>
  );
}
