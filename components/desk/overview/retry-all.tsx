"use client";
import { type RetryAction, RetryForm } from "../roster/retry-form";
import { useWords } from "../words";

/** Tries again everything of an event that was given up. */
export function RetryAll({ action, eventId }: { action: RetryAction; eventId: string }) {
  const t = useWords();
  return (
    <RetryForm
      action={action}
      eventId={eventId}
      label={t("overview.retryAll")}
      done={(count) => t("overview.retried", { count })}
    />
  );
}
