import { resetEnv } from "@/lib/env";

/** What the operator has attendees asked for; null, as it is without a word of theirs: nothing. */
export function chooseAttendeeScope(scope: string | null): void {
  if (scope === null) delete process.env.ENTRA_ATTENDEE_SCOPE;
  else process.env.ENTRA_ATTENDEE_SCOPE = scope;
  resetEnv();
}
