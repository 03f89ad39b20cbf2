"use client";
import { useActionState } from "react";
import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";

type DateField = "startsAt" | "endsAt";

export interface DateTimesState {
  /** As typed, while something has to be put right; null when it was saved. */
  typed: Record<DateField, string> | null;
  /** Sentences by field. */
  errors: Partial<Record<DateField, string>>;
  done: string | null;
}

export type DateTimesAction = (before: DateTimesState, form: FormData) => Promise<DateTimesState>;

/** When a date is: of one more, or of one that there is. */
export function DateTimesForm({
  eventId,
  date,
  action,
  words,
}: {
  eventId: string;
  /** The one that there is, with its times as they are. */
  date?: Record<"id" | DateField, string>;
  action: DateTimesAction;
  words: Record<DateField | "zone" | "save", string>;
}) {
  const [state, submit] = useActionState(action, { typed: null, errors: {}, done: null });
  return (
    <form className="stack" action={submit} noValidate>
      <input type="hidden" name="eventId" value={eventId} />
      {date ? <input type="hidden" name="date" value={date.id} /> : null}
      <div className="two">
        {(["startsAt", "endsAt"] as const).map((name) => (
          <Field
            key={name}
            name={name}
            label={words[name]}
            hint={words.zone}
            type="datetime-local"
            error={state.errors[name]}
            defaultValue={state.typed?.[name] ?? date?.[name] ?? ""}
          />
        ))}
      </div>
      <div className="row">
        <SubmitButton size="small">{words.save}</SubmitButton>
        <span role="status">{state.done}</span>
      </div>
    </form>
  );
}
