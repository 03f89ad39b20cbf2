import type { Metadata } from "next";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { AskCard } from "@/components/desk/ask-card";
import { deskDates } from "@/components/desk/dates";
import { Glyph } from "@/components/desk/glyph";
import { endName } from "@/components/desk/moving/end-name";
import { MoveCard } from "@/components/desk/moving/move-card";
import { MoveProblem } from "@/components/desk/moving/move-problem";
import { AddressCard } from "@/components/desk/overview/address-card";
import { FactsCard } from "@/components/desk/overview/facts-card";
import { LiveNumbers } from "@/components/desk/overview/live-numbers";
import { MeetingNews } from "@/components/desk/overview/meeting-news";
import { NeedsYou } from "@/components/desk/overview/needs-you";
import { Recent } from "@/components/desk/overview/recent";
import { SourcesCard } from "@/components/desk/overview/sources-card";
import { env } from "@/lib/env";
import { readCodes } from "@/lib/events/invitation-codes";
import { readEvent } from "@/lib/events/read-events";
import { asLocale, LOCALE_REGIONS } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { readFollowing } from "@/lib/meetings/read-news";
import { readSender } from "@/lib/messages/read-sender";
import { readFlood } from "@/lib/registrations/clear-flood";
import { countSources } from "@/lib/registrations/count-sources";
import { readRoster } from "@/lib/registrations/roster";
import { requireEvent } from "@/lib/session/require-event";
import { clearAction, remakeAction, retryAllAction } from "./actions";
import { EventFrame } from "./event-frame";
import { answerChangeAction, answerLossAction } from "./meeting-actions";
import { backAction, resumeAction, stopAction } from "./move/actions";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Asked>;
};

const LATEST = 5;
const SOURCES = 8;
/** What came of an answer to the meeting's news. */
const MEETING_DID = ["applied", "kept", "reopened", "noted"] as const;
const MEETING_REFUSED = ["overtaken", "leaks-way-in", "opens-after-end", "dates-left"] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const access = await requireEvent((await params).id, "view");
  return { title: (await readEvent(access)).title };
}

