import type { ReactNode } from "react";
import { Field } from "@/components/forms/field";
import { ZoneField } from "@/components/forms/zone-field";
import type { Audience } from "@/lib/db/schema";
import type { PublicDate } from "@/lib/events/read-page";
import type { EventForm } from "@/lib/form/definition";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { DateChoice, dateErrors } from "./date-choice";
import { domainList } from "./domain-list";
import { type FilledForm, FormFields, fieldProps } from "./form-fields";
import { FormGuard } from "./form-guard";
import { PrivacyNote } from "./privacy-note";
import { type PlaceOptions, SignUpButton } from "./sign-up-button";

/** Whom the event is for. */
export interface Admission {
  audience: Audience;
  /** Domains whose addresses are admitted; none: any. */
  emailDomains: readonly string[];
  /** An invitation code is asked for. */
  invitedOnly: boolean;
}

/**
 * Takes the form when it is sent: an action, or the address of a route where the whole window is to
 * go there. Absent in a preview, where nothing can be sent.
 */
export type SignUpAction = ((form: FormData) => Promise<void>) | string;

const PLAIN = { method: "post", encType: "multipart/form-data", target: "_top" };

/**
 * First name, last name, email, and what else the event asks. A plain form: it is sent and answered
 * without JavaScript too.
 */
export function RegistrationForm({
  event,
  locale,
  action,
  stamp,
  filled,
  notice,
  questions,
  exact,
}: {
  /** Without a host: nothing is known of the event but its address. */
  event: PlaceOptions &
    Admission & {
      form: EventForm | null;
      privacyNotice: string;
      /** People choose among these. */
      choosesDates?: boolean;
      dates?: readonly PublicDate[];
      /** Every place was taken when this was read. */
      wasFull?: boolean;
    };
  locale: Locale;
  action?: SignUpAction;
  /** When the form was handed out, signed (lib/guard/stamp). */
  stamp?: string;
  filled?: FilledForm;
  /** What happened to the form when it was sent before. */
  notice?: ReactNode;
  /** In the place of the event's questions: the editor's, which change as one types. */
  questions?: ReactNode;
  /** The page was drawn for this one reader: what it says of places is so now. */
  exact?: boolean;
}) {
  const t = translator(locale, "public");
  const dates = event.choosesDates ? (event.dates ?? []) : null;
  const domains = domainList(event.emailDomains, locale);
  const asksMore = (event.form?.definition.items.length ?? 0) > 0;
  return (
    <form
      className="form"
      action={action}
      {...(typeof action === "string" ? PLAIN : {})}
      noValidate
    >
      <input type="hidden" name="slug" value={event.slug} />
      <input type="hidden" name="locale" value={locale} />
      <ZoneField name="timeZone" />
      <FormFields
        form={event.form}
        locale={locale}
        filled={filled}
        domains={domains}
        notice={notice}
        questions={questions}
        dates={
          dates
            ? {
                field: (
                  <DateChoice
                    slug={event.slug}
                    dates={dates}
                    chosen={filled?.values.dates ?? []}
                    errors={filled?.errors}
                    locale={locale}
                    exact={exact}
                  />
                ),
                errors: dateErrors(dates, filled?.errors, locale),
              }
            : undefined
        }
        email={
          <>
            <Field
              {...fieldProps(filled, "email", locale, domains)}
              label={event.audience === "organization" ? t("form.workEmail") : t("form.email")}
              hint={domains ? t("form.emailDomains", { domains }) : t("form.emailHint")}
              type="email"
              inputMode="email"
              autoComplete="email"
              autoCapitalize="none"
              spellCheck={false}
            />
            {event.invitedOnly ? (
              <Field
                {...fieldProps(filled, "code", locale)}
                label={t("form.code")}
                hint={t("form.codeHint")}
                autoComplete="off"
                autoCapitalize="characters"
                spellCheck={false}
              />
            ) : null}
          </>
        }
      />
      {stamp === undefined ? null : (
        <FormGuard
          slug={event.slug}
          stamp={stamp}
          words={{ bait: t("form.bait"), work: t("form.work") }}
        />
      )}
      <SignUpButton event={event} locale={locale} isFull={exact && event.wasFull} />
      {event.hostName === null ? null : (
        <>
          <p className="fine">
            {t.rich(asksMore ? "form.fineAnswers" : "form.fine", {
              host: event.hostName,
              privacy: (words) => <a href="/privacy">{words}</a>,
            })}
          </p>
          <PrivacyNote
            host={event.hostName}
            asksMore={asksMore}
            own={event.privacyNotice}
            locale={locale}
          />
        </>
      )}
    </form>
  );
}
