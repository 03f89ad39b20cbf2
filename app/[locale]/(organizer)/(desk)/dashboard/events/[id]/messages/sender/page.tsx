import type { Metadata } from "next";
import { signInAction } from "@/app/[locale]/(auth)/sign-in/actions";
import { connectionReason } from "@/components/desk/broken-since";
import { deskDates } from "@/components/desk/dates";
import { DeskLink } from "@/components/desk/desk-link";
import { Glyph } from "@/components/desk/glyph";
import { DifferentCard } from "@/components/desk/messages/different-card";
import { saySenderTrouble } from "@/components/desk/messages/say-sender";
import { SenderChoice } from "@/components/desk/messages/sender-choice";
import { SenderHealth } from "@/components/desk/messages/sender-health";
import { readEvent } from "@/lib/events/read-events";
import { asLocale, LOCALE_REGIONS } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { MAILBOX_DAY } from "@/lib/mail/lane";
import { readSender } from "@/lib/messages/read-sender";
import { approveUrl } from "@/lib/session/approve-url";
import { ASKED } from "@/lib/session/asked-for";
import { requireEvent } from "@/lib/session/require-event";
import { readerZone } from "../../../../../reader-zone";
import { EventFrame } from "../../event-frame";
import { chooseMailboxAction, giveMailboxBackAction, tryMailboxAgainAction } from "./actions";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const DID = ["chosen", "back", "again", "not-possible"] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "letters")("sender.title") };
}

/** Who sends the event's mails: the mail server, or its organizer's own mailbox, and what that changes. */
export default async function SenderPage({ params, searchParams }: Props) {
  const { id, locale: code } = await params;
  const locale = asLocale(code);
  const t = translator(locale, "letters");
  const access = await requireEvent(id, "view");
  const [event, sender, zone] = await Promise.all([
    readEvent(access),
    readSender(access),
    readerZone(),
  ]);
  const query = await searchParams;
  const did = DID.find((each) => each === query.did);
  const asked = ASKED.find((each) => each === query.asked);
  const dates = deskDates(LOCALE_REGIONS[locale], zone);
  const timeOf = (at: Date) => dates.moment(at.toISOString(), Date.now());
  const mine = sender.organizer.id === access.personId;
  const editable = access.role !== "viewer" && event.state !== "cancelled";
  const messages = `/dashboard/events/${event.id}/messages`;
  const said = saySenderTrouble(sender, {
    mine,
    reasonOf: (reason) => connectionReason(reason, locale),
    timeOf,
    words: t,
  });
  const different = (
    <DifferentCard
      organizer={sender.organizer}
      host={event.hostName}
      mine={mine}
      most={MAILBOX_DAY}
      words={t}
    />
  );
  const choice = (
    <SenderChoice
      event={event}
      sender={sender}
      mine={mine}
      granted={sender.granted}
      choose={chooseMailboxAction}
      giveBack={giveMailboxBackAction}
      words={t}
    />
  );
  return (
    <EventFrame event={event} tab="messages" locale={locale}>
      <main id="main" className="page narrow" tabIndex={-1}>
        <DeskLink className="button button--small button--quiet" href={messages}>
          <Glyph name="left" />
          {t("sender.back")}
        </DeskLink>
        <div className="page-head">
          <div className="grow">
            <h2>{t("sender.title")}</h2>
            <p>{t("sender.lead")}</p>
          </div>
        </div>
        {did && !(did === "chosen" && sender.trouble) ? (
          <div
            className={did === "not-possible" ? "banner warn done" : "banner good done"}
            role="status"
          >
            <Glyph name={did === "not-possible" ? "warn" : "s-ok"} />
            <p>{t(`sender.did.${did}`)}</p>
          </div>
        ) : null}
        {asked ? (
          <div className="banner warn done" role="alert">
            <Glyph name="warn" />
            <div className="grow">
              <p>{t(`sender.asked.${asked}`)}</p>
              {asked === "admin-consent" ? (
                <p>
                  {t("sender.approve")}: <code>{approveUrl()}</code>
                </p>
              ) : null}
            </div>
          </div>
        ) : null}
        <div className="stack">
          <SenderHealth
            eventId={event.id}
            sender={sender}
            host={event.hostName}
            said={said}
            mine={mine}
            timeOf={timeOf}
            from={`${messages}/sender`}
            again={asked !== undefined}
            signIn={signInAction}
            tryAgain={editable ? tryMailboxAgainAction : null}
            words={t}
            reconnect={translator(locale, "desk")("banner.reconnect")}
          />
          {sender.chosen ? choice : null}
          {different}
          {sender.chosen ? null : choice}
        </div>
      </main>
    </EventFrame>
  );
}
