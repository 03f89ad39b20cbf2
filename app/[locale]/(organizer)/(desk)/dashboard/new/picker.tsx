import { randomUUID } from "node:crypto";
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
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { connectionHealth } from "@/lib/organizers/connection-health";
import { listZones, localToUtc } from "@/lib/time/zones";
import { commonZone, readerZone, toldZone } from "../../reader-zone";
import { type PickerAddress, pickerHref, pickerWindow } from "./picker-address";

interface Props {
  person: { id: string };
  locale: Locale;
  address: PickerAddress;
  /** Where it stands. */
  at: string;
  /** What follows from picking, each for one of its forms. */
  actions: {
    calendar: (form: FormData) => Promise<void>;
    webinar: (form: FormData) => Promise<void>;
    paste: Parameters<typeof PasteForm>[0]["action"];
    create: Parameters<typeof NewMeetingForm>[0]["action"];
  };
  /** A recurring meeting may be picked with all its dates. */
  takesSeries?: boolean;
}

/** Picks a meeting: from the calendar, by something pasted, or a new one. */
export function Picker(props: Props) {
  const { address, locale, at, actions } = props;
  return (
    <>
      <Ways way={address.way} at={at} words={translator(locale, "desk")} />
      {address.way === "calendar" ? <CalendarWay {...props} /> : null}
      {address.way === "paste" ? (
        <PasteForm action={actions.paste} reconnect={signInAction} from={`${at}?way=paste`} />
      ) : null}
      {address.way === "new" ? <NewWay {...props} /> : null}
    </>
  );
}

async function CalendarWay({ person, locale, address, at, actions, takesSeries }: Props) {
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
        from={pickerHref(address, at)}
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
          from={pickerHref(address, at)}
          reconnect={signInAction}
          words={t}
        />
      ) : null}
      {brokenOnPick ? (
        <PickProblem
          problem={{ kind: "broken-connection" }}
          reason={connectionReason(null, locale)}
          from={pickerHref(address, at)}
          reconnect={signInAction}
          words={t}
        />
      ) : null}
      <CalendarTools address={address} at={at} />
      {address.from ? null : (
        <Webinars
          list={webinars}
          dates={dates}
          pick={actions.webinar}
          signIn={signInAction}
          from={pickerHref(address, at)}
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
          all: pickerHref({ ...address, onlyMine: false }, at),
          clear: pickerHref({ ...address, query: "" }, at),
          plan: `${at}?way=new`,
        }}
        pick={actions.calendar}
        allDates={takesSeries ? translator(locale, "series")("picker.series") : null}
        words={t}
      />
      {calendar.more ? <p className="hint">{t("picker.tooMany")}</p> : null}
      <div className="row tools">
        {address.from ? (
          <DeskButton href={pickerHref({ ...address, from: null }, at)}>
            {t("picker.earlier")}
          </DeskButton>
        ) : null}
        <DeskButton href={pickerHref({ ...address, from: next }, at)}>
          {t("picker.more", { date: dates.date(window.to.toISOString(), now) })}
        </DeskButton>
        <span className="hint">
          {t.rich("picker.ahead", {
            zone,
            paste: (text) => <a href={`${at}?way=paste`}>{text}</a>,
          })}
        </span>
      </div>
    </>
  );
}

async function NewWay({ person, locale, at, actions }: Props) {
  const t = translator(locale, "desk");
  const health = await connectionHealth(db(), person.id);
  const from = `${at}?way=new`;
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
          <DeskButton href={at}>{t("picker.writeNot")}</DeskButton>
        </div>
      </section>
    );
  return (
    <NewMeetingForm
      action={actions.create}
      reconnect={signInAction}
      from={from}
      zones={listZones()}
      zone={await readerZone()}
      transactionId={randomUUID()}
    />
  );
}
