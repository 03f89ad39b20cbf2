import { SubmitButton } from "@/components/forms/submit-button";
import { CopyLink } from "@/components/pass/copy-link";
import { Count } from "@/components/pass/ticket";
import { TimeLeft } from "@/components/pass/time-left";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { LivePass } from "@/lib/registrations/read-pass";
import { clockLanguage } from "@/lib/time/clock-language";
import { dateTimeFormat } from "@/lib/time/date-time-format";
import { formatMoment, formatTime } from "@/lib/time/format-when";
import { sayCity } from "@/lib/time/say-when";
import { isZone } from "@/lib/time/zones";
import { acceptOfferAction, confirmAddressAction } from "./actions";
import { DOORS_MS, type PassState } from "./pass-state";

interface Props {
  pass: LivePass;
  state: PassState;
  locale: Locale;
  now: Date;
}

/** The stub: what to do next. */
export function PassStub({ pass, state, locale, now }: Props) {
  const t = translator(locale, "pass");
  switch (state) {
    case "ready":
    case "soon":
      return <JoinStub pass={pass} state={state} locale={locale} now={now} />;
    case "waiting":
      return (
        <>
          <Count label={t("link")} figure={t("onItsWay")} about={onItsWay(pass, locale)} live>
            <Pulse />
          </Count>
          <LookAgain token={pass.token} words={t("lookAgain")} />
        </>
      );
    case "delayed":
      return (
        <>
          <Count label={t("link")} figure={t("later")} about={t("laterAbout")} live />
          <LookAgain token={pass.token} words={t("lookAgain")} />
        </>
      );
    case "held-there":
      return (
        <>
          <Count
            label={t("link")}
            figure={t("heldThere.figure")}
            about={t("heldThere.about")}
            live
          />
          <LookAgain token={pass.token} words={t("lookAgain")} />
        </>
      );
    case "by-teams":
      return <Count label={t("link")} figure={t("byTeams")} about={t("byTeamsAbout")} />;
    case "confirm":
      return <ConfirmStub pass={pass} locale={locale} now={now} />;
    case "offered":
      return <OfferStub pass={pass} locale={locale} now={now} />;
    case "waitlisted":
      return (
        <>
          <Count
            label={t("waitlisted.label")}
            figure={t("waitlisted.figure", { position: pass.position ?? 1 })}
            about={t("waitlisted.about")}
            live
          />
          <LookAgain token={pass.token} words={t("lookAgain")} />
        </>
      );
    case "requested":
      return (
        <>
          <Count
            label={t("requested.label")}
            figure={t("requested.figure")}
            about={t("requested.about")}
            live
          />
          <LookAgain token={pass.token} words={t("lookAgain")} />
        </>
      );
    case "declined":
      return (
        <>
          <Count label={t("declined.label")} figure={t("declined.figure")} />
          {pass.declinedWords && pass.proved ? (
            <div className="own-words">
              <p>{t("declined.words", { host: pass.event.hostName })}</p>
              <blockquote dir="auto">{pass.declinedWords}</blockquote>
            </div>
          ) : null}
        </>
      );
    case "lapsed":
      return (
        <>
          <Count label={t("lapsed.label")} figure={t("lapsed.figure")} about={t("lapsed.about")} />
          <ButtonLink block href={`/e/${pass.event.slug}`}>
            {t("lapsed.action")}
          </ButtonLink>
        </>
      );
    case "left":
      return (
        <>
          <Count label={t("left.label")} figure={t("left.figure")} about={t("withdrawn.about")} />
          <ButtonLink block href={`/e/${pass.event.slug}`}>
            {t("withdrawn.action")}
          </ButtonLink>
        </>
      );
    case "withdrawn":
      return (
        <>
          <Count
            label={t("withdrawn.label")}
            figure={t("withdrawn.figure")}
            about={t("withdrawn.about")}
          />
          <ButtonLink block href={`/e/${pass.event.slug}`}>
            {t("withdrawn.action")}
          </ButtonLink>
        </>
      );
    case "cancelled":
      return (
        <Count
          label={t("cancelled.label")}
          figure={t("cancelled.figure")}
          about={t("cancelled.about")}
        />
      );
    case "over":
      return (
        <Count
          label={t("over.label")}
          figure={dateTimeFormat(LOCALE_REGIONS[locale], {
            day: "numeric",
            month: "long",
            timeZone: zoneOf(pass),
          }).format(pass.event.startsAt)}
        />
      );
  }
}

