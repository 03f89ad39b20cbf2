"use client";
import { useActionState } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { SelectField } from "../select-field";

export type ChoiceState = { saved: boolean };
export type ChoiceAction = (before: ChoiceState, form: FormData) => Promise<ChoiceState>;

/** One setting of an event, of a few values. */
export function ChoiceForm({
  eventId,
  name,
  kept,
  action,
  words,
}: {
  eventId: string;
  /** Of the field. */
  name: string;
  kept: string;
  action: ChoiceAction;
  words: {
    label: string;
    help?: string;
    choices: { value: string; label: string }[];
    save: string;
    saved: string;
  };
}) {
  const [state, submit] = useActionState(action, { saved: false });
  return (
    <form className="stack" action={submit} noValidate>
      <input type="hidden" name="eventId" value={eventId} />
      <SelectField
        // A select keeps to its first default, so another value is another select.
        key={kept}
        name={name}
        label={words.label}
        hint={words.help}
        options={words.choices}
        defaultValue={kept}
      />
      <div className="row">
        <SubmitButton size="small">{words.save}</SubmitButton>
        <span role="status">{state.saved ? words.saved : null}</span>
      </div>
    </form>
  );
}
