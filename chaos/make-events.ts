import { randomUUID } from "node:crypto";
import { db } from "@/lib/db/database";
import type { Delivery, RegistrarName } from "@/lib/db/schema";
import { addDates } from "@/lib/events/add-dates";
import { draftEvent } from "@/lib/events/draft-event";
import { createMeeting } from "@/lib/events/pick-meeting";
import { publishEvent } from "@/lib/events/publish-event";
import { readDates } from "@/lib/events/read-dates";
import { readEvent } from "@/lib/events/read-events";
import { saveDates } from "@/lib/events/save-dates";
import { saveEvent } from "@/lib/events/save-event";
import { FIRST_COME } from "@/lib/events/schema";
import { beginSession } from "@/lib/organizers/begin-session";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { utcToLocal } from "@/lib/time/zones";
import type { SandboxClient } from "../sandbox/client.ts";
import { aiko, ines, lena, type Person, tomas } from "../sandbox/people.ts";

export interface MadeEvent {
  id: string;
  slug: string;
  delivery: Delivery;
  capacity: number | null;
  organizer: Person;
  /** Those that people choose among, with their places; empty where they don't. */
  dates: { id: string; places: number }[];
}

interface Plan {
  organizer: Person;
  title: string;
  delivery: Delivery;
  registrar: RegistrarName;
  capacity: number | null;
  waitlist: boolean;
  /** Places of each date, where people choose. */
  dates: number[];
}

const SCOPES = ["OnlineMeetings.ReadWrite", "Calendars.ReadWrite"];
export const ZONE = "Europe/Paris";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Every way that an event can be: places to fight for and none, both deliveries and registrars, dates
 * to choose among. The last one is left alone by the crowd.
 */
export const PLANS: readonly Plan[] = [
  plan(ines, "The last places", { capacity: 5 }),
  plan(ines, "By mail only", { delivery: "email" }),
  plan(tomas, "Room for all", {}),
  plan(tomas, "By mail, few places", { delivery: "email", capacity: 6 }),
  plan(aiko, "Without Microsoft", { registrar: "direct", capacity: 8 }),
  plan(aiko, "A line for few places", { capacity: 3, waitlist: true }),
  plan(tomas, "Dates to choose among", { dates: [3, 4, 5, 6] }),
  plan(lena, "The answer that never came", {}),
];

function plan(organizer: Person, title: string, given: Partial<Plan>): Plan {
  return {
    organizer,
    title,
    delivery: "show",
    registrar: "external",
    capacity: null,
    waitlist: false,
    dates: [],
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
  // On a whole minute, as calendars and forms say it.
  const startsAt = new Date(Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS + 14 * DAY_MS);
  const endsAt = new Date(startsAt.getTime() + HOUR_MS);
  const picked = await createMeeting(
    { id: personId },
    { subject: title, startsAt, endsAt, zone: ZONE, transactionId: randomUUID() },
  );
  if (picked.kind !== "picked") throw new Error(`The meeting "${title}": ${picked.kind}.`);
  const { eventId } = await draftEvent({ id: personId, name: organizer.name }, picked.meeting);
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error(`"${title}" is not its organizer's.`);
  const dates = await makeDates(access, startsAt, wanted.dates);
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
  return { id: eventId, slug, delivery, capacity, organizer, dates };
}

/** One date a week beside the first, each with its places, to choose among. */
async function makeDates(
  access: EventAccess,
  first: Date,
  places: readonly number[],
): Promise<MadeEvent["dates"]> {
  if (places.length === 0) return [];
  const further = places.slice(1).map((_, week) => {
    const startsAt = new Date(first.getTime() + (week + 1) * 7 * DAY_MS);
    return { startsAt, endsAt: new Date(startsAt.getTime() + HOUR_MS), zone: ZONE };
  });
  await addDates(access, further, new Date());
  const made = await readDates(access);
  const dates = made.map(({ id }, at) => ({ id, places: places[at] ?? 1 }));
  await saveDates(access, {
    choosesDates: true,
    places: new Map(dates.map((date) => [date.id, date.places])),
  });
  return dates;
}
