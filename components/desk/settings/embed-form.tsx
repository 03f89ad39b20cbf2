"use client";
import { useActionState } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextAreaField } from "../text-area-field";

export interface EmbedState {
  /** As typed, while it has to be put right; null when it is what is kept. */
  typed: string | null;
  /** A sentence. */
  error: string | null;
  saved: boolean;
}

export type EmbedAction = (before: EmbedState, form: FormData) => Promise<EmbedState>;

/** The sites that may show the form, one a line. */
export function EmbedForm({
  eventId,
  origins,
  action,
  words,
}: {
  eventId: string;
  origins: string[];
  action: EmbedAction;
  words: { origins: string; help: string; save: string; saved: string };
}) {
  const [state, submit] = useActionState(action, { typed: null, error: null, saved: false });
  return (
    <form className="stack" action={submit} noValidate>
      <input type="hidden" name="eventId" value={eventId} />
      <TextAreaField
        key={origins.join()}
        name="origins"
        label={words.origins}
        hint={words.help}
        error={state.error ?? undefined}
        defaultValue={state.typed ?? origins.join("\n")}
        rows={3}
        spellCheck={false}
        autoCapitalize="none"
      />
      <div className="row">
        <SubmitButton size="small">{words.save}</SubmitButton>
        <span role="status">{state.saved ? words.saved : null}</span>
      </div>
    </form>
  );
}
