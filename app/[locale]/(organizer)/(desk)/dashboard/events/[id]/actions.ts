"use server";
import { redirect } from "next/navigation";
import type { RemakeState } from "@/components/desk/overview/remake-form";
import { reasonText } from "@/components/desk/roster/reason-text";
import { remakeRegistration } from "@/lib/events/remake-registration";
import { translator } from "@/lib/i18n/translator";
import { clearFlood } from "@/lib/registrations/clear-flood";
import { retryAll } from "@/lib/registrations/retry-registration";
import { requireEvent } from "@/lib/session/require-event";
import { readerLocale } from "./reader-locale";

/*
 * What they have done is said by the page that they lead to: what asked for it is gone from there,
 * and without a script an answer of its own would be gone with it.
 */

/** Makes the meeting's registration again that somebody deleted at Microsoft. Fields: `eventId`. */
export async function remakeAction(_before: RemakeState, form: FormData): Promise<RemakeState> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const locale = await readerLocale();
  const t = translator(locale, "desk");
  const outcome = await remakeRegistration(access);
  switch (outcome.kind) {
    case "remade":
      return redirect(`/dashboard/events/${access.eventId}?remade=${outcome.count}`);
    case "no-registration":
      return { said: reasonText(translator(locale, "reasons"), "enrolment", outcome.reason) };
    default:
      return { said: t(`overview.remakeProblem.${outcome.kind}`) };
  }
}

/** Tries everything of the event again that was given up. Fields: `eventId`. */
export async function retryAllAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  redirect(`/dashboard/events/${access.eventId}?retried=${await retryAll(access)}`);
}

/** Ends the sign-ups that look like a machine's and that nobody confirmed. Fields: `eventId`. */
export async function clearAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  redirect(`/dashboard/events/${access.eventId}?cleared=${await clearFlood(access)}`);
}
