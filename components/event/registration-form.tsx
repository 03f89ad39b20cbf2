import type { ReactNode } from "react";
import { ErrorSummary } from "@/components/forms/error-summary";
import { Field } from "@/components/forms/field";
import { Questions } from "@/components/forms/questions";
import { ZoneField } from "@/components/forms/zone-field";
import type { Audience } from "@/lib/db/schema";
import { askForm, errorLine, errorText } from "@/lib/form/ask";
import { type EventForm, NO_QUESTIONS } from "@/lib/form/definition";
import type { Typed } from "@/lib/form/show-if";
import { CATALOGS } from "@/lib/i18n/catalogs";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { domainList } from "./domain-list";
import { FormGuard } from "./form-guard";
import { Prefill } from "./prefill";
import { type PlaceOptions, SignUpButton } from "./sign-up-button";

export const SIGN_UP_FIELDS = ["firstName", "lastName", "email"] as const;

export type SignUpField = (typeof SIGN_UP_FIELDS)[number];

export interface FilledForm {
  values: Partial<Record<SignUpField | "code", string>> & { answers?: Typed };
  /** Keys of the `public` catalog (of `form` for `answers.{id}`), one for each field to put right. */
  errors?: Record<string, string>;
}

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
}: {
  /** Without a host: nothing is known of the event but its address. */
  event: PlaceOptions & Admission & { form: EventForm | null };
  locale: Locale;
  action?: SignUpAction;
  /** When the form was handed out, signed (lib/guard/stamp). */
  stamp?: string;
  filled?: FilledForm;
  /** What happened to the form when it was sent before. */
  notice?: ReactNode;
  /** In the place of the event's questions: the editor's, which change as one types. */
  questions?: ReactNode;
}) {
  const t = translator(locale, "public");
  const common = translator(locale, "common");
  const domains = domainList(event.emailDomains, locale);
  const say = (key: string | undefined) =>
    key ? t(key as "errors.email.domain", { domains }) : undefined;
  const fields = [...SIGN_UP_FIELDS, ...(event.invitedOnly ? (["code"] as const) : [])];
  const form = event.form?.definition ?? NO_QUESTIONS;
  const words = CATALOGS[locale].form;
  const asked = askForm(form, locale, words);
  const wrong = asked.flatMap((item) => {
    const error = filled?.errors?.[item.name];
    return error ? [{ item, text: errorText(item.source, error, locale, words) }] : [];
  });
  const errors = [
    ...fields.flatMap((field) => {
      const text = say(filled?.errors?.[field]);
      return text ? [{ field, text }] : [];
    }),
    ...wrong.map(({ item, text }) => ({
      field: item.name,
      text: errorLine(item.label.text, text, words),
    })),
  ];
  const shared = (field: SignUpField | "code") => ({
    name: field,
    error: say(filled?.errors?.[field]),
    errorLabel: common("errorLabel"),
    defaultValue: filled?.values[field] ?? "",
    required: true,
  });
  return (
    <form
      className="form"
      action={action}
      {...(typeof action === "string" ? PLAIN : {})}
      noValidate
    >
      {notice}
      {errors.length > 0 ? (
        <ErrorSummary title={t("errors.summary", { count: errors.length })} items={errors} />
      ) : null}
      <input type="hidden" name="slug" value={event.slug} />
      <input type="hidden" name="locale" value={locale} />
      <ZoneField name="timeZone" />
      {action ? <Prefill /> : null}
      <div className="pair">
        <Field {...shared("firstName")} label={t("form.firstName")} autoComplete="given-name" />
        <Field {...shared("lastName")} label={t("form.lastName")} autoComplete="family-name" />
      </div>
      <Field
        {...shared("email")}
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
          {...shared("code")}
          label={t("form.code")}
          hint={t("form.codeHint")}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
      ) : null}
      {questions ?? (
        <Questions
          asked={asked}
          typed={filled?.values.answers}
          errors={Object.fromEntries(wrong.map(({ item, text }) => [item.name, text]))}
          errorLabel={common("errorLabel")}
        />
      )}
      {stamp === undefined ? null : (
        <FormGuard
          slug={event.slug}
          stamp={stamp}
          words={{ bait: t("form.bait"), work: t("form.work") }}
        />
      )}
      <SignUpButton event={event} locale={locale} />
      {event.hostName === null ? null : (
        <p className="fine">
          {t.rich(asked.length > 0 ? "form.fineAnswers" : "form.fine", {
            host: event.hostName,
            privacy: (words) => <a href="/privacy">{words}</a>,
          })}
        </p>
      )}
    </form>
  );
}
