import { SubmitButton } from "@/components/forms/submit-button";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { formatRemaining } from "@/lib/time/remaining";
import { WhenFull } from "./places-left";

/** How an event gives its places, as far as its form says so. */
export interface PlaceOptions {
  slug: string;
  /** Null: unknown, as is all the rest. */
  hostName: string | null;
  hasCapacity: boolean;
  waitlist: boolean;
  approval: boolean;
  /** Minutes for which a place is held until its address is confirmed; null: it needn't be. */
  holdMinutes: number | null;
}

/** What pressing the form's button comes to, and the button. */
export function SignUpButton({
  event,
  locale,
  isFull,
}: {
  event: PlaceOptions;
  locale: Locale;
  /** Every place is taken, as seen for this one reader. */
  isFull?: boolean;
}) {
  const t = translator(locale, "public");
  const { slug, approval, holdMinutes } = event;
  const full = whenFull(event, locale);
  const held =
    holdMinutes === null
      ? null
      : t("form.confirmHint", { time: formatRemaining(holdMinutes * 60_000, locale) });
  return (
    <>
      {approval && event.hostName !== null ? (
        <p className="hint">{t("form.approvalHint", { host: event.hostName })}</p>
      ) : null}
      {hasLine(event) ? (
        <p className="hint">
          <WhenFull
            {...{ slug, locale, isFull }}
            full={t("form.waitlistHintFull")}
            otherwise={t("form.waitlistHint")}
          />
        </p>
      ) : null}
      {held === null ? null : (
        <p className="hint">
          {approval ? (
            t("form.confirmHintNotHeld")
          ) : (
            <WhenFull
              {...{ slug, locale, isFull }}
              // In the line there is no place to hold.
              full={hasLine(event) ? t("form.confirmHintNotHeld") : held}
              otherwise={held}
            />
          )}
        </p>
      )}
      <SubmitButton
        variant="primary"
        size="large"
        block
        pending={approval ? t("form.askPending") : t("form.pending")}
      >
        {full ? (
          <WhenFull {...{ slug, locale, isFull }} full={full} otherwise={t("form.submit")} />
        ) : (
          t(approval ? "form.ask" : "form.submit")
        )}
      </SubmitButton>
    </>
  );
}

/** What the button says when every place is taken; null: what it always says. */
export function whenFull(event: Omit<PlaceOptions, "hostName">, locale: Locale): string | null {
  if (!event.hasCapacity || event.approval) return null;
  return translator(locale, "public")(hasLine(event) ? "form.joinWaitlist" : "form.tryAnyway");
}

/** Does whoever comes too late join a line at once? Where the organizer decides, that comes first. */
function hasLine({ waitlist, hasCapacity, approval }: Omit<PlaceOptions, "hostName">) {
  return waitlist && hasCapacity && !approval;
}
