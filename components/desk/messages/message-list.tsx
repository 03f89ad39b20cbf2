import type { MailKind } from "@/lib/db/schema";
import { LOCALE_NAMES, type Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import type { Message } from "@/lib/messages/read-messages";
import { DeskLink } from "../desk-link";
import { Glyph, type GlyphName } from "../glyph";
import { Pill } from "../state";
import { messageHref } from "./message-address";

const CLOCK: readonly MailKind[] = ["reminder", "follow_up"];
const PASS: readonly MailKind[] = ["again", "resent", "replaced"];

const GLYPHS: Partial<Record<MailKind, GlyphName>> = {
  confirmation: "check",
  approved: "check",
  link: "link",
  waiting: "clock",
  reminder: "clock",
  changed: "repeat",
  dates: "calendar",
  moved: "link",
  again: "repeat",
  cancelled: "x",
  declined: "x",
};

/** Every kind of mail of the event, by what sets it off. */
export function MessageList({
  eventId,
  messages,
  open,
  locale,
  whenOf,
  words: t,
}: {
  eventId: string;
  messages: Message[];
  /** The one that is open beside it. */
  open: MailKind;
  /** Language in which one is opened. */
  locale: Locale;
  whenOf: (message: Message) => string;
  words: Translate<"letters">;
}) {
  const groups = {
    happens: messages.filter(({ kind }) => !CLOCK.includes(kind) && !PASS.includes(kind)),
    clock: messages.filter(({ kind }) => CLOCK.includes(kind)),
    pass: messages.filter(({ kind }) => PASS.includes(kind)),
  };
  return (
    <nav className="msgs" aria-label={t("groups.label")}>
      {(["happens", "clock", "pass"] as const).map((group) => (
        <section key={group} aria-labelledby={`group-${group}`}>
          <h3 className="lab" id={`group-${group}`}>
            {t(`groups.${group}`)}
          </h3>
          <ul>
            {groups[group].map((message) => (
              <li key={message.kind}>
                <DeskLink
                  href={messageHref(eventId, { kind: message.kind, locale })}
                  aria-current={message.kind === open ? "true" : undefined}
                >
                  <Glyph name={GLYPHS[message.kind] ?? "mail"} />
                  <b>{t(`kinds.${message.kind}.name`)}</b>
                  {message.needed ? (
                    <Counts message={message} words={t} />
                  ) : (
                    <OnOff on={message.on} words={t} />
                  )}
                  <small>{whenOf(message)}</small>
                  {message.needed ? null : <Counts message={message} words={t} />}
                  {message.written.length > 0 ? (
                    <small className="own">
                      {t("own", {
                        languages: message.written.map((each) => LOCALE_NAMES[each]).join(", "),
                      })}
                    </small>
                  ) : null}
                </DeskLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** Whether a kind goes out. */
export function OnOff({ on, words: t }: { on: boolean; words: Translate<"letters"> }) {
  return on ? (
    <Pill tone="good" glyph="s-ok">
      {t("on")}
    </Pill>
  ) : (
    <Pill tone="plain" glyph="s-dash">
      {t("off")}
    </Pill>
  );
}

function Counts({
  message: { counts },
  words: t,
}: {
  message: Message;
  words: Translate<"letters">;
}) {
  const said = (["sent", "waiting"] as const).flatMap((state) =>
    counts[state] > 0 ? [t(state, { count: counts[state] })] : [],
  );
  const bad = [
    ...(counts.failed > 0 ? [t("refused", { count: counts.failed })] : []),
    ...(counts.bounced > 0 ? [t("cameBack", { count: counts.bounced })] : []),
  ];
  if (said.length === 0 && bad.length === 0) return null;
  return (
    <span className="hint counts">
      {said.join(", ")}
      {bad.length > 0 ? (
        <>
          {said.length > 0 ? ", " : null}
          <span className="bad">{bad.join(", ")}</span>
        </>
      ) : null}
    </span>
  );
}
