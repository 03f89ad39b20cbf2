"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useActionState, useEffect, useId, useRef } from "react";
import { SubmitButton } from "@/components/forms/submit-button";
import { Button } from "@/components/ui/button";
import { useWords } from "../words";

export type WithdrawState = { kind: "withdrawn" | "already" } | null;
export type WithdrawAction = (before: WithdrawState, form: FormData) => Promise<WithdrawState>;

/**
 * Takes a place back, after a question. With JavaScript the question is a dialog; without it the
 * link leads to an address that shows the same question in the panel.
 */
export function WithdrawForm({
  eventId,
  registrationId,
  name,
  taken,
  ask,
  hrefs,
  action,
}: {
  eventId: string;
  registrationId: string;
  name: string;
  /** There is a place to take back. */
  taken: boolean;
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
      <h2 id={title}>{t("person.withdrawTitle", { name })}</h2>
      <p>{t("person.withdrawHelp")}</p>
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
      {t("person.withdrawYes")}
    </SubmitButton>
  );
  if (state)
    return (
      <p role="status">
        {state.kind === "withdrawn" ? t("person.withdrew") : t("person.withdrewAlready")}
      </p>
    );
  if (!taken) return null;
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
        {t("person.withdraw")}
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
