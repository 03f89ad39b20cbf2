"use client";
import { useActionState, useMemo } from "react";
import { ErrorSummary } from "@/components/forms/error-summary";
import { SubmitButton } from "@/components/forms/submit-button";
import type { PickTrouble } from "@/lib/events/pick-meeting";
import { TextAreaField } from "../text-area-field";
import { useConnectionReason, useWords } from "../words";
import { PickProblem } from "./pick-problem";

export type PasteState = {
  text: string;
  problem:
    | PickTrouble
    | Unavailable
    | { kind: "empty" | "unreadable" | "personal" | "government" | "not-yours" }
    | null;
};

/** The database is away. */
export type Unavailable = { kind: "unavailable" };

const BESIDE = ["empty", "unreadable", "personal", "government", "not-yours"] as const;

/** A pasted link, ID or invitation. What was typed stays; each problem is its own sentence. */
export function PasteForm({
  action,
  reconnect,
  from,
}: {
  action: (before: PasteState, form: FormData) => Promise<PasteState>;
  reconnect: (form: FormData) => Promise<void>;
  /** Its own address. */
  from: string;
}) {
  const t = useWords();
  const reasonOf = useConnectionReason();
  const [state, submit] = useActionState(action, { text: "", problem: null });
  const { problem } = state;
  const beside = BESIDE.find((kind) => kind === problem?.kind);
  // Anew with each answer, be it the same again: it takes the focus.
  const items = useMemo(() => {
    const kind = BESIDE.find((each) => each === state.problem?.kind);
    return kind ? [{ field: "reference", text: t(`picker.pasteError.${kind}`) }] : [];
  }, [state, t]);
  return (
    <>
      {problem && !beside ? (
        <PickProblem
          problem={problem as PickTrouble | Unavailable}
          reason={"reason" in problem ? reasonOf(problem.reason) : null}
          from={from}
          reconnect={reconnect}
          words={t}
        />
      ) : null}
      <form action={submit} className="stack way">
        {items.length > 0 ? (
          <ErrorSummary title={t("editor.errorsTitle", { count: 1 })} items={items} />
        ) : null}
        <TextAreaField
          name="reference"
          key={state.text}
          label={t("picker.pasteLabel")}
          hint={t("picker.pasteHelp")}
          error={items[0]?.text}
          className="short"
          rows={5}
          defaultValue={state.text}
          spellCheck={false}
          autoComplete="off"
        />
        <p>
          <SubmitButton size="small" variant="ink">
            {t("picker.find")}
          </SubmitButton>
        </p>
      </form>
    </>
  );
}
