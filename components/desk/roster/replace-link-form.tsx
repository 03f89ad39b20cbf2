"use client";
import { SubmitButton } from "@/components/forms/submit-button";
import { useDeskAction } from "../use-desk-action";
import { useWords } from "../words";

/** Whether there was a link to replace; null before anything was asked. */
export type ReplaceLinkState = { done: boolean } | null;
export type ReplaceLinkAction = (
  before: ReplaceLinkState,
  form: FormData,
) => Promise<ReplaceLinkState>;

/** Ends one person's link and pass, and mails them new ones. */
export function ReplaceLinkForm({
  eventId,
  registrationId,
  action,
}: {
  eventId: string;
  registrationId: string;
  action: ReplaceLinkAction;
}) {
  const t = useWords();
  const [state, submit] = useDeskAction(action);
  return (
    <form action={submit}>
      <p className="hint">{t("person.replaceLinkHelp")}</p>
      <div className="row">
        <input type="hidden" name="eventId" value={eventId} />
        <input type="hidden" name="registrationId" value={registrationId} />
        <SubmitButton size="small">{t("person.replaceLink")}</SubmitButton>
        <span className="hint" role="status">
          {state ? t("person.replacedLink", { done: state.done ? "yes" : "no" }) : ""}
        </span>
      </div>
    </form>
  );
}
