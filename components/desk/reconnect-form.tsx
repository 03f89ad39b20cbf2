import { SubmitButton } from "@/components/forms/submit-button";
import type { Feature } from "@/lib/session/scopes";

/** Leads to Microsoft's sign-in and back to `from`. `feature` asks for one more permission on the way. */
export function ReconnectForm({
  action,
  label,
  from,
  feature,
  consent = false,
  size = "small",
  variant = "ink",
}: {
  action: (form: FormData) => Promise<void>;
  label: string;
  from: string;
  feature?: Feature;
  /** A permission is missing: Microsoft has to ask again, though it was answered once. */
  consent?: boolean;
  size?: "small" | "medium";
  variant?: "ink" | "plain";
}) {
  return (
    <form action={action}>
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="reconnect" value="1" />
      {consent ? <input type="hidden" name="problem" value="missing-scopes" /> : null}
      {feature ? <input type="hidden" name="feature" value={feature} /> : null}
      <SubmitButton size={size} variant={variant}>
        {label}
      </SubmitButton>
    </form>
  );
}
