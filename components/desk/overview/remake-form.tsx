"use client";
import { SubmitButton } from "@/components/forms/submit-button";
import { useDeskAction } from "../use-desk-action";

/** What came of making the registration again, as a sentence; null before anything was asked. */
export type RemakeState = { said: string } | null;
export type RemakeAction = (before: RemakeState, form: FormData) => Promise<RemakeState>;

/** Makes a meeting's registration again that somebody deleted at Microsoft. */
export function RemakeForm({
  action,
  eventId,
  label,
}: {
  action: RemakeAction;
  eventId: string;
  label: string;
}) {
  const [state, submit] = useDeskAction(action);
  return (
    <form action={submit} className="row">
      <input type="hidden" name="eventId" value={eventId} />
      <SubmitButton size="small">{label}</SubmitButton>
      <span className="hint" role="status">
        {state?.said ?? ""}
      </span>
    </form>
  );
}
