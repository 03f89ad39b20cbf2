"use client";
import { useActionState } from "react";
import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { SelectField } from "../select-field";

interface Values {
  until: string;
  at: string;
}

export interface AnswersState {
  /** As typed, while it has to be put right; null when it is what is kept. */
  typed: Values | null;
  /** A sentence about the time. */
  error: string | null;
  saved: boolean;
}

export type AnswersAction = (before: AnswersState, form: FormData) => Promise<AnswersState>;

/** Until the start, a time, or never. */
export function AnswersForm({
  eventId,
  kept,
  action,
  words,
}: {
  eventId: string;
  kept: Values;
  action: AnswersAction;
  words: {
    until: string;
    choices: { value: string; label: string }[];
    at: string;
    atHelp: string;
    save: string;
    saved: string;
  };
}) {
  const [state, submit] = useActionState(action, { typed: null, error: null, saved: false });
  const values = state.typed ?? kept;
  return (
    <form className="stack" action={submit} noValidate>
      <input type="hidden" name="eventId" value={eventId} />
      <SelectField
        // A select keeps to its first default, so another value is another select.
        key={`until-${values.until}`}
        name="until"
        label={words.until}
        options={words.choices}
        defaultValue={values.until}
      />
      <Field
        key={`at-${values.at}`}
        name="at"
        type="datetime-local"
        label={words.at}
        hint={words.atHelp}
        error={state.error ?? undefined}
        defaultValue={values.at}
      />
      <div className="row">
        <SubmitButton size="small">{words.save}</SubmitButton>
        <span role="status">{state.saved ? words.saved : null}</span>
      </div>
    </form>
  );
}
