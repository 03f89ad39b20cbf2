import "@/app/styles/form-builder.css";
import type { Metadata } from "next";
import { Builder } from "@/components/desk/form-builder/builder";
import { BuilderWords } from "@/components/desk/form-builder/builder-words";
import { readEvent } from "@/lib/events/read-events";
import { readForm } from "@/lib/events/read-form";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { requireEvent } from "@/lib/session/require-event";
import { EventFrame } from "../event-frame";
import { saveFormAction } from "./actions";

type Props = { params: Promise<{ locale: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "builder")("title") };
}

/** What the event asks. Who may only look sees it as an attendee does. */
export default async function FormPage({ params }: Props) {
  const { id, locale: code } = await params;
  const locale = asLocale(code);
  const access = await requireEvent(id, "view");
  const event = await readEvent(access);
  const form = await readForm(access, locale);
  const t = translator(locale, "builder");
  const still =
    event.state === "cancelled" ? t("cancelled") : event.role === "viewer" ? t("readOnly") : null;
  const previewHref = `/dashboard/events/${event.id}/form/preview`;
  return (
    <EventFrame event={event} tab="form" locale={locale}>
      {still ? (
        <main id="main" className="work form-work" tabIndex={-1} aria-label={t("title")}>
          <div className="build">
            <p>{still}</p>
          </div>
          <aside className="stage" aria-label={t("preview.label")}>
            <div className="preview" data-width="phone">
              <iframe src={previewHref} title={t("preview.frame")} />
            </div>
          </aside>
        </main>
      ) : (
        <BuilderWords messages={CATALOGS[locale].builder}>
          <Builder
            event={{ id: event.id, isPublished: event.state !== "draft" }}
            first={form.definition}
            version={form.version}
            answered={form.answered}
            save={saveFormAction}
            previewHref={previewHref}
          />
        </BuilderWords>
      )}
    </EventFrame>
  );
}
