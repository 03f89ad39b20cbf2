import type { EventSummary } from "@/lib/events/read-events";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import { CopyButton } from "./copy-button";
import { deskDates, relative } from "./dates";
import { DeskLink } from "./desk-link";
import { deskState, STATE_LOOKS } from "./event-state";
import { Glyph } from "./glyph";
import { SignUpCount } from "./sign-up-count";
import { Pill } from "./state";

export type EventTab = "overview" | "registrations" | "form" | "messages" | "edit" | "settings";

/** Which event this is, how it stands, when it is, and its parts. */
export function EventHead({
  event,
  tab,
  address,
  now,
  locale,
  words: t,
}: {
  event: EventSummary;
  tab: EventTab;
  address: string;
  now: number;
  locale: Locale;
  words: Translate<"desk">;
}) {
  const region = LOCALE_REGIONS[locale];
  const dates = deskDates(region, event.zone);
  const state = deskState(event, now);
  const at = `/dashboard/events/${event.id}`;
  const tabs: [EventTab, string, string][] = [
    ["overview", at, t("event.overview")],
    ["registrations", `${at}/registrations`, t("event.registrations")],
    ["edit", `${at}/edit`, t("event.page")],
    ["form", `${at}/form`, t("event.form")],
    ["messages", `${at}/messages`, t("event.messages")],
    ["settings", `${at}/settings`, t("event.settings")],
  ];
  return (
    <section className="ev-head" aria-labelledby="event">
      <div className="in">
        <h1 id="event">{event.title}</h1>
        <Pill {...STATE_LOOKS[state]}>
          {t(`state.${state}`, { date: event.opensAt ? dates.date(event.opensAt, now) : "" })}
        </Pill>
        <span className="when">
          {dates.when(event.startsAt, event.endsAt)} · {relative(event.startsAt, now, region)}
          {event.dates > 1 ? (
            <>
              {" · "}
              <DeskLink href={`${at}/dates`}>
                {translator(locale, "series")("facts", { count: event.dates })}
              </DeskLink>
            </>
          ) : null}
        </span>
        {event.state === "draft" ? null : (
          <div className="acts">
            <CopyButton
              text={address}
              words={{
                copy: t("event.copyAddress"),
                copied: t("event.copied"),
                failed: t("event.copyFailed"),
              }}
            />
            <a
              className="button button--small"
              href={`/e/${event.slug}`}
              target="_blank"
              rel="noreferrer"
            >
              {t("event.viewPage")}
              <span className="vh">, {t("event.newTab")}</span>
              <Glyph name="out" />
            </a>
          </div>
        )}
      </div>
      <nav className="tabs" aria-label={t("event.tabs", { title: event.title })}>
        {tabs.map(([key, href, text]) => (
          <DeskLink key={key} href={href} aria-current={key === tab ? "page" : undefined}>
            {text}
            {key === "registrations" ? <SignUpCount event={event} at={now} /> : null}
          </DeskLink>
        ))}
      </nav>
    </section>
  );
}
