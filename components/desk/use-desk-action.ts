import { useQueryClient } from "@tanstack/react-query";
import { useActionState, useEffect } from "react";

/** A form's action and what it last answered; with each answer, what the page shows live is asked anew. */
export function useDeskAction<Answer>(
  action: (before: Answer | null, form: FormData) => Promise<Answer | null>,
): [Answer | null, (form: FormData) => void] {
  const [answer, submit] = useActionState(action, null);
  const client = useQueryClient();
  useEffect(() => {
    if (answer) client.invalidateQueries();
  }, [answer, client]);
  return [answer, submit];
}
