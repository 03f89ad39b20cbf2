import type { Metadata } from "next";
import { EventView } from "@/components/event/event-view";
import { RegistrationCard } from "@/components/event/registration-card";
import { RegistrationForm } from "@/components/event/registration-form";
import { phaseOf } from "@/lib/events/phase";
import { readPreview } from "@/lib/events/read-page";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { requireEvent } from "@/lib/session/require-event";

export const metadata: Metadata = { robots: { index: false, follow: false } };

/** The page as an attendee would see it, of a draft too. The form can't be sent. */
export default async function PreviewPage({
  params,
}: {
  params: Promise<{ locale: string; id: string }>;
}) {
  const { id, locale: code } = await params;
  const access = await requireEvent(id, "view");
  const locale = asLocale(code);
  const page = await readPreview(access.eventId);
  const phase = phaseOf(
    {
      // A draft is shown as it will be once it is published.
      state: page.state === "draft" ? "open" : page.state,
      opensAt: page.opensAt ? new Date(page.opensAt) : null,
      closesAt: page.closesAt ? new Date(page.closesAt) : null,
      endsAt: new Date(page.endsAt),
    },
    new Date(),
  );
  return (
    <div className="public" data-accent="velvet">
      <aside className="vh">{translator(locale, "desk")("editor.previewNote")}</aside>
      <EventView
        event={page}
        locale={locale}
        card={
          <RegistrationCard
            event={page}
            phase={phase}
            locale={locale}
            open={
              <fieldset disabled>
                <RegistrationForm event={page} locale={locale} />
              </fieldset>
            }
          />
        }
      />
    </div>
  );
}