type ShortProps = Omit<Props, "state">;

/** The button that says "this address is mine", for whoever reads the pass in the mailbox. */
function ConfirmStub({ pass, locale, now }: ShortProps) {
  const t = translator(locale, "pass");
  const held = pass.place === "held" ? pass.until : null;
  return (
    <>
      {held ? (
        <TimeKept
          label={t("confirm.label")}
          until={held}
          about={(until) => t("confirm.until", { until })}
          {...{ pass, locale, now }}
        />
      ) : (
        <Count label={t("confirm.address")} figure={t("confirm.toConfirm")} />
      )}
      {pass.proved ? (
        <form action={confirmAddressAction}>
          <input type="hidden" name="token" value={pass.token} />
          <SubmitButton variant="primary" size="large" block pending={t("confirm.pending")}>
            {t("confirm.action")}
          </SubmitButton>
        </form>
      ) : (
        <p className="fine">{t("confirm.nothing")}</p>
      )}
    </>
  );
}

function OfferStub({ pass, locale, now }: ShortProps) {
  const t = translator(locale, "pass");
  return (
    <>
      <TimeKept
        label={t("offered.label")}
        until={pass.until ?? now}
        about={(until) => t("offered.until", { until })}
        {...{ pass, locale, now }}
      />
      <form action={acceptOfferAction}>
        <input type="hidden" name="token" value={pass.token} />
        <SubmitButton variant="primary" size="large" block pending={t("offered.pending")}>
          {t("offered.action")}
        </SubmitButton>
      </form>
      <ButtonLink block href={`/r/${pass.token}/give-up`}>
        {t("offered.leave")}
      </ButtonLink>
    </>
  );
}

/** How long something is kept, and until when by the clock. */
function TimeKept({
  label,
  until,
  about,
  pass,
  locale,
  now,
}: ShortProps & { label: string; until: Date; about: (until: string) => string }) {
  return (
    <Count
      label={label}
      figure={<TimeLeft until={until.toISOString()} now={now.getTime()} locale={locale} />}
      about={about(formatMoment(until, zoneOf(pass), locale))}
    />
  );
}

function JoinStub({ pass, state, locale, now }: Props) {
  const t = translator(locale, "pass");
  const { event, link } = pass;
  if (link.kind !== "ready") return null;
  const zone = zoneOf(pass);
  const doors = new Date(event.startsAt.getTime() - DOORS_MS);
  const open = state === "soon";
  const began = open && event.startsAt <= now;
  const place = { zone: sayCity(zone, clockLanguage(locale)) };
  return (
    <>
      {began ? (
        <Count label={t("since")} figure={formatTime(event.startsAt, zone, locale)} />
      ) : (
        <Count
          label={open ? t("starts") : t("doors")}
          figure={
            <TimeLeft
              until={(open ? event.startsAt : doors).toISOString()}
              now={now.getTime()}
              locale={locale}
            />
          }
        />
      )}
      <ButtonLink variant="primary" size="large" block href={link.url} rel="noreferrer">
        <Icon name="video" />
        {t("join")}
      </ButtonLink>
      <CopyLink
        url={link.url}
        words={{ copy: t("copy"), copied: t("copied"), failed: t("copyFailed") }}
      />
      <p className="fine num">
        {open
          ? t("soonFine", { time: formatTime(event.startsAt, zone, locale), ...place })
          : t("doorsFine", { time: formatTime(doors, zone, locale), ...place })}
      </p>
    </>
  );
}

/** By when, where Microsoft's pace tells it. */
function onItsWay(pass: LivePass, locale: Locale): string {
  const t = translator(locale, "pass");
  const by = pass.link.kind === "waiting" ? pass.link.by : null;
  if (!by) return t("onItsWayAbout");
  const zone = zoneOf(pass);
  const place = { zone: sayCity(zone, clockLanguage(locale)) };
  return t("onItsWayBy", { time: formatTime(by, zone, locale), ...place });
}

function Pulse() {
  return (
    <span className="pulse" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}

function LookAgain({ token, words }: { token: string; words: string }) {
  return (
    <ButtonLink block href={`/r/${token}`}>
      <Icon name="refresh" />
      {words}
    </ButtonLink>
  );
}

/** The zone that the holder signed up in, else the event's. */
function zoneOf({ zone, event }: LivePass): string {
  return zone && isZone(zone) ? zone : event.zone;
}
