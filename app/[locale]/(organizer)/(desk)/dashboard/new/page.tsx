import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { connectionReason } from "@/components/desk/broken-since";
import { deskDates } from "@/components/desk/dates";
import { DeskButton } from "@/components/desk/desk-link";
import { CalendarDays } from "@/components/desk/picker/calendar-days";
import { CalendarTools } from "@/components/desk/picker/calendar-tools";
import { NewMeetingForm } from "@/components/desk/picker/new-meeting-form";
import { PasteForm } from "@/components/desk/picker/paste-form";
import { PickProblem } from "@/components/desk/picker/pick-problem";
import { Ways } from "@/components/desk/picker/ways";
import { Webinars } from "@/components/desk/picker/webinars";
import { ReconnectForm } from "@/components/desk/reconnect-form";
import { db } from "@/lib/db/database";
import { readCalendar } from "@/lib/events/pick-meeting";
import { readWebinars, withoutWebinars } from "@/lib/events/pick-webinar";
import { asLocale, LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { connectionHealth } from "@/lib/organizers/connection-health";
import { requirePerson } from "@/lib/session/require-person";
import { listZones, localToUtc } from "@/lib/time/zones";
import { commonZone, readerZone, toldZone } from "../../reader-zone";
import {
  newMeetingAction,
  pasteAction,
  pickFromCalendarAction,
  pickWebinarAction,
} from "./actions";
import { type PickerAddress, pickerHref, pickerWindow, readPickerAddress } from "./picker-address";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "desk")("picker.title") };
}

/** Three ways to a meeting: the calendar, something pasted, a new one. Each is an address. */
export default async function PickerPage({ params, searchParams }: Props) {
  const person = await requirePerson();
  const locale = asLocale((await params).locale);
  const t = translator(locale, "desk");
  const address = readPickerAddress(await searchParams, Date.now());
  return (
    <main id="main" className="page narrow" tabIndex={-1}>
      <div className="page-head">
        <div className="grow">
          <h1>{t("picker.title")}</h1>
          <p>{t("picker.lead")}</p>
        </div>
      </div>
      <Ways way={address.way} words={t} />
      {address.way === "calendar" ? (
        <CalendarWay person={person} locale={locale} address={address} />
      ) : null}
      {address.way === "paste" ? <PasteForm action={pasteAction} reconnect={signInAction} /> : null}
      {address.way === "new" ? <NewWay person={person} locale={locale} /> : null}
    </main>
  );
}

interface WayProps {
  person: { id: string };
  locale: Locale;
}

async function CalendarWay({ person, locale, address }: WayProps & { address: PickerAddress }) {
  const t = translator(locale, "desk");
  const told = await toldZone();
  const region = LOCALE_REGIONS[locale];
  const now = Date.now();
  const today = deskDates(region, told ?? "UTC").dayKey(now);
  const startOf = (day: string) =>
    localToUtc(`${day}T00:00`, told ?? "UTC") ?? new Date(`${day}T00:00Z`);
  const window = pickerWindow(address, startOf(today), startOf);
  const { query, onlyMine } = address;
  const [calendar, webinars] = await Promise.all([
    readCalendar(person, { ...window, zone: told ?? "UTC", query, onlyMine }),
    readWebinars(person, { query, now: new Date(now) }),
  ]);
  if (calendar.kind !== "calendar")
    return (
      <PickProblem
        problem={calendar}
        reason={"reason" in calendar ? connectionReason(calendar.reason, locale) : null}
        from={pickerHref(address)}
        reconnect={signInAction}
        words={t}
      />
    );
  // Without a script nobody told the reader's zone: a person's meetings are mostly in it.
  const zone = told ?? commonZone(calendar.entries) ?? "UTC";
  const dates = deskDates(region, zone);
  const known = ["not-yours", "gone", "unlicensed", "try-again", "needs-consent"] as const;
  const problem = known.find((kind) => kind === address.problem);
  const brokenOnPick = address.problem === "broken-connection";
  const next = dates.dayKey(window.to.getTime());
  return (
    <>
      {problem ? (
        <PickProblem
          problem={{ kind: problem }}
          reason={null}
          from={pickerHref(address)}
          reconnect={signInAction}
          words={t}
        />
      ) : null}
      {brokenOnPick ? (
        <PickProblem
          problem={{ kind: "broken-connection" }}
          reason={connectionReason(null, locale)}
          from={pickerHref(address)}
          reconnect={signInAction}
          words={t}
        />
      ) : null}
      <CalendarTools address={address} />
      {address.from ? null : (
        <Webinars
          list={webinars}
          dates={dates}
          pick={pickWebinarAction}
          signIn={signInAction}
          from={pickerHref(address)}
          words={t}
        />
      )}
      <CalendarDays
        entries={withoutWebinars(calendar.entries, webinars)}
        dates={dates}
        now={now}
        address={address}
        window={{
          from: dates.date(window.from.toISOString(), now),
          to: dates.date(new Date(window.to.getTime() - 1).toISOString(), now),
        }}
        hrefs={{
          all: pickerHref({ ...address, onlyMine: false }),
          clear: pickerHref({ ...address, query: "" }),
        }}
        pick={pickFromCalendarAction}
        words={t}
      />
      {calendar.more ? <p className="hint">{t("picker.tooMany")}</p> : null}
      <div className="row tools">
        {address.from ? (
          <DeskButton href={pickerHref({ ...address, from: null })}>
            {t("picker.earlier")}
          </DeskButton>
        ) : null}
        <DeskButton href={pickerHref({ ...address, from: next })}>
          {t("picker.more", { date: dates.date(window.to.toISOString(), now) })}
        </DeskButton>
        <span className="hint">
          {t.rich("picker.ahead", {
            zone,
            paste: (text) => <a href="/dashboard/new?way=paste">{text}</a>,
          })}
        </span>
      </div>
    </>
  );
}

async function NewWay({ person, locale }: WayProps) {
  const t = translator(locale, "desk");
  const health = await connectionHealth(db(), person.id);
  const from = "/dashboard/new?way=new";
  if (health.state !== "working")
    return (
      <PickProblem
        problem={{ kind: "broken-connection" }}
        reason={connectionReason(health.reason, locale)}
        from={from}
        reconnect={signInAction}
        words={t}
      />
    );
  if (!health.canWriteCalendar)
    return (
      <section className="nothing">
        <h2>{t("picker.writeTitle")}</h2>
        <p>{t("picker.writeHelp")}</p>
        <div className="row">
          <ReconnectForm
            action={signInAction}
            label={t("picker.writeAsk")}
            from={from}
            feature="calendar-write"
          />
          <DeskButton href="/dashboard/new">{t("picker.writeNot")}</DeskButton>
        </div>
      </section>
    );
  return (
    <NewMeetingForm
      action={newMeetingAction}
      reconnect={signInAction}
      zones={listZones()}
      zone={await readerZone()}
      transactionId={randomUUID()}
    />
  );
}
