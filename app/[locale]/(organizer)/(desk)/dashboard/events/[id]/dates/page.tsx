import type { Metadata } from "next";
import { AskCard } from "@/components/desk/ask-card";
import { type DeskDates, deskDates } from "@/components/desk/dates";
import { DeskButton } from "@/components/desk/desk-link";
import { Glyph } from "@/components/desk/glyph";
import { ComingDates } from "@/components/desk/series/coming-dates";
import { DateTimesForm } from "@/components/desk/series/date-times-form";
import { DatesForm } from "@/components/desk/series/dates-form";
import { DatesList } from "@/components/desk/series/dates-list";
import type { NewDate } from "@/lib/events/add-dates";
import { findComingDates } from "@/lib/events/coming-dates";
import { MOST_DATES } from "@/lib/events/most-dates";
import { type DeskDate, readDates } from "@/lib/events/read-dates";
import { type EventDetail, readEvent } from "@/lib/events/read-events";
import { asLocale, LOCALE_REGIONS } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import type { EventAccess } from "@/lib/session/access";
import { requireEvent } from "@/lib/session/require-event";
import { utcToLocal } from "@/lib/time/zones";
import { EventFrame } from "../event-frame";
import {
  addDateAction,
  addMarkedAction,
  cancelDateAction,
  moveDateAction,
  removeDateAction,
  saveDatesAction,
} from "./actions";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "series")("desk.title") };
}

/** An event's dates: which there are, who comes to which, and how many may. */
export default async function DatesPage({ params, searchParams }: Props) {
  const { id, locale: code } = await params;
  const locale = asLocale(code);
  const t = translator(locale, "series");
  const access = await requireEvent(id, "view");
  const [event, dates] = await Promise.all([readEvent(access), readDates(access)]);
  const { ask, date: asked, did, look } = await searchParams;
  const canEdit = access.role !== "viewer" && event.state !== "cancelled";
  const format = deskDates(LOCALE_REGIONS[locale], event.zone);
  const meant = canEdit ? dates.find((each) => each.id === asked && !each.cancelled) : undefined;
  const cancels = ask === "cancel" && event.state !== "draft" ? meant : undefined;
  const moves = ask === "move" ? meant : undefined;
  return (
    <EventFrame event={event} tab="edit" locale={locale}>
      <main id="main" className="page narrow" tabIndex={-1}>
        <div className="page-head">
          <div className="grow">
            <h2>{t("desk.title")}</h2>
            <p>{t("desk.lead")}</p>
          </div>
        </div>
        <Done did={did} words={t} />
        {cancels ? (
          <CancelCard eventId={event.id} date={cancels} format={format} words={t} />
        ) : moves ? (
          <MoveCard event={event} date={moves} format={format} words={t} />
        ) : (
          <div className="stack">
            <DatesList
              dates={dates}
              eventId={event.id}
              draft={event.state === "draft"}
              canEdit={canEdit}
              remove={removeDateAction}
              format={format}
              now={new Date()}
              words={t}
            />
            {dates.length > 1 ? <p className="hint">{t("desk.following")}</p> : null}
            {canEdit ? (
              <>
                <HowCard event={event} dates={dates} format={format} words={t} />
                <ComingDates
                  eventId={event.id}
                  found={look === "calendar" ? await comingDates(access) : null}
                  add={addMarkedAction}
                  format={format}
                  words={t}
                />
                <AddCard event={event} words={t} />
              </>
            ) : null}
          </div>
        )}
      </main>
    </EventFrame>
  );
}

async function comingDates(access: EventAccess): Promise<NewDate[] | "trouble"> {
  const answer = await findComingDates(access, new Date());
  return answer.kind === "found" ? answer.dates : "trouble";
}

const GOOD = ["added", "moved", "removed", "cancelled"] as const;
const BAD = ["last-one", "too-many", "none-marked", "not-possible"] as const;

/** What a button came to. */
function Done({ did, words: t }: { did: unknown; words: Translate<"series"> }) {
  const good = GOOD.find((each) => each === did);
  const bad = BAD.find((each) => each === did);
  if (!good && !bad) return null;
  const sentences = {
    added: t("desk.saved"),
    moved: t("desk.moved"),
    removed: t("desk.removed"),
    cancelled: t("desk.cancelled"),
    "last-one": t("desk.lastOne"),
    "too-many": t("desk.tooMany", { count: MOST_DATES }),
    "none-marked": t("desk.errors.marked"),
    "not-possible": t("desk.notPossible"),
  };
  return (
    <div className={good ? "banner good done" : "banner warn done"} role="status">
      <Glyph name={good ? "s-ok" : "warn"} />
      <p>{sentences[good ?? bad ?? "not-possible"]}</p>
    </div>
  );
}

