import { db } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import type { Accent } from "@/lib/events/accents";
import type { PickedMeeting } from "@/lib/events/draft-event";
import { pickFromCalendar, readCalendar } from "@/lib/events/pick-meeting";
import { pickWebinar, readWebinars } from "@/lib/events/pick-webinar";
import { log } from "@/lib/log";
import { publishSample } from "./publish-sample";
import { type SandboxPerson, signedInAs } from "./sandbox-sign-in";

/**
 * The sample events of the sandbox, one for each registrar: Ines signs in to the made-up tenant as
 * anybody would, picks a meeting and publishes its page, so that a newcomer can sign up within the
 * first minute.
 */

/** The sandbox's events lead (sandbox/people.ts). */
const INES: SandboxPerson = {
  oid: "1e500000-0000-4000-8000-000000000001",
  tid: "74696465-7761-4465-8272-000000000001",
  name: "Ines Castillo",
  email: "ines@tidewater.example",
  locale: null,
};
const DAY_MS = 24 * 60 * 60_000;

interface Sample {
  /** What its meeting's title begins with (sandbox/seed-plan.ts, seed-webinars.ts). */
  meeting: string;
  registrar: RegistrarName;
  accent: Accent;
  capacity: number | null;
  description: string;
}

/** The first is the one that is printed. */
const EXTERNAL: Sample = {
  meeting: "Reading the tide",
  registrar: "external",
  accent: "night",
  capacity: 120,
  description: `The estuary empties twice a day, and every pilot in this harbour can tell you the hour by the smell of the mud. Come and learn to read it with them.

## What the evening holds

- **18:00, the map.** Where the channel ran in 1840, and where it runs tonight.
- **18:30, from the bridge.** Two pilots bring a ship in, live, and say what they look at.
- **19:00, your questions.** The ones you have had since you first saw a buoy lean.

## Good to know

Spoken in English, with live captions. Nobody needs a boat.`,
};

const DIRECT: Sample = {
  meeting: "Lighthouse visit by video",
  registrar: "direct",
  accent: "rust",
  capacity: 40,
  description: `Up two hundred and four steps with the last keeper, to the lamp room and out on the gallery, live.

Your link is a personal one of Usher’s. It opens an hour before the visit.`,
};

const WEBINAR: Sample = {
  meeting: "Sailing after dark",
  registrar: "webinar",
  accent: "plum",
  capacity: 200,
  description: `What every light on the water says, for those who know none yet.

A Teams webinar: Usher registers you there, and your link is the one that Teams gives you.`,
};

/**
 * Makes sure that the sample events are there and open; answers the first one's address
 * (`/e/{slug}`). The others are in its organizer's dashboard.
 */
export async function ensureSampleEvents(now: Date): Promise<string> {
  const slug = (await findSample(EXTERNAL, now)) ?? (await makeSample(EXTERNAL, now));
  for (const sample of [DIRECT, WEBINAR]) {
    // Nobody is kept from trying Usher by what they may have done to these meetings in the sandbox.
    await findSample(sample, now)
      .then((found) => found ?? makeSample(sample, now))
      .catch((err: unknown) => log.warn({ err, registrar: sample.registrar }, "no sample event"));
  }
  return `/e/${slug}`;
}

async function findSample({ meeting, registrar }: Sample, now: Date): Promise<string | null> {
  const row = await db()
    .selectFrom("events")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select("events.slug")
    .where("persons.oid", "=", INES.oid)
    .where("events.title", "like", `${meeting}%`)
    .where("events.registrar", "=", registrar)
    .where("events.state", "=", "open")
    .where("event_dates.ends_at", ">", now)
    .limit(1)
    .executeTakeFirst();
  return row?.slug ?? null;
}

function makeSample(sample: Sample, now: Date): Promise<string> {
  const { description, accent, capacity, registrar } = sample;
  return signedInAs(INES, "Calendars.ReadBasic", async (person) => {
    const picked = await pick(person, sample, now);
    const choices = { description, accent, capacity, registrar };
    return (await publishSample(person, picked, choices, now)).slug;
  });
}

async function pick(
  person: { id: string },
  { meeting, registrar }: Sample,
  now: Date,
): Promise<PickedMeeting> {
  if (registrar === "webinar") {
    const list = await readWebinars(person, { query: meeting, now });
    const id = list.kind === "webinars" ? list.entries[0]?.id : undefined;
    if (!id) throw new Error("The sandbox has lost the sample's webinar.");
    const picked = await pickWebinar(person, id);
    if (picked.kind !== "picked") throw new Error(`The sandbox's webinar: ${picked.kind}.`);
    return picked.meeting;
  }
  const calendar = await readCalendar(person, {
    from: now,
    to: new Date(now.getTime() + 60 * DAY_MS),
    zone: "Europe/Paris",
    query: meeting,
    onlyMine: true,
  });
  if (calendar.kind !== "calendar") throw new Error(`The sandbox's calendar: ${calendar.kind}.`);
  const entry = calendar.entries.find(({ isOnline, isCancelled }) => isOnline && !isCancelled);
  if (!entry) throw new Error("The sandbox's calendar has lost the sample's meeting.");
  const picked = await pickFromCalendar(person, {
    id: entry.id,
    startsAt: new Date(entry.startsAt),
    zone: entry.zone,
  });
  if (picked.kind !== "picked") throw new Error(`The sandbox's meeting: ${picked.kind}.`);
  return picked.meeting;
}
