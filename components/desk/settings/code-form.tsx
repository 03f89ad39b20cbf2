"use client";
import { useActionState } from "react";
import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";

type CodeField = "label" | "uses" | "expiresAt";

export interface MakeCodeState {
  /** As typed, while something has to be put right; null when it was made. */
  typed: Record<CodeField, string> | null;
  /** Sentences by field. */
  errors: Partial<Record<CodeField, string>>;
  /** What was made, as a sentence. */
  made: string | null;
}

export type MakeCodeAction = (before: MakeCodeState, form: FormData) => Promise<MakeCodeState>;

const NEW: Record<CodeField, string> = { label: "", uses: "1", expiresAt: "" };

/** For whom a new code is, how many may use it, and until when. */
export function CodeForm({
  eventId,
  action,
  words,
}: {
  eventId: string;
  action: MakeCodeAction;
  words: Record<CodeField | "labelHelp" | "expiresHelp" | "make", string>;
}) {
  const [state, submit] = useActionState(action, { typed: null, errors: {}, made: null });
  const shared = (name: CodeField) => ({
    name,
    label: words[name],
    error: state.errors[name],
    defaultValue: (state.typed ?? NEW)[name],
    autoComplete: "off",
  });
  return (
    <form className="stack" action={submit} noValidate>
      <input type="hidden" name="eventId" value={eventId} />
      <Field {...shared("label")} hint={words.labelHelp} maxLength={100} />
      <div className="two">
        <Field {...shared("uses")} inputMode="numeric" maxLength={6} />
        <Field {...shared("expiresAt")} hint={words.expiresHelp} type="datetime-local" />
      </div>
      <div className="row">
        <SubmitButton size="small">{words.make}</SubmitButton>
        <span role="status">{state.made}</span>
      </div>
    </form>
  );
}
