import type { Metadata } from "next";
import { DeskButton } from "@/components/desk/desk-link";
import { SubmitButton } from "@/components/forms/submit-button";
import { readEvent } from "@/lib/events/read-events";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { requireEvent } from "@/lib/session/require-event";
import { Picker } from "../../../new/picker";
import { readPickerAddress } from "../../../new/picker-address";
import { EventFrame } from "../event-frame";
import {
  anotherWayAction,
  moveToEntryAction,
  moveToNewAction,
  moveToPastedAction,
  moveToWebinarAction,
} from "./actions";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "moving")("title") };
}

/** Where an event may move to: another way into its meeting, or another meeting. */
export default async function MovePage({ params, searchParams }: Props) {
  const { id, locale: code } = await params;
  const locale = asLocale(code);
  const t = translator(locale, "moving");
  const words = translator(locale, "desk");
  const access = await requireEvent(id, "own");
  const event = await readEvent(access);
  const at = `/dashboard/events/${event.id}/move`;
  const isUnderWay = event.move !== null && event.move.state !== "done";
  const isLive = event.state === "open" || event.state === "closed";
  return (
    <EventFrame event={event} tab="settings" locale={locale}>
      <main id="main" className="page narrow" tabIndex={-1}>
        <div className="page-head">
          <div className="grow">
            <h2>{t("title")}</h2>
            <p>{t("lead")}</p>
          </div>
        </div>
        {isUnderWay || !isLive ? (
          <section className="nothing">
            <p>{isUnderWay ? t("under") : t("problem.not-live")}</p>
            <DeskButton href={`/dashboard/events/${event.id}`}>{t("toEvent")}</DeskButton>
          </section>
        ) : (
          <>
            <section className="card lines" aria-labelledby="same">
              <header className="pad">
                <h3 id="same">{t("same.title")}</h3>
              </header>
              <div>
                <div className="grow">
                  <b>{event.meetingSubject || event.title}</b>
                  <p>{t("same.now", { way: words(`overview.${event.registrar}`) })}</p>
                </div>
                <form action={anotherWayAction}>
                  <input type="hidden" name="eventId" value={event.id} />
                  <SubmitButton size="small">{t("same.go")}</SubmitButton>
                </form>
              </div>
            </section>
            <h3 className="picks">{t("pick")}</h3>
            <Picker
              person={{ id: access.personId }}
              locale={locale}
              address={readPickerAddress(await searchParams, Date.now())}
              at={at}
              actions={{
                calendar: moveToEntryAction.bind(null, event.id),
                webinar: moveToWebinarAction.bind(null, event.id),
                paste: moveToPastedAction.bind(null, event.id),
                create: moveToNewAction.bind(null, event.id),
              }}
            />
          </>
        )}
      </main>
    </EventFrame>
  );
}
