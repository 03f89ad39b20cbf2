import type { Metadata } from "next";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { Editor } from "@/components/desk/editor/editor";
import type { SeriesWords } from "@/components/desk/editor/editor-fields";
import { QUESTIONS_NEWS, type QuestionsNews } from "@/components/desk/editor/questions-news";
import { type EventDetail, readEvent } from "@/lib/events/read-events";
import { readPreview } from "@/lib/events/read-page";
import { asLocale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import { requireEvent } from "@/lib/session/require-event";
import { listZones } from "@/lib/time/zones";
import { EventFrame } from "../event-frame";
import { editAction } from "./actions";
import { addQuestionsAction } from "./add-questions-action";
import { coverProps } from "./cover-props";
import { editorValues, missingOf } from "./editor-form";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "desk")("event.page") };
}

function seriesWords(event: EventDetail, t: Translate<"series">): SeriesWords {
  const mode = t(event.choosesDates ? "desk.modeChoose" : "desk.modeAll");
  const several = event.dates > 1;
  return {
    href: `/dashboard/events/${event.id}/dates`,
    link: t(several ? "desk.open" : "desk.several"),
    several: several
      ? `${t("desk.summary", { count: event.dates, mode })}. ${t("desk.editorHelp")}`
      : null,
    placesByDate: event.choosesDates ? t("desk.placesByDate") : null,
  };
}

/** The page's editor. Who may only look sees the preview's address instead. */
export default async function EditPage({ params, searchParams }: Props) {
  const { id, locale: code } = await params;
  const locale = asLocale(code);
  const access = await requireEvent(id, "view");
  const [event, page] = await Promise.all([readEvent(access), readPreview(access.eventId)]);
  const t = translator(locale, "desk");
  const still =
    event.state === "cancelled"
      ? t("editor.cancelled")
      : event.role === "viewer"
        ? t("editor.readOnly")
        : null;
  const from = `/dashboard/events/${event.id}/edit`;
  return (
    <EventFrame event={event} tab="edit" locale={locale}>
      {still ? (
        <main id="main" className="page narrow" tabIndex={-1}>
          <p>{still}</p>
          <p className="way-out">
            <a
              className="button button--small"
              href={`/dashboard/events/${event.id}/preview`}
              target="_blank"
              rel="noreferrer"
            >
              {t("editor.preview")}
              <span className="vh">, {t("event.newTab")}</span>
            </a>
          </p>
        </main>
      ) : (
        <Editor
          event={{
            id: event.id,
            title: event.title,
            draft: event.state === "draft",
            fixed: event.fixed,
            registrars: event.registrars,
            terms: event.webinar,
            zone: event.zone,
            organizer: event.organizer.name,
            mine: event.organizer.id === access.personId,
          }}
          values={editorValues(event)}
          missing={missingOf(event)}
          zones={listZones()}
          action={editAction}
          addQuestions={addQuestionsAction}
          questionsNews={questionsNews(await searchParams)}
          reconnect={signInAction}
          from={from}
          cover={coverProps(page.cover, (await searchParams).cover, locale)}
          series={seriesWords(event, translator(locale, "series"))}
        />
      )}
    </EventFrame>
  );
}

function questionsNews({ questions, count }: Awaited<Props["searchParams"]>): QuestionsNews | null {
  const kind = QUESTIONS_NEWS.find((each) => each === questions);
  if (!kind) return null;
  return { kind, count: typeof count === "string" && /^\d{1,3}$/.test(count) ? Number(count) : 0 };
}
