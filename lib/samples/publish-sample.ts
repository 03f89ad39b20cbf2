import { db } from "@/lib/db/database";
import { draftEvent, type PickedMeeting } from "@/lib/events/draft-event";
import { publishEvent } from "@/lib/events/publish-event";
import { readEvent } from "@/lib/events/read-events";
import { saveEvent } from "@/lib/events/save-event";
import { type EventInput, FIRST_COME } from "@/lib/events/schema";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { utcToLocal } from "@/lib/time/zones";

/** What a sample's page says and asks; the rest is as a new event has it. */
export type SampleChoices = Pick<EventInput, "description" | "accent" | "capacity" | "registrar"> &
  Partial<EventInput>;

interface PublishedSample {
  access: EventAccess;
  slug: string;
}

/** Drafts, saves and publishes an event of the host Tidewater, as its organizer does in the editor. */
export async function publishSample(
  person: { id: string },
  picked: PickedMeeting,
  choices: SampleChoices,
  now: Date,
): Promise<PublishedSample> {
  const { eventId } = await draftEvent({ id: person.id, name: "Tidewater" }, picked);
  const access = await authorizeEvent(db(), person.id, eventId, "own");
  if (!access) throw new Error("The sample's organizer does not own it.");
  const draft = await readEvent(access);
  const saved = await saveEvent(access, {
    title: draft.title,
    hostName: "Tidewater",
    zone: draft.zone,
    startsAt: utcToLocal(new Date(draft.startsAt), draft.zone),
    endsAt: utcToLocal(new Date(draft.endsAt), draft.zone),
    opensAt: null,
    closesAt: null,
    audience: "everyone",
    ...FIRST_COME,
    delivery: "show",
    alarm: draft.alarmMinutes,
    reminders: draft.reminders,
    followUp: draft.followUpMinutes,
    slug: draft.slug,
    ...choices,
  });
  if (saved.kind !== "saved") throw new Error(`The sample could not be saved: ${saved.kind}.`);
  const published = await publishEvent(access, now);
  if (published.kind !== "published")
    throw new Error(`The sample could not be published: ${published.kind}.`);
  return { access, slug: published.slug };
}
