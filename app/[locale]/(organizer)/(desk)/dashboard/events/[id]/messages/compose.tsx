import { deskDates } from "@/components/desk/dates";
import { DeskButton, DeskLink } from "@/components/desk/desk-link";
import { Glyph } from "@/components/desk/glyph";
import { messageHref } from "@/components/desk/messages/message-address";
import { MessageForm } from "@/components/desk/messages/message-form";
import { OnOff } from "@/components/desk/messages/message-list";
import { reasonText } from "@/components/desk/roster/reason-text";
import { SubmitButton } from "@/components/forms/submit-button";
import type { MailKind } from "@/lib/db/schema";
import type { EventDetail } from "@/lib/events/read-events";
import { LOCALE_NAMES, LOCALE_REGIONS, LOCALES, type Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import { readKeptText } from "@/lib/messages/read-kept-text";
import type { Message } from "@/lib/messages/read-messages";
import { readLastTest } from "@/lib/messages/send-test";
import type { EventAccess } from "@/lib/session/access";
import { requirePerson } from "@/lib/session/require-person";
import { readerZone } from "../../../../reader-zone";
import { resetMessageAction, saveMessageAction, switchMessageAction } from "./actions";

const DID = ["reset", "on", "off", "not-possible"] as const;

interface About {
  kind: MailKind;
  locale: Locale;
}

/** One kind of mail: when and to whom it goes, whether it does, and the organizer's words in it. */
export async function Compose({
  access,
  event,
  message,
  about,
  part,
  did: done,
  when,
  mailbox,
  reader,
}: {
  access: EventAccess;
  event: EventDetail;
  /** Null: the event doesn't send this kind. */
  message: Message | null;
  about: About;
  part: "html" | "text";
  did: string | string[] | undefined;
  when: string;
  /** Address of the organizer's own mailbox, while that sends. */
  mailbox: string | null;
  reader: Locale;
}) {
  const t = translator(reader, "letters");
  const { kind } = about;
  const did = DID.find((each) => each === done);
  const mayChange = event.role !== "viewer" && event.state !== "cancelled";
  const still = event.state === "cancelled" ? t("cancelled") : mayChange ? null : t("readOnly");
  return (
    <>
      <header>
        <h2 id="message">{t(`kinds.${kind}.name`)}</h2>
        {message && !message.needed ? <OnOff on={message.on} words={t} /> : null}
      </header>
      {did ? (
        <div
          className={did === "not-possible" ? "banner warn done" : "banner good done"}
          role="status"
        >
          <Glyph name={did === "not-possible" ? "warn" : "s-ok"} />
          <p>{t(`did.${did}`)}</p>
        </div>
      ) : null}
      <dl className="msg-facts">
        <div>
          <dt>{t("goes")}</dt>
          <dd>{when}</dd>
        </div>
        <div>
          <dt>{t("to")}</dt>
          <dd>{t(`kinds.${kind}.to`)}</dd>
        </div>
        <Going message={message} about={about} event={event} mayChange={mayChange} words={t} />
      </dl>
      <Languages eventId={event.id} message={message} about={about} part={part} words={t} />
      {still ? <p className="hint">{still}</p> : null}
      {message && !message.editable ? <p className="said">{t("fixed")}</p> : null}
      {message?.editable ? (
        <Words
          access={access}
          event={event}
          about={about}
          mayChange={mayChange}
          mailbox={mailbox}
          reader={reader}
        />
      ) : null}
    </>
  );
}

/** Whether it can be turned off, with the button, or why not. */
function Going({
  message,
  about,
  event,
  mayChange,
  words: t,
}: {
  message: Message | null;
  about: About;
  event: EventDetail;
  mayChange: boolean;
  words: Translate<"letters">;
}) {
  if (!message) return null;
  if (message.needed)
    return (
      <div>
        <dt>{t("needed.title")}</dt>
        <dd>{t(`needed.${message.needed}`)}</dd>
      </div>
    );
  if (!mayChange) return null;
  const hasTimes = about.kind === "reminder" || about.kind === "follow_up";
  return (
    <div className="wide">
      <dt className="vh">{message.on ? t("on") : t("off")}</dt>
      <dd className="row">
        <form action={switchMessageAction}>
          <AboutFields eventId={event.id} about={about} />
          <input type="hidden" name="on" value={message.on ? "" : "yes"} />
          <SubmitButton size="small">{message.on ? t("switch.off") : t("switch.on")}</SubmitButton>
        </form>
        {hasTimes ? (
          <DeskButton variant="quiet" href={`/dashboard/events/${event.id}/edit#mails`}>
            {t("switch.times")}
          </DeskButton>
        ) : null}
      </dd>
    </div>
  );
}

function Languages({
  eventId,
  message,
  about,
  part,
  words: t,
}: {
  eventId: string;
  message: Message | null;
  about: About;
  part: "html" | "text";
  words: Translate<"letters">;
}) {
  return (
    <div className="msg-langs">
      <nav className="seg" aria-label={t("language")}>
        {LOCALES.map((locale) => {
          const written = message?.written.includes(locale);
          const language = LOCALE_NAMES[locale];
          return (
            <DeskLink
              key={locale}
              href={messageHref(eventId, { kind: about.kind, locale, part })}
              scroll={false}
              aria-current={locale === about.locale ? "true" : undefined}
              aria-label={written ? t("languageWritten", { language }) : undefined}
            >
              {language}
              {written ? <Glyph name="check" /> : null}
            </DeskLink>
          );
        })}
      </nav>
      {message?.editable ? <p className="hint">{t("languageHelp")}</p> : null}
    </div>
  );
}

async function Words({
  access,
  event,
  about,
  mayChange,
  mailbox,
  reader,
}: {
  access: EventAccess;
  event: EventDetail;
  about: About;
  mayChange: boolean;
  mailbox: string | null;
  reader: Locale;
}) {
  const t = translator(reader, "letters");
  const [kept, last, person, zone] = await Promise.all([
    readKeptText(access, about),
    readLastTest(access, about.kind),
    requirePerson(),
    readerZone(),
  ]);
  if (!mayChange)
    return (
      <dl className="msg-facts" lang={about.locale}>
        <div>
          <dt>{t("subject")}</dt>
          <dd>{kept.subject}</dd>
        </div>
        {kept.words ? (
          <div>
            <dt>{t("words")}</dt>
            <dd className="msg-own">{kept.words}</dd>
          </div>
        ) : null}
      </dl>
    );
  const dates = deskDates(LOCALE_REGIONS[reader], zone);
  const address = person.email ?? "";
  return (
    <>
      <MessageForm
        key={`${about.kind} ${about.locale}`}
        about={{ eventId: event.id, kind: about.kind, lang: about.locale }}
        kept={{ subject: kept.subject, words: kept.words }}
        lang={about.locale}
        placeholders={kept.placeholders.map((name) => ({
          name,
          about: t(`placeholder.${name}`),
          insert: t("placeholders.insert", { name }),
        }))}
        action={saveMessageAction}
        words={{
          subject: t("subject"),
          subjectHelp: t("subjectHelp", { standard: kept.standard }),
          words: t("words"),
          wordsHelp: t("wordsHelp"),
          optional: t("optional"),
          errors: t("errors.title"),
          heading: t("placeholders.heading"),
          help: t("placeholders.help"),
          save: t("save"),
          saving: t("saving"),
          saveTest: t("saveTest"),
          testHelp: address ? t("test.help", { address }) : t("test.noAddress"),
        }}
      />
      {last ? (
        <p className="hint">
          {t(`test.${last.state}`, { time: dates.moment(last.at, Date.now()) })}{" "}
          {last.state !== "sent" && last.reason
            ? reasonText(translator(reader, "reasons"), "mail", last.reason)
            : null}
        </p>
      ) : null}
      {kept.isOwn ? (
        <form action={resetMessageAction}>
          <AboutFields eventId={event.id} about={about} />
          <SubmitButton size="small" variant="quiet">
            {t("reset")}
          </SubmitButton>
        </form>
      ) : null}
      <p className="hint">
        {mailbox !== null
          ? t("fromMailbox", { address: mailbox })
          : kept.organizerEmail
            ? t("from", { host: event.hostName, address: kept.organizerEmail })
            : t("fromNobody", { host: event.hostName })}
      </p>
    </>
  );
}

function AboutFields({ eventId, about }: { eventId: string; about: About }) {
  return (
    <>
      <input type="hidden" name="eventId" value={eventId} />
      <input type="hidden" name="kind" value={about.kind} />
      <input type="hidden" name="lang" value={about.locale} />
    </>
  );
}
