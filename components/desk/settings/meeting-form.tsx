"use client";
import { useActionState } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { SelectField } from "../select-field";

export type MeetingState = { saved: boolean };
export type MeetingAction = (before: MeetingState, form: FormData) => Promise<MeetingState>;

/** Whether the organizer is asked, or the event follows its meeting. */
export function MeetingForm({
  eventId,
  kept,
  action,
  words,
}: {
  eventId: string;
  kept: string;
  action: MeetingAction;
  words: {
    label: string;
    help: string;
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
        name="rule"
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
