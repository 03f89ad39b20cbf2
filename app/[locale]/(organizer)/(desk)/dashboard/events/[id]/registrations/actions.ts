"use server";
import { isUuid } from "@/components/desk/roster/address";
import type { RetryState } from "@/components/desk/roster/retry-form";
import type { WithdrawState } from "@/components/desk/roster/withdraw-form";
import { retryAll, retryRegistration } from "@/lib/registrations/retry-registration";
import { withdrawRegistration } from "@/lib/registrations/withdraw-registration";
import { requireEvent } from "@/lib/session/require-event";

/** Tries one person's link and mails again. Fields: `eventId`, `registrationId`. */
export async function retryAction(_before: RetryState, form: FormData): Promise<RetryState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const id = String(form.get("registrationId"));
  return { count: isUuid(id) ? await retryRegistration(access, id) : 0 };
}

/** Tries everything of the event again that was given up. Fields: `eventId`. */
export async function retryAllAction(_before: RetryState, form: FormData): Promise<RetryState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  return { count: await retryAll(access) };
}

/** Takes somebody's place back. Fields: `eventId`, `registrationId`. */
export async function withdrawAction(
  _before: WithdrawState,
  form: FormData,
): Promise<WithdrawState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const id = String(form.get("registrationId"));
  if (!isUuid(id)) return { kind: "already" };
  const outcome = await withdrawRegistration(access, id, new Date());
  return { kind: outcome.kind === "withdrawn" ? "withdrawn" : "already" };
}
