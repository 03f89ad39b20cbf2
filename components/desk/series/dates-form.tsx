"use client";
import { useActionState } from "react";
import { Field } from "@/components/forms/field";
import { FieldError } from "@/components/forms/field-frame";
import { SubmitButton } from "@/components/forms/submit-button";
import { Choice } from "../editor/choice";
import { placesField } from "./places-field";

export interface SaveDatesState {
  /** Places as typed by date, while something has to be put right; null when it was saved. */
  typed: Record<string, string> | null;
  /** Sentences by date; `choosesDates` for the choice itself. */
  errors: Record<string, string>;
  saved: boolean;
}

export type SaveDatesAction = (before: SaveDatesState, form: FormData) => Promise<SaveDatesState>;

/** Whether people choose among the dates, and how many places each has. */
export function DatesForm({
  eventId,
  choosesDates,
  fixed,
  dates,
  action,
  words,
}: {
  eventId: string;
  choosesDates: boolean;
  /** Why it can't be changed, in words; null: it can. */
  fixed: string | null;
  /** Those that have places of their own. */
  dates: { id: string; label: string; taken: string; places: string }[];
  action: SaveDatesAction;
  words: Record<
    | "how"
    | "all"
    | "allHelp"
    | "choose"
    | "chooseHelp"
    | "placesByDate"
    | "unlimited"
    | "save"
    | "saved",
    string
  >;
}) {
  const [state, submit] = useActionState(action, { typed: null, errors: {}, saved: false });
  const wrong = state.errors.choosesDates;
  return (
    <form className="stack" action={submit} noValidate>
      <input type="hidden" name="eventId" value={eventId} />
      <fieldset aria-describedby={wrong ? "choosesDates-error" : fixed ? "how-fixed" : undefined}>
        <legend className="vh">{words.how}</legend>
        {wrong ? <FieldError id="choosesDates-error" text={wrong} /> : null}
        {(["all", "choose"] as const).map((value) => (
          <Choice
            // A radio button keeps to its first default.
            key={`${value} ${choosesDates}`}
            name="mode"
            value={value}
            title={words[value]}
            help={words[`${value}Help`]}
            checked={choosesDates === (value === "choose")}
            disabled={fixed !== null}
          />
        ))}
        {fixed ? (
          <p className="field__hint" id="how-fixed">
            {fixed}
          </p>
        ) : null}
      </fieldset>
      {choosesDates ? (
        <>
          <p>{words.placesByDate}</p>
          {dates.map(({ id, label, taken, places }) => (
            <Field
              key={`${id} ${places}`}
              name={placesField(id)}
              label={label}
              hint={taken}
              error={state.errors[id]}
              defaultValue={state.typed?.[id] ?? places}
              placeholder={words.unlimited}
              inputMode="numeric"
              autoComplete="off"
              maxLength={8}
            />
          ))}
        </>
      ) : null}
      <div className="row">
        <SubmitButton size="small">{words.save}</SubmitButton>
        <span role="status">{state.saved ? words.saved : null}</span>
      </div>
    </form>
  );
}
