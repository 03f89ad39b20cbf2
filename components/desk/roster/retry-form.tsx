"use client";
import { SubmitButton } from "@/components/forms/submit-button";
import { useDeskAction } from "../use-desk-action";

/** How many things were set going; null before anything was asked. */
export type RetryState = { count: number } | null;
export type RetryAction = (before: RetryState, form: FormData) => Promise<RetryState>;

/** Tries one person's link and mails again, or with no person everything that was given up. */
export function RetryForm({
  action,
  eventId,
  registrationId,
  label,
  hint = "",
  idle = false,
  done,
}: {
  action: RetryAction;
  eventId: string;
  registrationId?: string;
  label: string;
  /** Said before it is pressed. */
  hint?: string;
  /** Nothing is left to try: only what came of the last time is still said. */
  idle?: boolean;
  done: (count: number) => string;
}) {
  const [state, submit] = useDeskAction(action);
  return (
    <form action={submit} className="row">
      <input type="hidden" name="eventId" value={eventId} />
      {registrationId ? <input type="hidden" name="registrationId" value={registrationId} /> : null}
      {idle ? null : <SubmitButton size="small">{label}</SubmitButton>}
      <span className="hint" role="status">
        {state ? done(state.count) : idle ? "" : hint}
      </span>
    </form>
  );
}
