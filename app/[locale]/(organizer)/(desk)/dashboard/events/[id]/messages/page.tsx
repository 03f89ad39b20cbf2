import "@/app/styles/messages.css";
import clsx from "clsx";
import type { Metadata } from "next";
import { deskDates } from "@/components/desk/dates";
import { DeskLink } from "@/components/desk/desk-link";
import { Glyph } from "@/components/desk/glyph";
import { readMessageAddress } from "@/components/desk/messages/message-address";
import { MessageList } from "@/components/desk/messages/message-list";
import { MessagePreview } from "@/components/desk/messages/message-preview";
import { sayBounces } from "@/components/desk/messages/say-bounces";
import { readEvent } from "@/lib/events/read-events";
import { asLocale, LOCALE_REGIONS } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { messageTime } from "@/lib/messages/message-time";
import { exampleReader, previewMessage } from "@/lib/messages/preview-message";
import { readMessages } from "@/lib/messages/read-messages";
import { readSender } from "@/lib/messages/read-sender";
import { readBounceWatch } from "@/lib/registrations/bounce-sources";
import { requireEvent } from "@/lib/session/require-event";
import { EventFrame } from "../event-frame";
import { Compose } from "./compose";

type Props = {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(asLocale((await params).locale), "letters")("title") };
}

/** Every mail of the event: when it goes, to whom, what it says, and how its reader sees it. */
export default async function MessagesPage({ params, searchParams }: Props) {
  const { id, locale: code } = await params;
  const reader = asLocale(code);
  const t = translator(reader, "letters");
  const access = await requireEvent(id, "view");
  const asked = await searchParams;
  const address = readMessageAddress(asked, reader);
  const kind = address.kind ?? "confirmation";
  const about = { kind, locale: address.locale };
  const now = new Date();
  const [event, messages, mail, watch, sender] = await Promise.all([
    readEvent(access),
    readMessages(access),
    previewMessage(access, about, now),
    readBounceWatch(),
    readSender(access),
  ]);
  const byMailbox = sender.chosen && sender.trouble === null;
  const message = messages.find((each) => each.kind === kind);
  const dates = deskDates(LOCALE_REGIONS[reader], event.zone);
  const whenOf = (each: { kind: typeof kind }) => {
    const at = messageTime(each.kind, event).map((time) => dates.moment(time.toISOString(), +now));
    return at.length > 0 ? at.join("; ") : t(`kinds.${each.kind}.when`);
  };
  const { firstName, lastName } = exampleReader(about.locale);
  const frame = new URLSearchParams({ kind, lang: about.locale, v: String(+now) });
  return (
    <EventFrame event={event} tab="messages" locale={reader}>
      <main id="main" className={clsx("work msg", address.kind && "chosen")} tabIndex={-1}>
        <div className="msg-list">
          <h2>{t("title")}</h2>
          <p className="hint">
            {t(`sender.line.${byMailbox ? "mailbox" : sender.chosen ? "instead" : "server"}`, {
              name: sender.organizer.name,
            })}{" "}
            <DeskLink href={`/dashboard/events/${event.id}/messages/sender`}>
              {t("sender.open")}
            </DeskLink>
          </p>
          <MessageList
            eventId={event.id}
            messages={messages}
            open={kind}
            locale={about.locale}
            whenOf={whenOf}
            words={t}
          />
          <p className="hint">
            {byMailbox
              ? t("bounces.atMailbox", { name: sender.organizer.name })
              : sayBounces(watch, (at) => dates.moment(at, +now), t).join(" ")}
          </p>
        </div>
        <section className="compose" aria-labelledby="message">
          <DeskLink
            className="button button--small button--quiet back"
            href={`/dashboard/events/${event.id}/messages`}
          >
            <Glyph name="left" />
            {t("back")}
          </DeskLink>
          <Compose
            access={access}
            event={event}
            message={message ?? null}
            about={about}
            part={address.part}
            did={asked.did}
            when={whenOf({ kind })}
            mailbox={byMailbox ? sender.organizer.email : null}
            reader={reader}
          />
        </section>
        <MessagePreview
          eventId={event.id}
          kind={kind}
          locale={about.locale}
          part={address.part}
          mail={{
            subject: mail.subject,
            text: mail.text,
            from: byMailbox ? sender.organizer.name : mail.from.name,
          }}
          reader={`${firstName} ${lastName}`}
          frame={`/dashboard/events/${event.id}/messages/preview?${frame}`}
          words={t}
        />
      </main>
    </EventFrame>
  );
}
