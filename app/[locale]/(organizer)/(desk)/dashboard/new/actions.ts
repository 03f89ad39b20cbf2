"use server";
import { redirect } from "next/navigation";
import type { NewMeetingState } from "@/components/desk/picker/new-meeting-form";
import type { PasteState } from "@/components/desk/picker/paste-form";
import { checkRegistrars } from "@/lib/enrolment/check-registrars";
import { draftEvent, type PickedMeeting } from "@/lib/events/draft-event";
import { pickEntry, pickNew, pickPasted, pickWebinarEntry } from "./picks";

/** Starts the page of an entry of the calendar. Fields: `entry`, `startsAt`, `zone`, `dates`. */
export async function pickFromCalendarAction(form: FormData): Promise<void> {
  await pickEntry(form, "/dashboard/new", startDraft);
}

/** The same of a webinar. Fields: `entry`. */
export async function pickWebinarAction(form: FormData): Promise<void> {
  await pickWebinarEntry(form, "/dashboard/new", startDraft);
}

/** The same of what was pasted. Fields: `reference`. */
export async function pasteAction(_before: PasteState, form: FormData): Promise<PasteState> {
  return pickPasted(form, startDraft);
}

/** Puts a new Teams meeting into the calendar and starts its page. */
export async function newMeetingAction(
  _before: NewMeetingState,
  form: FormData,
): Promise<NewMeetingState> {
  return pickNew(form, startDraft);
}

async function startDraft(
  person: { id: string; name: string },
  meeting: PickedMeeting,
): Promise<never> {
  const choices = await checkRegistrars(person.id, { kind: "meeting", ...meeting });
  const { eventId } = await draftEvent(person, meeting, choices);
  const several = (meeting.dates?.length ?? 0) > 1;
  redirect(`/dashboard/events/${eventId}/${several ? "dates" : "edit"}`);
}
