import { randomUUID } from "node:crypto";
import { db } from "@/lib/db/database";
import type { Delivery, RegistrarName } from "@/lib/db/schema";
import { draftEvent } from "@/lib/events/draft-event";
import { createMeeting } from "@/lib/events/pick-meeting";
import { publishEvent } from "@/lib/events/publish-event";
import { readEvent } from "@/lib/events/read-events";
import { saveEvent } from "@/lib/events/save-event";
import { FIRST_COME } from "@/lib/events/schema";
import { beginSession } from "@/lib/organizers/begin-session";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { utcToLocal } from "@/lib/time/zones";
import type { SandboxClient } from "../sandbox/client.ts";
import { aiko, ines, type Person, tomas } from "../sandbox/people.ts";

export interface MadeEvent {
  id: string;
  slug: string;
  delivery: Delivery;
  capacity: number | null;
  organizer: Person;
}

interface Plan {
  organizer: Person;
  title: string;
  delivery: Delivery;
  registrar: RegistrarName;
  capacity: number | null;
  waitlist: boolean;
}

const SCOPES = ["OnlineMeetings.ReadWrite", "Calendars.ReadWrite"];
const ZONE = "Europe/Paris";
const DAY_MS = 24 * 60 * 60_000;

/** Every way that an event can be: places to fight for and none, both deliveries and registrars. */
export const PLANS: readonly Plan[] = [
  plan(ines, "The last places", { capacity: 5 }),
  plan(ines, "By mail only", { delivery: "email" }),
  plan(tomas, "Room for all", {}),
  plan(tomas, "By mail, few places", { delivery: "email", capacity: 6 }),
  plan(aiko, "Without Microsoft", { registrar: "direct", capacity: 8 }),
  plan(aiko, "A line for few places", { capacity: 3, waitlist: true }),
];

function plan(organizer: Person, title: string, given: Partial<Plan>): Plan {
  return {
    organizer,
    title,
    delivery: "show",
    registrar: "external",
    capacity: null,
    waitlist: false,
    ...given,
  };
}

/** Organizers sign in and publish these events, by the decisions that the desk's pages call. */
export async function makeEvents(
  control: SandboxClient,
  plans: readonly Plan[] = PLANS,
): Promise<MadeEvent[]> {
  const persons = new Map<string, string>();
  const made: MadeEvent[] = [];
  for (const each of plans) {
    const { oid } = each.organizer;
    const personId = persons.get(oid) ?? (await connect(control, each.organizer));
    persons.set(oid, personId);
    made.push(await makeEvent(personId, each));
  }
  return made;
}

/** Signs an organizer in with the grants that making meetings takes; answers their id at Usher. */
export async function connect(control: SandboxClient, who: Person): Promise<string> {
  const grant = await control.grant(who.oid, SCOPES);
  const { tid, oid, name, email } = who;
  return (await beginSession({ tid, oid, name, email, locale: null }, grant)).person.id;
}

async function makeEvent(personId: string, wanted: Plan): Promise<MadeEvent> {
  const { organizer, title, delivery, registrar, capacity, waitlist } = wanted;
  const startsAt = new Date(Date.now() + 14 * DAY_MS);
  const endsAt = new Date(startsAt.getTime() + 60 * 60_000);
  const picked = await createMeeting(
    { id: personId },
    { subject: title, startsAt, endsAt, zone: ZONE, transactionId: randomUUID() },
  );
  if (picked.kind !== "picked") throw new Error(`The meeting "${title}": ${picked.kind}.`);
  const { eventId } = await draftEvent({ id: personId, name: organizer.name }, picked.meeting);
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error(`"${title}" is not its organizer's.`);
  const draft = await readEvent(access);
  // A slug that no other round has: a page is kept by its slug.
  const slug = `chaos-${randomUUID().slice(0, 8)}`;
  const saved = await saveEvent(access, {
    title,
    description: "",
    hostName: organizer.name,
    accent: "night",
    zone: ZONE,
    startsAt: utcToLocal(new Date(draft.startsAt), ZONE),
    endsAt: utcToLocal(new Date(draft.endsAt), ZONE),
    opensAt: null,
    closesAt: null,
    ...FIRST_COME,
    waitlist,
    capacity,
    audience: "everyone",
    delivery,
    registrar,
    alarm: draft.alarmMinutes,
    reminders: draft.reminders,
    followUp: draft.followUpMinutes,
    slug,
  });
  if (saved.kind !== "saved") throw new Error(`"${title}" was not saved: ${saved.kind}.`);
  const published = await publishEvent(access, new Date());
  if (published.kind !== "published")
    throw new Error(`"${title}" was not published: ${published.kind}.`);
  return { id: eventId, slug, delivery, capacity, organizer };
}