/** How the event stands, what needs its organizer, where it is found. */
export default async function OverviewPage({ params, searchParams }: Props) {
  const { id, locale: code } = await params;
  const locale = asLocale(code);
  const t = translator(locale, "desk");
  const access = await requireEvent(id, "view");
  const [event, roster, counted, flood, codes, following, sender] = await Promise.all([
    readEvent(access),
    readRoster(access, { query: "", view: "all", cursor: null, limit: LATEST }),
    countSources(access, SOURCES),
    readFlood(access),
    readCodes(access, new Date()),
    readFollowing(access),
    readSender(access),
  ]);
  const now = Date.now();
  const before = event.opensAt !== null && Date.parse(event.opensAt) > now;
  const region = LOCALE_REGIONS[locale];
  const asked = await searchParams;
  const { published, ask, meeting, told, problem, reason } = asked;
  const meetingWords = translator(locale, "following");
  const meetingDid = MEETING_DID.find((each) => each === meeting);
  const meetingRefused = MEETING_REFUSED.find((each) => each === meeting);
  const admission = translator(locale, "admission");
  const did = said(asked, {
    cleared: (count) => admission("flood.did", { count }),
    remade: (count) => t("overview.remade", { count }),
    retried: (count) => t("overview.retried", { count }),
  });
  if (ask === "clear" && flood && event.role !== "viewer")
    return (
      <EventFrame event={event} tab="overview" locale={locale}>
        <main id="main" className="page narrow" tabIndex={-1}>
          <AskCard
            title={admission("flood.askTitle", { count: flood.count })}
            sentences={[admission("flood.askWho"), admission("flood.askAfter")]}
            yes={admission("flood.yes", { count: flood.count })}
            no={admission("flood.no")}
            back={`/dashboard/events/${event.id}`}
            action={clearAction}
          >
            <input type="hidden" name="eventId" value={event.id} />
          </AskCard>
        </main>
      </EventFrame>
    );
  const owns = event.role === "owner";
  if (ask === "back" && event.move && event.move.state !== "done" && owns) {
    const moving = translator(locale, "moving");
    return (
      <EventFrame event={event} tab="overview" locale={locale}>
        <main id="main" className="page narrow" tabIndex={-1}>
          <AskCard
            title={moving("back.title", { from: endName(event.move, "from", t) })}
            sentences={[moving("back.moved", { count: event.move.moved }), moving("back.others")]}
            yes={moving("back.yes")}
            no={moving("back.no")}
            back={`/dashboard/events/${event.id}`}
            action={backAction}
          >
            <input type="hidden" name="eventId" value={event.id} />
          </AskCard>
        </main>
      </EventFrame>
    );
  }
  return (
    <EventFrame event={event} tab="overview" locale={locale}>
      <main id="main" className="page wide" tabIndex={-1}>
        {published && event.state === "open" ? (
          <div className="banner good done" role="status">
            <Glyph name="s-ok" />
            <p>
              {before && event.opensAt
                ? t("overview.publishedBefore", {
                    date: deskDates(region, event.zone).moment(event.opensAt, now),
                  })
                : t("overview.published")}
            </p>
          </div>
        ) : null}
        {did === null ? null : (
          <div className="banner good done" role="status">
            <Glyph name="s-ok" />
            <p>{did}</p>
          </div>
        )}
        {meetingDid || meetingRefused ? (
          <div className={meetingDid ? "banner good done" : "banner warn done"} role="status">
            <Glyph name={meetingDid ? "s-ok" : "warn"} />
            <p>
              {meetingDid
                ? meetingWords(`did.${meetingDid}`, { count: readCount(told) ?? 0 })
                : meetingRefused && meetingWords(`did.${meetingRefused}`)}
            </p>
          </div>
        ) : null}
        <MeetingNews
          eventId={event.id}
          following={following}
          role={event.role}
          zone={event.zone}
          now={now}
          answerChange={answerChangeAction}
          answerLoss={answerLossAction}
          locale={locale}
          words={meetingWords}
        />
        <MoveProblem problem={problem} reason={reason} target={null} locale={locale} />
        <MoveCard
          initial={{ event, at: now }}
          actions={
            owns ? { stop: stopAction, resume: resumeAction, retryAll: retryAllAction } : null
          }
        />
        <LiveNumbers initial={{ event, at: now }} />
        <div className="ov">
          <div className="col">
            <NeedsYou
              event={event}
              mine={event.organizer.id === access.personId}
              reconnect={signInAction}
              retryAll={event.role === "viewer" ? null : retryAllAction}
              remake={event.role === "viewer" ? null : remakeAction}
              flood={flood}
              sender={sender}
              lacksCodes={event.invitedOnly && !codes.some(({ state }) => state === "live")}
              locale={locale}
              words={t}
            />
            <Recent event={event} initial={roster} at={now} />
          </div>
          <div className="col">
            <AddressCard
              eventId={event.id}
              publicUrl={env().publicUrl}
              slug={event.slug}
              draft={event.state === "draft"}
              words={t}
              sharing={translator(locale, "sharing")}
            />
            <FactsCard event={event} now={now} locale={locale} words={t} />
            {event.state === "draft" ? null : (
              <SourcesCard {...counted} words={translator(locale, "sharing")} />
            )}
          </div>
        </div>
      </main>
    </EventFrame>
  );
}

type Asked = Record<string, string | string[] | undefined>;

/** What the action that led here has done, by the number that stands in its place in the address. */
function said(asked: Asked, words: Record<string, (count: number) => string>): string | null {
  for (const [name, say] of Object.entries(words)) {
    const count = readCount(asked[name]);
    if (count !== null) return say(count);
  }
  return null;
}

/** A number in an address; none of ours: null. */
function readCount(text: Asked[string]): number | null {
  return typeof text === "string" && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
