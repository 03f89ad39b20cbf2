"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useActionState, useEffect, useId, useRef } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";
import { useWords } from "../words";

export type WithdrawState = { kind: "withdrawn" | "removed" | "already" } | null;
export type WithdrawAction = (before: WithdrawState, form: FormData) => Promise<WithdrawState>;

const SAID = {
  withdrawn: "person.withdrew",
  removed: "person.removed",
  already: "person.withdrewAlready",
} as const;

/**
 * Takes a place back, or the wait for one, after a question. With JavaScript the question is a dialog; without it the
 * link leads to an address that shows the same question in the panel.
 */
export function WithdrawForm({
  eventId,
  registrationId,
  name,
  held,
  ask,
  hrefs,
  action,
}: {
  eventId: string;
  registrationId: string;
  name: string;
  /** What there is to take back: a place, or the wait for one. */
  held: "place" | "wait" | null;
  ask: boolean;
  hrefs: { ask: string; keep: string };
  action: WithdrawAction;
}) {
  const t = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [state, submit] = useActionState(action, null);
  const client = useQueryClient();
  useEffect(() => {
    if (!state) return;
    dialog.current?.close();
    client.invalidateQueries({ queryKey: ["roster"] });
  }, [state, client]);

  const question = (
    <>
      <h2 id={title}>
        {t(held === "wait" ? "person.removeTitle" : "person.withdrawTitle", { name })}
      </h2>
      <p>{t(held === "wait" ? "person.removeHelp" : "person.withdrawHelp")}</p>
    </>
  );
  const ids = (
    <>
      <input type="hidden" name="eventId" value={eventId} />
      <input type="hidden" name="registrationId" value={registrationId} />
    </>
  );
  const yes = (
    <SubmitButton size="small" variant="bad">
      {t(held === "wait" ? "person.removeYes" : "person.withdrawYes")}
    </SubmitButton>
  );
  if (state) return <p role="status">{t(SAID[state.kind])}</p>;
  if (!held) return null;
  if (ask)
    return (
      <form action={submit} className="stack" aria-labelledby={title}>
        <div>{question}</div>
        {ids}
        <div className="row">
          {yes}
          <a className="button button--small" href={hrefs.keep}>
            {t("person.withdrawNo")}
          </a>
        </div>
      </form>
    );
  return (
    <>
      <a
        className="button button--small button--quiet danger"
        href={hrefs.ask}
        onClick={(event) => {
          event.preventDefault();
          dialog.current?.showModal();
        }}
      >
        {t(held === "wait" ? "person.remove" : "person.withdraw")}
      </a>
      <dialog ref={dialog} aria-labelledby={title}>
        <form action={submit}>
          {question}
          {ids}
          <div className="row">
            <Button size="small" onClick={() => dialog.current?.close()}>
              {t("person.withdrawNo")}
            </Button>
            {yes}
          </div>
        </form>
      </dialog>
    </>
  );
}
