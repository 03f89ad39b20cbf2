import type { Metadata } from "next";
import { AskCard } from "@/components/desk/ask-card";
import { Glyph } from "@/components/desk/glyph";
import { AnswersCard } from "@/components/desk/settings/answers-card";
import { CodesCard } from "@/components/desk/settings/codes-card";
import { EmbedCard } from "@/components/desk/settings/embed-card";
import { EndingsCard } from "@/components/desk/settings/endings-card";
import { LinkCard } from "@/components/desk/settings/link-card";
import { ListingCard } from "@/components/desk/settings/listing-card";
import { MeetingCard } from "@/components/desk/settings/meeting-card";
import { PrivacyCard } from "@/components/desk/settings/privacy-card";
import { SignUpsCard } from "@/components/desk/settings/sign-ups-card";
import { env } from "@/lib/env";
import { countLinks } from "@/lib/events/cancel-event";
import { readCodes } from "@/lib/events/invitation-codes";
import { readEvent } from "@/lib/events/read-events";
import { readPreview } from "@/lib/events/read-page";
import { readAnswersUntil } from "@/lib/events/set-answers-until";
import { readLinkOpens } from "@/lib/events/set-link-opens";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { accentColors } from "@/lib/mail/colors";
import { readFollowing } from "@/lib/meetings/read-news";
import { requireEvent } from "@/lib/session/require-event";
import { EventFrame } from "../event-frame";
import {
  answersAction,
  cancelAction,
  closeAction,
  deleteDraftAction,
  embedAction,
  linkAction,
  listAction,
  makeCodeAction,
  meetingAction,
  privacyAction,
  reopenAction,
  revokeCodeAction,
} from "./actions";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const DID = ["closed", "reopened", "cancelled", "not-possible"] as const;
const DID_SHARE = ["listed", "unlisted"] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "desk")("settings.title") };
}

/** Sign-ups on and off, and the end of it. What can't be undone is asked on an address of its own. */
export default async function SettingsPage({ params, searchParams }: Props) {
  const { id, locale: code } = await params;
  const locale = asLocale(code);
  const t = translator(locale, "desk");
  const access = await requireEvent(id, "view");
  const now = new Date();
  const [event, page, codes, answersUntil, linkOpens, following] = await Promise.all([
    readEvent(access),
    readPreview(access.eventId),
    readCodes(access, now),
    readAnswersUntil(access),
    readLinkOpens(access),
    readFollowing(access),
  ]);
  const admission = translator(locale, "admission");
  const sharing = translator(locale, "sharing");
  const { ask, did: done } = await searchParams;
  const did = DID.find((each) => each === done);
  const shared = DID_SHARE.find((each) => each === done);
  const canEdit = access.role !== "viewer" && event.state !== "cancelled";
  const owner = access.role === "owner";
  const cancels = ask === "cancel" && owner && (event.state === "open" || event.state === "closed");
  const deletes = ask === "delete" && owner && event.state === "draft";
  const here = `/dashboard/events/${event.id}/settings`;
  const eventId = <input type="hidden" name="eventId" value={event.id} />;
  return (
    <EventFrame event={event} tab="settings" locale={locale}>
      <main id="main" className="page narrow" tabIndex={-1}>
        <h2 className="vh">{t("settings.title")}</h2>
        {did ? (
          <div
            className={did === "not-possible" ? "banner warn done" : "banner good done"}
            role="status"
          >
            <Glyph name={did === "not-possible" ? "warn" : "s-ok"} />
            <p>{t(`settings.did.${did}`)}</p>
          </div>
        ) : null}
        {done === "code-revoked" ? (
          <div className="banner good done" role="status">
            <Glyph name="s-ok" />
            <p>{admission("codes.did")}</p>
          </div>
        ) : null}
        {shared ? (
          <div className="banner good done" role="status">
            <Glyph name="s-ok" />
            <p>{sharing(`listing.did.${shared}`)}</p>
          </div>
        ) : null}
        {cancels ? (
          <AskCard
            title={t("settings.cancelTitle", { title: event.title })}
            sentences={[
              t("settings.cancelCount", { count: await countLinks(access) }),
              t("settings.cancelTold", { count: event.counts.taken }),
              t("settings.cancelMeeting"),
            ]}
            yes={t("settings.cancelYes", { count: await countLinks(access) })}
            no={t("settings.cancelNo")}
            back={here}
            action={cancelAction}
          >
            {eventId}
          </AskCard>
        ) : deletes ? (
          <AskCard
            title={t("settings.deleteTitle", { title: event.title })}
            sentences={[t("settings.deleteLead")]}
            yes={t("settings.deleteYes")}
            no={t("settings.cancelNo")}
            back={here}
            action={deleteDraftAction}
          >
            {eventId}
          </AskCard>
        ) : (
          <div className="stack">
            <SignUpsCard event={event} close={closeAction} reopen={reopenAction} words={t} />
            <CodesCard
              event={event}
              codes={codes}
              address={`${env().publicUrl}/e/${event.slug}`}
              make={canEdit ? makeCodeAction : null}
              revoke={revokeCodeAction}
              now={now.getTime()}
              locale={locale}
              words={admission}
            />
            {event.registrar === "direct" ? (
              <LinkCard
                eventId={event.id}
                opens={linkOpens}
                action={canEdit ? linkAction : null}
                words={t}
              />
            ) : null}
            <MeetingCard
              eventId={event.id}
              following={following}
              ofDates={event.dates > 1 ? translator(locale, "series")("desk.following") : null}
              zone={event.zone}
              now={now.getTime()}
              action={canEdit ? meetingAction : null}
              locale={locale}
              words={translator(locale, "following")}
            />
            <AnswersCard
              eventId={event.id}
              setting={answersUntil}
              zone={event.zone}
              locale={locale}
              action={canEdit ? answersAction : null}
              words={t}
            />
            <PrivacyCard
              eventId={event.id}
              notice={page.privacyNotice}
              action={canEdit ? privacyAction : null}
              words={t}
            />
            <ListingCard
              eventId={event.id}
              listed={page.listed}
              action={canEdit ? listAction : null}
              words={sharing}
            />
            <EmbedCard
              eventId={event.id}
              origins={page.embedOrigins}
              snippetOf={{
                publicUrl: env().publicUrl,
                slug: event.slug,
                frameTitle: sharing("embed.frame", { title: event.title }),
                buttonText: sharing("embed.buttonText"),
                color: accentColors(event.accent).accent,
              }}
              published={event.state !== "draft"}
              members={event.audience === "organization"}
              action={canEdit ? embedAction : null}
              words={sharing}
            />
            <EndingsCard event={event} words={t} moving={translator(locale, "moving")} />
          </div>
        )}
      </main>
    </EventFrame>
  );
}
