"use client";
import { SubmitButton } from "@/components/forms/submit-button";
import { useWords } from "../words";

type FormAction = (form: FormData) => Promise<void>;

/** Tries again everything of an event that was given up. */
export function RetryAll({ action, eventId }: { action: FormAction; eventId: string }) {
  const t = useWords();
  return (
    <form action={action} className="row">
      <input type="hidden" name="eventId" value={eventId} />
      <SubmitButton size="small">{t("overview.retryAll")}</SubmitButton>
    </form>
  );
}
