"use client";
import { useActionState, useMemo } from "react";
import { ErrorSummary } from "@/components/forms/error-summary";
import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { PickTrouble } from "@/lib/events/pick-meeting";
import { SelectField } from "../select-field";
import { useReaderZone } from "../use-reader-zone";
import { useConnectionReason, useWords } from "../words";
import type { Unavailable } from "./paste-form";
import { PickProblem } from "./pick-problem";

export interface NewMeetingValues {
  subject: string;
  startsAt: string;
  endsAt: string;
  zone: string;
  /** Makes a repeat of the same wish harmless. */
  transactionId: string;
}

type ErrorKey = "subject" | "startsAt" | "past" | "endsAt" | "zone";
export type NewMeetingErrors = Partial<
  Record<"subject" | "startsAt" | "endsAt" | "zone", ErrorKey>
>;

export type NewMeetingState = {
  values: NewMeetingValues;
  errors: NewMeetingErrors;
  problem: PickTrouble | Unavailable | null;
};

/** A Teams meeting that doesn't exist yet; it is put into the calendar. */
export function NewMeetingForm({
  action,
  reconnect,
  from,
  zones,
  zone,
  transactionId,
}: {
  action: (before: NewMeetingState, form: FormData) => Promise<NewMeetingState>;
  reconnect: (form: FormData) => Promise<void>;
  /** Its own address. */
  from: string;
  zones: readonly string[];
  /** The reader's, as far as the server knows it. */
  zone: string;
  transactionId: string;
}) {
  const t = useWords();
  const reasonOf = useConnectionReason();
  const readerZone = useReaderZone(zone);
  const [state, submit] = useActionState(action, {
    values: { subject: "", startsAt: "", endsAt: "", zone: "", transactionId },
    errors: {},
    problem: null,
  });
  const { values, errors, problem } = state;
  const items = useMemo(
    () =>
      Object.entries(errors).map(([field, key]) => ({ field, text: t(`picker.errors.${key}`) })),
    [errors, t],
  );
  const error = (wanted: keyof NewMeetingErrors) =>
    items.find(({ field }) => field === wanted)?.text;
  const chosen = values.zone || readerZone;
  return (
    <>
      {problem ? (
        <PickProblem
          problem={problem}
          reason={"reason" in problem ? reasonOf(problem.reason) : null}
          from={from}
          reconnect={reconnect}
          words={t}
        />
      ) : null}
      <form action={submit} className="stack way" noValidate>
        <p className="muted">{t("picker.newLead")}</p>
        {items.length > 0 ? (
          <ErrorSummary title={t("editor.errorsTitle", { count: items.length })} items={items} />
        ) : null}
        <input type="hidden" name="transactionId" value={values.transactionId} />
        <Field
          name="subject"
          label={t("picker.subject")}
          error={error("subject")}
          defaultValue={values.subject}
          autoComplete="off"
          maxLength={200}
          required
        />
        <div className="two">
          <Field
            name="startsAt"
            type="datetime-local"
            label={t("picker.starts")}
            error={error("startsAt")}
            defaultValue={values.startsAt}
            required
          />
          <Field
            name="endsAt"
            type="datetime-local"
            label={t("picker.ends")}
            error={error("endsAt")}
            defaultValue={values.endsAt}
            required
          />
        </div>
        <SelectField
          name="zone"
          key={chosen}
          label={t("picker.zone")}
          error={error("zone")}
          options={zones.includes(chosen) ? zones : [chosen, ...zones]}
          defaultValue={chosen}
        />
        <p>
          <SubmitButton size="small" variant="ink">
            {t("picker.create")}
          </SubmitButton>
        </p>
      </form>
    </>
  );
}
