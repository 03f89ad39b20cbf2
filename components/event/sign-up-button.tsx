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
export function SignUpButton({ event, locale }: { event: PlaceOptions; locale: Locale }) {
  const t = translator(locale, "public");
  const { approval, holdMinutes } = event;
  const joins = hasLine(event);
  return (
    <>
      {approval && event.hostName !== null ? (
        <p className="hint">{t("form.approvalHint", { host: event.hostName })}</p>
      ) : null}
      {joins ? <p className="hint">{t("form.waitlistHint")}</p> : null}
      {holdMinutes === null ? null : (
        <p className="hint">
          {approval
            ? t("form.confirmHintNotHeld")
            : t("form.confirmHint", { time: formatRemaining(holdMinutes * 60_000, locale) })}
        </p>
      )}
      <SubmitButton
        variant="primary"
        size="large"
        block
        pending={approval ? t("form.askPending") : t("form.pending")}
      >
        {joins ? (
          <WhenFull
            slug={event.slug}
            locale={locale}
            full={t("form.joinWaitlist")}
            otherwise={t("form.submit")}
          />
        ) : (
          t(approval ? "form.ask" : "form.submit")
        )}
      </SubmitButton>
    </>
  );
}

/** Does whoever comes too late join a line at once? Where the organizer decides, that comes first. */
export function hasLine({ waitlist, hasCapacity, approval }: Omit<PlaceOptions, "hostName">) {
  return waitlist && hasCapacity && !approval;
}
