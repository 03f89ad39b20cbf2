"use server";
import { redirect } from "next/navigation";
import { addWebinarQuestions } from "@/lib/events/add-webinar-questions";
import { requireEvent } from "@/lib/session/require-event";
import { readerLocale } from "../reader-locale";

/** Adds to the event's form what its webinar requires, and goes back to the editor. Fields: `eventId`. */
export async function addQuestionsAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "edit");
  const outcome = await addWebinarQuestions(access, await readerLocale());
  const count = outcome.kind === "added" ? `&count=${outcome.count}` : "";
  redirect(`/dashboard/events/${access.eventId}/edit?questions=${outcome.kind}${count}`);
}
