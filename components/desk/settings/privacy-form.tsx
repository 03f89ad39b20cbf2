"use client";
import { useActionState } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextAreaField } from "../text-area-field";

export interface PrivacyState {
  /** As typed, while it has to be put right; null when it is what is kept. */
  typed: string | null;
  /** A sentence. */
  error: string | null;
  saved: boolean;
}

export type PrivacyAction = (before: PrivacyState, form: FormData) => Promise<PrivacyState>;

/** The organizer's own privacy notice: a text, or where it stands. */
export function PrivacyForm({
  eventId,
  notice,
  action,
  words,
}: {
  eventId: string;
  notice: string;
  action: PrivacyAction;
  words: { label: string; help: string; save: string; saved: string };
}) {
  const [state, submit] = useActionState(action, { typed: null, error: null, saved: false });
  return (
    <form className="stack" action={submit} noValidate>
      <input type="hidden" name="eventId" value={eventId} />
      <TextAreaField
        key={notice}
        name="notice"
        label={words.label}
        hint={words.help}
        error={state.error ?? undefined}
        defaultValue={state.typed ?? notice}
        rows={4}
      />
      <div className="row">
        <SubmitButton size="small">{words.save}</SubmitButton>
        <span role="status">{state.saved ? words.saved : null}</span>
      </div>
    </form>
  );
}
