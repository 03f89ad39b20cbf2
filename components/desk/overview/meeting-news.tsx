import type { ReactNode } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import type { MemberRole } from "@/lib/db/schema";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import type { Following, MeetingNews as News } from "@/lib/meetings/read-news";
import { deskDates } from "../dates";
import { DeskButton } from "../desk-link";
import { Glyph } from "../glyph";
import { Followed, Shifts } from "./shifts";

type FormAction = (form: FormData) => Promise<void>;

/** What became of the event's meeting at Microsoft, and what its organizer may do about it. */
export function MeetingNews({
  eventId,
  following: { news, trouble },
  role,
  zone,
  now,
  answerChange,
  answerLoss,
  locale,
  words: t,
}: {
  eventId: string;
  following: Following;
  role: MemberRole;
  zone: string;
  now: number;
  answerChange: FormAction;
  answerLoss: FormAction;
  locale: Locale;
  words: Translate<"following">;
}) {
  const canEdit = role !== "viewer";
  const region = LOCALE_REGIONS[locale];
  const moment = (at: string) => deskDates(region, zone).moment(at, now);
  const hidden = (version: number) => (
    <>
      <input type="hidden" name="eventId" value={eventId} />
      <input type="hidden" name="version" value={version} />
    </>
  );
  if (!news)
    return trouble ? (
      <Banner title={t("news.troubleTitle")} sentences={[troubleText(trouble, t)]}>
        <div className="row">
          <DeskButton href="/dashboard/connection">{t("news.troubleGo")}</DeskButton>
        </div>
      </Banner>
    ) : null;
  switch (news.kind) {
    case "lost":
      return (
        <Banner
          bad
          title={t(`news.lost.${news.how}`)}
          sentences={[
            t(news.closed ? "news.lostClosed" : "news.lostKept", {
              date: moment(news.at),
              count: news.people,
            }),
            canEdit ? t("news.lostHelp") : null,
            role === "editor" ? t("news.ownerOnly") : null,
          ]}
        >
          {canEdit ? (
            <div className="row">
              {role === "owner" ? (
                <DeskButton variant="bad" href={`/dashboard/events/${eventId}/settings?ask=cancel`}>
                  {t("news.cancel")}
                </DeskButton>
              ) : null}
              {role === "owner" ? (
                <DeskButton href={`/dashboard/events/${eventId}/move`}>
                  {translator(locale, "moving")("settings.go")}
                </DeskButton>
              ) : null}
              <form action={answerLoss}>
                {hidden(news.version)}
                <SubmitButton size="small" name="answer" value="takes-place">
                  {t("news.takesPlace")}
                </SubmitButton>
              </form>
            </div>
          ) : null}
        </Banner>
      );
    case "back":
      return (
        <Banner title={t("news.back")} sentences={[t("news.backHelp")]}>
          {canEdit ? (
            <form action={answerLoss} className="row">
              {hidden(news.version)}
              <SubmitButton size="small" variant="ink" name="answer" value="takes-place">
                {t("news.reopen")}
              </SubmitButton>
              <SubmitButton size="small" name="answer" value="stay-closed">
                {t("news.stayClosed")}
              </SubmitButton>
            </form>
          ) : null}
        </Banner>
      );
    case "changed":
      return (
        <Banner
          title={t(`news.changed.${whatOf(news)}`)}
          sentences={[
            t("news.changedHelp"),
            news.dates.some(({ is }) => is === null) ? t("news.goneHelp") : null,
          ]}
        >
          <Shifts news={news} region={region} words={t} />
          {canEdit ? (
            <form action={answerChange} className="row">
              {hidden(news.version)}
              {news.people > 0 ? (
                <SubmitButton size="small" variant="ink" name="answer" value="tell">
                  {t("news.tell", { count: news.people })}
                </SubmitButton>
              ) : null}
              {news.dates.length === 0 || news.people === 0 ? (
                <SubmitButton
                  size="small"
                  variant={news.people > 0 ? "plain" : "ink"}
                  name="answer"
                  value={news.dates.length > 0 ? "tell" : "quiet"}
                >
                  {t(news.people > 0 ? "news.quiet" : "news.apply")}
                </SubmitButton>
              ) : null}
              <SubmitButton size="small" name="answer" value="keep">
                {t("news.keep")}
              </SubmitButton>
            </form>
          ) : null}
        </Banner>
      );
    case "followed":
      return (
        <Banner
          good
          title={t("news.followed")}
          sentences={[
            t(news.dates.length > 0 ? "news.followedDatesHelp" : "news.followedHelp", {
              date: moment(news.at),
            }),
          ]}
        >
          <Followed news={news} region={region} now={now} words={t} />
        </Banner>
      );
  }
}

function Banner({
  title,
  sentences,
  bad = false,
  good = false,
  children,
}: {
  title: string;
  sentences: (string | null)[];
  bad?: boolean;
  good?: boolean;
  children?: ReactNode;
}) {
  return (
    <section
      className={good ? "banner good done" : bad ? "banner done" : "banner warn done"}
      aria-labelledby="meeting-news"
    >
      <Glyph name={good ? "s-ok" : "warn"} />
      <div className="grow">
        <h2 id="meeting-news">{title}</h2>
        {sentences.map((sentence) => (sentence ? <p key={sentence}>{sentence}</p> : null))}
        {children}
      </div>
    </section>
  );
}

function whatOf({ title, time, dates }: Extract<News, { kind: "changed" }>) {
  if (dates.length > 0) return title ? "titleAndDates" : "dates";
  return title && time ? "both" : title ? "title" : "time";
}

function troubleText(trouble: string, t: Translate<"following">): string {
  return t(trouble === "connection" ? "news.trouble.connection" : "news.trouble.forbidden");
}