function CancelCard({
  eventId,
  date,
  format,
  words: t,
}: {
  eventId: string;
  date: DeskDate;
  format: DeskDates;
  words: Translate<"series">;
}) {
  const when = format.when(date.startsAt.toISOString(), date.endsAt.toISOString());
  return (
    <AskCard
      title={t("desk.cancelTitle", { date: when })}
      sentences={[
        t("desk.cancelTold", { count: date.people }),
        t("desk.cancelKeeps"),
        t("desk.cancelMeeting"),
      ]}
      yes={t("desk.cancelYes")}
      no={t("desk.cancelNo")}
      back={`/dashboard/events/${eventId}/dates`}
      action={cancelDateAction}
    >
      <input type="hidden" name="eventId" value={eventId} />
      <input type="hidden" name="date" value={date.id} />
    </AskCard>
  );
}

function MoveCard({
  event,
  date,
  format,
  words: t,
}: {
  event: EventDetail;
  date: DeskDate;
  format: DeskDates;
  words: Translate<"series">;
}) {
  const when = format.when(date.startsAt.toISOString(), date.endsAt.toISOString());
  return (
    <section className="card ask" aria-labelledby="move">
      <h2 id="move">{t("desk.moveTitle", { date: when })}</h2>
      {event.state === "draft" ? null : <p>{t("desk.moveTold")}</p>}
      <DateTimesForm
        eventId={event.id}
        date={{
          id: date.id,
          startsAt: utcToLocal(date.startsAt, date.zone),
          endsAt: utcToLocal(date.endsAt, date.zone),
        }}
        action={moveDateAction}
        words={{
          startsAt: t("desk.startsAt"),
          endsAt: t("desk.endsAt"),
          zone: t("desk.zone", { zone: date.zone }),
          save: t("desk.moveYes"),
        }}
      />
      <DeskButton href={`/dashboard/events/${event.id}/dates`}>{t("desk.cancelNo")}</DeskButton>
    </section>
  );
}

/** Whether people choose, and each date's places. */
function HowCard({
  event,
  dates,
  format,
  words: t,
}: {
  event: EventDetail;
  dates: readonly DeskDate[];
  format: DeskDates;
  words: Translate<"series">;
}) {
  const fixed = event.fixed.registrar
    ? t("desk.fixed")
    : dates.length < 2
      ? t("desk.needsTwo")
      : null;
  const toCome = dates.filter(({ cancelled, endsAt }) => !cancelled && endsAt > new Date());
  return (
    <section className="card lines" aria-labelledby="how">
      <header className="pad">
        <h2 id="how">{t("desk.how")}</h2>
      </header>
      <div>
        <div className="grow">
          <DatesForm
            eventId={event.id}
            choosesDates={event.choosesDates}
            fixed={fixed}
            dates={toCome.map(({ id, startsAt, endsAt, capacity, people }) => ({
              id,
              label: t("desk.capacityOf", {
                date: format.when(startsAt.toISOString(), endsAt.toISOString()),
              }),
              taken: t("desk.taken", { count: people }),
              places: capacity === null ? "" : String(capacity),
            }))}
            action={saveDatesAction}
            words={{
              how: t("desk.how"),
              all: t("desk.all"),
              allHelp: t("desk.allHelp"),
              choose: t("desk.choose"),
              chooseHelp: t("desk.chooseHelp"),
              placesByDate: t("desk.placesByDate"),
              unlimited: t("desk.unlimited"),
              save: t("desk.save"),
              saved: t("desk.saved"),
            }}
          />
        </div>
      </div>
    </section>
  );
}

function AddCard({ event, words: t }: { event: EventDetail; words: Translate<"series"> }) {
  const told = event.state !== "draft" && !event.choosesDates;
  return (
    <section className="card lines" aria-labelledby="add">
      <header className="pad">
        <h2 id="add">{t("desk.add")}</h2>
      </header>
      <div>
        <div className="grow stack">
          <p>{told ? t("desk.addTold") : t("desk.addHelp")}</p>
          <DateTimesForm
            eventId={event.id}
            action={addDateAction}
            words={{
              startsAt: t("desk.startsAt"),
              endsAt: t("desk.endsAt"),
              zone: t("desk.zone", { zone: event.zone }),
              save: t("desk.addYes"),
            }}
          />
        </div>
      </div>
    </section>
  );
}
