"use server";
import { redirect } from "next/navigation";
import { cancelEvent } from "@/lib/events/cancel-event";
import { closeEvent, reopenEvent } from "@/lib/events/close-event";
import { deleteDraft } from "@/lib/events/delete-draft";
import { listEvent } from "@/lib/events/list-event";
import { requireEvent } from "@/lib/session/require-event";

/** Stops sign-ups; no link is touched. Fields: `eventId`. */
export async function closeAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "edit");
  redirect(settings(form, (await closeEvent(access)) ? "closed" : "not-possible"));
}

/** Takes sign-ups again. Fields: `eventId`. */
export async function reopenAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "edit");
  redirect(settings(form, (await reopenEvent(access)) ? "reopened" : "not-possible"));
}

/** Cancels: every link ends. Its page said how many. Fields: `eventId`. */
export async function cancelAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "own");
  redirect(settings(form, (await cancelEvent(access, new Date())) ? "cancelled" : "not-possible"));
}

/** Deletes a page that was never published. Fields: `eventId`. */
export async function deleteDraftAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "own");
  redirect((await deleteDraft(access)) ? "/dashboard" : settings(form, "not-possible"));
}

/** Lets search engines find the page, or no more. Fields: `eventId`, `listed` (empty: no more). */
export async function listAction(form: FormData): Promise<void> {
  const access = await requireEvent(eventId(form), "edit");
  const listed = form.get("listed") === "yes";
  const done = await listEvent(access, listed);
  redirect(settings(form, done ? (listed ? "listed" : "unlisted") : "not-possible"));
}

function eventId(form: FormData): string {
  return String(form.get("eventId"));
}

function settings(form: FormData, did: string): string {
  return `/dashboard/events/${eventId(form)}/settings?did=${did}`;
}
