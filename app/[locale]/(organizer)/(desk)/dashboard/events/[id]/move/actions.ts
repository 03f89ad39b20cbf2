"use server";
import { redirect } from "next/navigation";
import type { NewMeetingState } from "@/components/desk/picker/new-meeting-form";
import type { PasteState } from "@/components/desk/picker/paste-form";
import { isUuid } from "@/components/desk/roster/address";
import { checkRegistrars } from "@/lib/enrolment/check-registrars";
import { keepPicked, type PickedMeeting } from "@/lib/events/draft-event";
import { recheckMeeting } from "@/lib/moving/read-target";
import { isRegistrarName } from "@/lib/moving/registrar-name";
import { goBack, type StartOutcome, startMove } from "@/lib/moving/start-move";
import { resumeMove, stopMove } from "@/lib/moving/stop-move";
import { requireEvent } from "@/lib/session/require-event";
import { pickEntry, pickNew, pickPasted, pickWebinarEntry } from "../../../new/picks";

/** Picks an entry of the calendar as the event's new meeting. Fields: `entry`, `startsAt`, `zone`. */
export async function moveToEntryAction(eventId: string, form: FormData): Promise<void> {
  await requireEvent(eventId, "own");
  await pickEntry(form, addressOf(eventId), propose(eventId));
}

/** The same of a webinar. Fields: `entry`. */
export async function moveToWebinarAction(eventId: string, form: FormData): Promise<void> {
  await requireEvent(eventId, "own");
  await pickWebinarEntry(form, addressOf(eventId), propose(eventId));
}

/** The same of what was pasted. Fields: `reference`. */
export async function moveToPastedAction(
  eventId: string,
  _before: PasteState,
  form: FormData,
): Promise<PasteState> {
  await requireEvent(eventId, "own");
  return pickPasted(form, propose(eventId));
}

/** The same of a meeting that is put into the calendar for it. */
export async function moveToNewAction(
  eventId: string,
  _before: NewMeetingState,
  form: FormData,
): Promise<NewMeetingState> {
  await requireEvent(eventId, "own");
  return pickNew(form, propose(eventId));
}

/** Asks in which other ways the same meeting can be had. Fields: `eventId`. */
export async function anotherWayAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "own");
  redirect(`${addressOf(access.eventId)}/${await recheckMeeting(access)}`);
}

/** Moves. Its page said how many. Fields: `eventId`, `meeting`, `registrar`. */
export async function moveAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "own");
  const meetingId = String(form.get("meeting"));
  const registrar = form.get("registrar");
  if (!isUuid(meetingId) || !isRegistrarName(registrar)) redirect(addressOf(access.eventId));
  const outcome = await startMove(access, { meetingId, registrar }, new Date());
  if (outcome.kind === "started") redirect(`/dashboard/events/${access.eventId}`);
  redirect(`${addressOf(access.eventId)}/${meetingId}?${problemOf(outcome)}`);
}

/** Stops the move that is under way. Fields: `eventId`. */
export async function stopAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "own");
  await stopMove(access);
  redirect(`/dashboard/events/${access.eventId}`);
}

/** Goes on with it. Fields: `eventId`. */
export async function resumeAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "own");
  await resumeMove(access);
  redirect(`/dashboard/events/${access.eventId}`);
}

/** Goes back to where it came from. Fields: `eventId`. */
export async function backAction(form: FormData): Promise<void> {
  const access = await requireEvent(String(form.get("eventId")), "own");
  const outcome = await goBack(access, new Date());
  const at = `/dashboard/events/${access.eventId}`;
  redirect(outcome.kind === "started" ? at : `${at}?${problemOf(outcome)}`);
}

function addressOf(eventId: string): string {
  return `/dashboard/events/${eventId}/move`;
}

function problemOf(outcome: StartOutcome): URLSearchParams {
  const said = new URLSearchParams({ problem: outcome.kind });
  if (outcome.kind === "no-registration") said.set("reason", outcome.reason);
  if (outcome.kind === "other-audience") said.set("reason", outcome.audience);
  return said;
}

/** Keeps the meeting with the ways in which it can be had, and asks. */
function propose(eventId: string) {
  return async (person: { id: string }, meeting: PickedMeeting): Promise<never> => {
    const choices = await checkRegistrars(person.id, { kind: "meeting", ...meeting });
    const meetingId = await keepPicked(person, meeting, choices);
    const times = new URLSearchParams({
      starts: meeting.startsAt.toISOString(),
      ends: meeting.endsAt.toISOString(),
    });
    redirect(`${addressOf(eventId)}/${meetingId}?${times}`);
  };
}
