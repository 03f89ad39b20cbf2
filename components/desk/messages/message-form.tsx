"use client";
import { useActionState, useRef } from "react";
import { ErrorSummary } from "@/components/forms/error-summary";
import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextAreaField } from "../text-area-field";
import { useScripted } from "../use-scripted";

/** What became of what was sent. */
export interface MessageState {
  /** As typed, while it has to be put right; null when what is kept stands there. */
  typed: { subject: string; words: string } | null;
  /** Sentences, by field. */
  errors: { subject?: string; words?: string };
  said: string | null;
}

export type MessageAction = (before: MessageState, form: FormData) => Promise<MessageState>;

export interface MessageFormWords {
  subject: string;
  subjectHelp: string;
  words: string;
  wordsHelp: string;
  optional: string;
  errors: string;
  heading: string;
  help: string;
  save: string;
  saving: string;
  saveTest: string;
  testHelp: string;
}

const NOTHING: MessageState = { typed: null, errors: {}, said: null };

/** The organizer's subject and words for one kind of mail in one language. */
export function MessageForm({
  about,
  kept,
  lang,
  placeholders,
  action,
  words,
}: {
  /** Sent along: which event, kind and language. */
  about: { eventId: string; kind: string; lang: string };
  kept: { subject: string; words: string };
  /** Of what is written. */
  lang: string;
  placeholders: { name: string; about: string; insert: string }[];
  action: MessageAction;
  words: MessageFormWords;
}) {
  const [state, submit] = useActionState(action, NOTHING);
  const form = useRef<HTMLFormElement>(null);
  const at = useRef<"subject" | "words">("words");
  const shown = state.typed ?? kept;
  const items = (["subject", "words"] as const).flatMap((field) => {
    const text = state.errors[field];
    return text ? [{ field, text }] : [];
  });

  function insert(name: string): void {
    const field = form.current?.elements.namedItem(at.current);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
    field.focus();
    field.setRangeText(
      `{${name}}`,
      field.selectionStart ?? field.value.length,
      field.selectionEnd ?? field.value.length,
      "end",
    );
  }

  return (
    <form className="stack" action={submit} ref={form} noValidate>
      {items.length > 0 ? <ErrorSummary title={words.errors} items={items} /> : null}
      {Object.entries(about).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Field
        key={`subject ${kept.subject}`}
        name="subject"
        label={words.subject}
        hint={words.subjectHelp}
        error={state.errors.subject}
        defaultValue={shown.subject}
        lang={lang}
        autoComplete="off"
        onFocus={() => {
          at.current = "subject";
        }}
      />
      <TextAreaField
        key={`words ${kept.words}`}
        name="words"
        label={`${words.words} ${words.optional}`}
        hint={words.wordsHelp}
        error={state.errors.words}
        defaultValue={shown.words}
        lang={lang}
        rows={8}
        onFocus={() => {
          at.current = "words";
        }}
      />
      <Placeholders all={placeholders} words={words} insert={insert} />
      <div className="row">
        <SubmitButton size="small" variant="ink" name="intent" value="save" pending={words.saving}>
          {words.save}
        </SubmitButton>
        <SubmitButton size="small" name="intent" value="test" aria-describedby="test-help">
          {words.saveTest}
        </SubmitButton>
        <span role="status">{state.said}</span>
      </div>
      <p className="hint" id="test-help">
        {words.testHelp}
      </p>
    </form>
  );
}

/** What can stand in the text; with scripts, buttons that put it where the caret is. */
function Placeholders({
  all,
  words,
  insert,
}: {
  all: { name: string; about: string; insert: string }[];
  words: MessageFormWords;
  insert: (name: string) => void;
}) {
  const scripted = useScripted();
  return (
    <details className="phs" open={scripted ? undefined : true}>
      <summary>{words.heading}</summary>
      <p className="hint">{words.help}</p>
      <dl>
        {all.map(({ name, about, insert: label }) => (
          <div key={name}>
            <dt>
              {scripted ? (
                <button
                  type="button"
                  className="ph"
                  aria-label={label}
                  onClick={() => insert(name)}
                >
                  {`{${name}}`}
                </button>
              ) : (
                <code className="ph">{`{${name}}`}</code>
              )}
            </dt>
            <dd>{about}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
