import { redirect } from "next/navigation";
import type { NewMeetingState } from "@/components/desk/picker/new-meeting-form";
import type { PasteState, Unavailable } from "@/components/desk/picker/paste-form";
import { isDatabaseTrouble } from "@/lib/db/trouble";
import type { PickedMeeting } from "@/lib/events/draft-event";
import { createMeeting, pickFromCalendar, resolvePasted } from "@/lib/events/pick-meeting";
import { pickWebinar } from "@/lib/events/pick-webinar";
import { requirePerson } from "@/lib/session/require-person";
import { isZone } from "@/lib/time/zones";
import { readerZone } from "../../reader-zone";
import { readNewMeeting } from "./new-meeting-input";

/** Longest text that is looked through for a meeting: an invitation with a long mail above it. */
const PASTE_LENGTH = 50_000;

/** What follows when a meeting was picked. */
type Then = (person: { id: string; name: string }, meeting: PickedMeeting) => Promise<never>;

/** Picks an entry of the calendar, or with `dates` = `all` every coming date of its series. What the form says only finds it; Microsoft is asked again. */
export async function pickEntry(form: FormData, at: string, then: Then): Promise<void> {
  const person = await requirePerson();
  const startsAt = new Date(text(form, "startsAt"));
  const zone = text(form, "zone");
  const id = text(form, "entry");
  if (!id || Number.isNaN(startsAt.getTime()) || !isZone(zone)) redirect(at);
  const allDatesFrom = text(form, "dates") === "all" ? new Date() : null;
  const answer = await pickFromCalendar(person, { id, startsAt, zone }, { allDatesFrom });
  if (answer.kind !== "picked") redirect(`${at}?problem=${answer.kind}`);
  await then(person, answer.meeting);
}

/** Picks a webinar, in the same way. */
export async function pickWebinarEntry(form: FormData, at: string, then: Then): Promise<void> {
  const person = await requirePerson();
  const answer = await pickWebinar(person, text(form, "entry"));
  if (answer.kind !== "picked") redirect(`${at}?problem=${answer.kind}`);
  await then(person, answer.meeting);
}

/** Finds the meeting in what was pasted; a problem stands beside the field, with the text kept. */
export async function pickPasted(form: FormData, then: Then): Promise<PasteState> {
  const pasted = text(form, "reference").slice(0, PASTE_LENGTH);
  return keepingWhatWasTyped<PasteState>(
    async () => {
      const person = await requirePerson();
      if (!pasted.trim()) return { text: pasted, problem: { kind: "empty" } };
      const answer = await resolvePasted(person, pasted, await readerZone(), new Date());
      if (answer.kind !== "picked") return { text: pasted, problem: answer };
      return then(person, answer.meeting);
    },
    (problem) => ({ text: pasted, problem }),
  );
}

/** Puts a new Teams meeting into the calendar, and picks it. */
export async function pickNew(form: FormData, then: Then): Promise<NewMeetingState> {
  const { values, errors, meeting } = readNewMeeting(form, new Date());
  return keepingWhatWasTyped<NewMeetingState>(
    async () => {
      const person = await requirePerson();
      if (!meeting) return { values, errors, problem: null };
      const answer = await createMeeting(person, meeting);
      if (answer.kind !== "picked") return { values, errors: {}, problem: answer };
      return then(person, answer.meeting);
    },
    (problem) => ({ values, errors: {}, problem }),
  );
}

/** A database that is away takes no form off the screen. */
async function keepingWhatWasTyped<State>(
  work: () => Promise<State>,
  unavailable: (problem: Unavailable) => State,
): Promise<State> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseTrouble(error)) return unavailable({ kind: "unavailable" });
    throw error;
  }
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
