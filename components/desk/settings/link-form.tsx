"use client";
import { useActionState } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { SelectField } from "../select-field";

export type LinkState = { saved: boolean };
export type LinkAction = (before: LinkState, form: FormData) => Promise<LinkState>;

/** From when personal links lead on. */
export function LinkForm({
  eventId,
  kept,
  action,
  words,
}: {
  eventId: string;
  kept: string;
  action: LinkAction;
  words: {
    opens: string;
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
        name="opens"
        label={words.opens}
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
