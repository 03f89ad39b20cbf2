import type { ReactNode } from "react";
import type { EventDetail } from "@/lib/events/read-events";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import type { Sender } from "@/lib/messages/read-sender";
import type { Flood } from "@/lib/registrations/clear-flood";
import { connectionReason } from "../broken-since";
import { deskDates } from "../dates";
import { DeskButton } from "../desk-link";
import { Glyph, type GlyphName } from "../glyph";
import { mendsBySignIn, needsSomebody, saySenderTrouble } from "../messages/say-sender";
import { ReconnectForm } from "../reconnect-form";
import { reasonText } from "../roster/reason-text";
import { type RemakeAction, RemakeForm } from "./remake-form";
import { RetryAll } from "./retry-all";

/** What waits for the organizer, worst first, each with the button that mends it. */
export function NeedsYou({
  event,
  mine,
  reconnect,
  retryAll,
  remake,
  flood,
  sender,
  lacksCodes,
  locale,
  words: t,
}: {
  event: EventDetail;
  /** The connection at Microsoft is the reader's own. */
  mine: boolean;
  reconnect: (form: FormData) => Promise<void>;
  /** Null for somebody who may only look. */
  retryAll: ((form: FormData) => Promise<void>) | null;
  /** The same. */
  remake: RemakeAction | null;
  /** Sign-ups that look like a machine's. */
  flood: Flood | null;
  /** Who sends its mails. */
  sender: Sender;
  /** It asks for an invitation code, and none works. */
  lacksCodes: boolean;
  locale: Locale;
  words: Translate<"desk">;
}) {
  const { counts, connection, organizer, paused, leftOpen } = event;
  const at = `/dashboard/events/${event.id}`;
  const lines: ReactNode[] = [];
  const broken = connection.state === "broken" && event.state !== "cancelled";
  if (broken && (event.registrar === "external" || event.state === "draft"))
    lines.push(
      <Line
        key="broken"
        tone="bad"
        glyph="s-bad"
        title={t("overview.brokenTitle", { count: counts.waiting })}
        text={[
          mine
            ? t("overview.brokenHelp", { reason: connectionReason(connection.reason, locale) })
            : t("overview.brokenOtherHelp", { name: organizer.name }),
          connection.standIn ? t("banner.standIn") : "",
        ].join(" ")}
      >
        {mine ? <ReconnectForm action={reconnect} label={t("banner.reconnect")} from={at} /> : null}
      </Line>,
    );
  if (event.meetingAsks) {
    const following = translator(locale, "following");
    lines.push(
      <Line
        key="meeting"
        tone={event.meetingAsks === "lost" ? "bad" : "warn"}
        glyph={event.meetingAsks === "lost" ? "s-bad" : "s-half"}
        title={t(`events.meeting.${event.meetingAsks}`)}
        text={following(`news.${event.meetingAsks}Help`)}
      >
        <DeskButton href="#meeting-news">{t("events.next.meeting")}</DeskButton>
      </Line>,
    );
  }
  if (event.registrationGone && event.state !== "cancelled" && event.state !== "draft")
    lines.push(
      <Line
        key="gone"
        tone="bad"
        glyph="s-bad"
        title={t("overview.goneTitle", { count: counts.dead })}
        text={t("overview.goneHelp")}
      >
        {remake ? (
          <RemakeForm action={remake} eventId={event.id} label={t("overview.remake")} />
        ) : null}
      </Line>,
    );
  if (leftOpen)
    lines.push(
      <Line
        key="left-open"
        tone="warn"
        glyph="warn"
        title={t("overview.leftOpenTitle")}
        text={reasonText(translator(locale, "reasons"), "enrolment", leftOpen.reason)}
      >
        {retryAll && counts.failed === 0 ? <RetryAll action={retryAll} eventId={event.id} /> : null}
      </Line>,
    );
  const unasked = event.webinar?.unasked ?? [];
  if (event.registrar === "webinar" && unasked.length > 0 && event.state !== "cancelled")
    lines.push(
      <Line
        key="webinar-asks"
        tone="bad"
        glyph="s-bad"
        title={t("editor.terms.asksTitle", { count: unasked.length })}
        text={t("editor.terms.asksHelp")}
      >
        {event.role === "viewer" ? null : (
          <DeskButton href={`${at}/edit#webinar-asks`}>{t("editor.terms.go")}</DeskButton>
        )}
      </Line>,
    );
  if (event.state === "draft")
    lines.push(
      <Line
        key="draft"
        tone="warn"
        glyph="s-half"
        title={t("overview.draftTitle")}
        text={t("overview.draftHelp")}
      >
        <DeskButton variant={broken ? "plain" : "ink"} href={`${at}/edit`}>
          {t("overview.draftGo")}
        </DeskButton>
      </Line>,
    );
  if (counts.awaitingApproval > 0 && event.state !== "cancelled")
    lines.push(
      <Line
        key="requests"
        tone="warn"
        glyph="s-half"
        title={t("overview.requestsTitle", { count: counts.awaitingApproval })}
        text={t("overview.requestsHelp")}
      >
        <DeskButton href={`${at}/registrations?view=requests`}>
          {t("overview.requestsGo")}
        </DeskButton>
      </Line>,
    );
  if (counts.failed > 0)
    lines.push(
      <Line
        key="failed"
        tone="bad"
        glyph="s-bad"
        title={t("overview.failedTitle", { count: counts.failed })}
        text={t("overview.failedHelp")}
      >
        <DeskButton href={`${at}/registrations?view=trouble`}>{t("overview.look")}</DeskButton>
        {retryAll ? <RetryAll action={retryAll} eventId={event.id} /> : null}
      </Line>,
    );
  const moving = translator(locale, "moving");
  if (event.move && event.move.refused > 0)
    lines.push(
      <Line
        key="moving"
        tone="warn"
        glyph="s-half"
        title={moving("progress.refused", { count: event.move.refused })}
        text={moving("progress.keeps")}
      >
        <DeskButton href={`${at}/registrations?view=trouble`}>{t("overview.look")}</DeskButton>
      </Line>,
    );
  if (counts.unended > 0)
    lines.push(
      <Line
        key="unended"
        tone="warn"
        glyph="s-half"
        title={moving("unended", { count: counts.unended })}
        text={moving("unendedHelp")}
      >
        <DeskButton href={`${at}/registrations?view=trouble`}>{t("overview.look")}</DeskButton>
        {retryAll && counts.failed === 0 ? <RetryAll action={retryAll} eventId={event.id} /> : null}
      </Line>,
    );
  const words = translator(locale, "admission");
  if (lacksCodes && event.state === "open")
    lines.push(
      <Line
        key="codes"
        tone="bad"
        glyph="warn"
        title={words("codes.noneTitle")}
        text={words("codes.none")}
      >
        {event.role === "viewer" ? null : (
          <DeskButton href={`${at}/settings#invitations`}>{words("codes.title")}</DeskButton>
        )}
      </Line>,
    );
  if (flood) {
    lines.push(
      <Line
        key="flood"
        tone="bad"
        glyph="warn"
        title={words("flood.title", { ...flood })}
        text={words("flood.help")}
      >
        {event.role === "viewer" ? null : (
          <DeskButton href={`${at}?ask=clear`}>{words("flood.go")}</DeskButton>
        )}
      </Line>,
    );
  }
  if (needsSomebody(sender, event.state)) {
    const letters = translator(locale, "letters");
    const dates = deskDates(LOCALE_REGIONS[locale], event.zone);
    const said = saySenderTrouble(sender, {
      mine,
      reasonOf: (reason) => connectionReason(reason, locale),
      timeOf: (moment) => dates.moment(moment.toISOString(), Date.now()),
      words: letters,
    });
    const bySignIn = mine && sender.trouble !== null && mendsBySignIn(sender.trouble.kind);
    lines.push(
      <Line
        key="sender"
        tone="warn"
        glyph="mail"
        title={letters("sender.needs", { name: sender.organizer.name })}
        text={[...said, letters("sender.nothingLost")].join(" ")}
      >
        {bySignIn ? (
          <ReconnectForm
            action={reconnect}
            label={
              sender.trouble?.kind === "consent" ? letters("sender.ask") : t("banner.reconnect")
            }
            from={`${at}/messages/sender`}
            feature="mail-send"
          />
        ) : (
          <DeskButton href={`${at}/messages/sender`}>{t("overview.look")}</DeskButton>
        )}
      </Line>,
    );
  }
  if (counts.mailFailed > 0)
    lines.push(
      <Line
        key="mail"
        tone="warn"
        glyph="mail"
        title={t("overview.mailTitle", { count: counts.mailFailed })}
        text={t("overview.mailHelp")}
      >
        <DeskButton href={`${at}/registrations?view=trouble`}>{t("overview.look")}</DeskButton>
        {retryAll && counts.failed === 0 ? <RetryAll action={retryAll} eventId={event.id} /> : null}
      </Line>,
    );
  if (counts.mailBounced > 0)
    lines.push(
      <Line
        key="bounced"
        tone="warn"
        glyph="mail"
        title={t("overview.bouncedTitle", { count: counts.mailBounced })}
        text={t("overview.bouncedHelp")}
      >
        <DeskButton href={`${at}/registrations?view=trouble`}>{t("overview.look")}</DeskButton>
      </Line>,
    );
  // What Usher does by itself is said as well, but asks for nothing.
  const asked = lines.length;
  if (counts.waiting > 0 && !broken)
    lines.push(
      <Line
        key="waiting"
        tone="warn"
        glyph="clock"
        title={t("overview.waitingTitle", { count: counts.waiting })}
        text={
          paused
            ? reasonText(translator(locale, "reasons"), "enrolment", paused.reason)
            : event.linksBy
              ? t("overview.waitingBy", { time: linksBy(event, locale) })
              : t("overview.waitingHelp")
        }
      >
        <DeskButton href={`${at}/registrations?view=waiting`}>{t("overview.look")}</DeskButton>
      </Line>,
    );
  return (
    <section className="card attn" aria-labelledby="needs">
      <header>
        <h2 id="needs">{t("overview.needs")}</h2>
        {asked > 0 ? (
          <span className="hint">{t("overview.needsCount", { count: asked })}</span>
        ) : null}
      </header>
      {lines.length > 0 ? (
        <ul>{lines}</ul>
      ) : (
        <p className="body tight muted">{t("overview.needsNothing")}</p>
      )}
    </section>
  );
}

function linksBy({ linksBy, zone }: EventDetail, locale: Locale): string {
  return deskDates(LOCALE_REGIONS[locale], zone).moment(linksBy ?? "", Date.now());
}

function Line({
  tone,
  glyph,
  title,
  text,
  children,
}: {
  tone: "bad" | "warn";
  glyph: GlyphName;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <li>
      <Glyph name={glyph} className={tone} />
      <div className="grow">
        <b>{title}</b>
        <p>{text}</p>
      </div>
      {children}
    </li>
  );
}
