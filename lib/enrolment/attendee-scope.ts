import type { Audience, RegistrarName } from "@/lib/db/schema";
import { env } from "@/lib/env";
import { registrarNamed } from "./registrars";

/**
 * The permission that members are asked for when they sign in for such an event, so that they are
 * registered as themselves; null: they only say who they are. The operator chooses
 * (ENTRA_ATTENDEE_SCOPE, decision 26).
 */
export function attendeeScope({
  registrar,
  audience,
}: {
  registrar: RegistrarName;
  audience: Audience;
}): string | null {
  const mayThere = audience === "organization" && registrarNamed(registrar).capabilities.asAttendee;
  return mayThere ? env().attendeeScope : null;
}
