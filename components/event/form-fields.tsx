import type { ReactNode } from "react";
import { ErrorSummary } from "@/components/forms/error-summary";
import { Field } from "@/components/forms/field";
import { Questions } from "@/components/forms/questions";
import { askForm, errorLine, errorText } from "@/lib/form/ask";
import { type EventForm, NO_QUESTIONS } from "@/lib/form/definition";
import type { Typed } from "@/lib/form/show-if";
import { CATALOGS } from "@/lib/i18n/catalogs";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

export const SIGN_UP_FIELDS = ["firstName", "lastName", "email"] as const;

export type SignUpField = (typeof SIGN_UP_FIELDS)[number];

/** What only some events ask for stands beside them. */
type Asked = SignUpField | "code";
const ASKED: readonly Asked[] = [...SIGN_UP_FIELDS, "code"];

export interface FilledForm {
  values: Partial<Record<Asked, string>> & { answers?: Typed; dates?: readonly string[] };
  /** Keys of the `public` catalog (of `form` for `answers.{id}`), one for each field to put right. */
  errors?: Record<string, string>;
}

/**
 * What people say of themselves, signing up and when they change it: names, an address, and what
 * the event asks; above it what has to be put right.
 */
export function FormFields({
  form: asks,
  locale,
  filled,
  domains = null,
  notice,
  email,
  questions,
  dates,
}: {
  form: EventForm | null;
  locale: Locale;
  filled?: FilledForm;
  /** The domains whose addresses are admitted, in words; null: any. */
  domains?: string | null;
  /** What happened to the form when it was sent before. */
  notice?: ReactNode;
  /** Between the names and the questions: the address's field and the code's, or why there is none. */
  email: ReactNode;
  /** In the place of the event's questions: the editor's, which change as one types. */
  questions?: ReactNode;
  /** Which dates they come to, and what is wrong with them, where people choose. */
  dates?: { field: ReactNode; errors: { field: string; text: string }[] };
}) {
  const t = translator(locale, "public");
  const common = translator(locale, "common");
  const form = asks?.definition ?? NO_QUESTIONS;
  const words = CATALOGS[locale].form;
  const asked = askForm(form, locale, words);
  const wrong = asked.flatMap((item) => {
    const error = filled?.errors?.[item.name];
    return error ? [{ item, text: errorText(item.source, error, locale, words) }] : [];
  });
  const errors = [
    ...(dates?.errors ?? []),
    ...ASKED.flatMap((field) => {
      const text = fieldError(filled, field, locale, domains);
      return text ? [{ field, text }] : [];
    }),
    ...wrong.map(({ item, text }) => ({
      field: item.name,
      text: errorLine(item.label.text, text, words),
    })),
  ];
  return (
    <>
      {notice}
      {errors.length > 0 ? (
        <ErrorSummary title={t("errors.summary", { count: errors.length })} items={errors} />
      ) : null}
      {dates?.field}
      <div className="pair">
        <Field
          {...fieldProps(filled, "firstName", locale)}
          label={t("form.firstName")}
          autoComplete="given-name"
        />
        <Field
          {...fieldProps(filled, "lastName", locale)}
          label={t("form.lastName")}
          autoComplete="family-name"
        />
      </div>
      {email}
      {questions ?? (
        <Questions
          asked={asked}
          typed={filled?.values.answers}
          errors={Object.fromEntries(wrong.map(({ item, text }) => [item.name, text]))}
          errorLabel={common("errorLabel")}
        />
      )}
    </>
  );
}

/** Name, content and error of one of the fields that every form has. */
export function fieldProps(
  filled: FilledForm | undefined,
  field: Asked,
  locale: Locale,
  domains: string | null = null,
) {
  return {
    name: field,
    error: fieldError(filled, field, locale, domains),
    errorLabel: translator(locale, "common")("errorLabel"),
    defaultValue: filled?.values[field] ?? "",
    required: true,
  };
}

function fieldError(
  filled: FilledForm | undefined,
  field: Asked,
  locale: Locale,
  domains: string | null,
) {
  const key = filled?.errors?.[field] as "errors.email.domain" | undefined;
  return key ? translator(locale, "public")(key, { domains: domains ?? "" }) : undefined;
}
