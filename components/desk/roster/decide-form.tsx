"use client";
import { type ReactNode, useEffect, useState } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextAreaField } from "../text-area-field";
import { useDeskAction } from "../use-desk-action";
import { useWords } from "../words";

/** What came of it, in words. */
export type DecideState = { said: string; done: boolean } | null;
/** Fields: `eventId`, `intent`, `registrationId` (any number) or `all`, `words`. */
export type DecideAction = (before: DecideState, form: FormData) => Promise<DecideState>;

/** The form that the marks in the list belong to. */
export const MARKS_FORM = "marked";

interface Props {
  eventId: string;
  /** Those who ask for a place, or those who wait for one. */
  about: "requests" | "waitlist";
  action: DecideAction;
  /** How many are marked; 0 where the button names nobody. */
  count: number;
  onDone?: () => void;
}

/**
 * Decides on those who are marked in the list, or on everybody in it. When nobody is left it still
 * says what came of the last decision.
 */
export function DecideMarked({ total, ...props }: Props & { total: number }) {
  const t = useWords();
  return (
    <DecideForm {...props} id={MARKS_FORM} idle={total === 0}>
      {props.about === "requests" && total > 0 ? (
        <label className="mark-all" htmlFor="mark-all">
          <input type="checkbox" id="mark-all" name="all" value="1" />
          {t("roster.markAll", { count: total })}
        </label>
      ) : null}
    </DecideForm>
  );
}

/** Decides on one person. */
export function DecideOne({
  registrationId,
  ...props
}: Omit<Props, "count"> & { registrationId: string }) {
  return (
    <DecideForm {...props} count={0}>
      <input type="hidden" name="registrationId" value={registrationId} />
    </DecideForm>
  );
}

function DecideForm({
  eventId,
  about,
  action,
  count,
  onDone,
  id,
  idle = false,
  children,
}: Props & {
  id?: string;
  /** There is nobody to decide on. */
  idle?: boolean;
  children: ReactNode;
}) {
  const t = useWords();
  const [state, submit] = useDeskAction(action);
  const [words, setWords] = useState("");
  useEffect(() => {
    if (!state?.done) return;
    setWords("");
    onDone?.();
  }, [state, onDone]);
  return (
    <form action={submit} id={id} className="decide" data-idle={idle && !state ? "" : undefined}>
      <input type="hidden" name="eventId" value={eventId} />
      {children}
      {idle ? null : about === "requests" ? (
        <>
          <SubmitButton size="small" variant="ink" name="intent" value="approve">
            {t("roster.approve", { count })}
          </SubmitButton>
          <details>
            <summary className="button button--small">{t("roster.decline", { count })}</summary>
            <div className="stack">
              <TextAreaField
                name="words"
                label={t("roster.declineWords")}
                hint={t("roster.declineHint")}
                rows={3}
                className="short"
                maxLength={1000}
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
              <div className="row">
                <SubmitButton size="small" variant="bad" name="intent" value="decline">
                  {t("roster.declineYes")}
                </SubmitButton>
                <span className="hint">{t("roster.declineSure")}</span>
              </div>
            </div>
          </details>
        </>
      ) : (
        <>
          <SubmitButton size="small" name="intent" value="promote">
            {t("roster.promote", { count })}
          </SubmitButton>
          <span className="hint">{t("roster.promoteHint")}</span>
        </>
      )}
      <span className={state && !state.done ? "hint bad" : "hint"} role="status">
        {state?.said}
      </span>
    </form>
  );
}
