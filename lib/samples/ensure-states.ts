import { randomUUID } from "node:crypto";
import { cancelEvent } from "@/lib/events/cancel-event";
import { closeEvent } from "@/lib/events/close-event";
import type { PickedMeeting } from "@/lib/events/draft-event";
import { createMeeting } from "@/lib/events/pick-meeting";
import { pickWebinar } from "@/lib/events/pick-webinar";
import { log } from "@/lib/log";
import { giveUpPlace } from "@/lib/registrations/give-up-place";
import { register } from "@/lib/registrations/register";
import { localToUtc, utcToLocal } from "@/lib/time/zones";
import { publishSample } from "./publish-sample";
import { readStateSamples } from "./read-states";
import { refuseSignUps } from "./refuse-sign-ups";
import { listInSandbox, makeSandboxWebinar } from "./sandbox-control";
import { type SandboxPerson, signedInAs } from "./sandbox-sign-in";
import { type Guest, guestAddress, STATES, type StateSample } from "./states";

/** Has a page in every state, and nothing else (sandbox/people.ts). */
const METTE: SandboxPerson = {
  oid: "3e77e000-0000-4000-8000-000000000016",
  tid: "74696465-7761-4465-8272-000000000001",
  name: "Mette Solheim",
  email: "mette@tidewater.example",
  locale: null,
};
const ZONE = "Europe/Paris";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Makes sure that there is a sample event in each state of a public page, and tells the sandbox,
 * whose front page lists them. What has left its state, by the clock or by a guest, is made anew.
 * Never in the way: what fails is logged.
 * @param open address of an event that is open.
 */
export async function ensureStateSamples(open: string, now: Date): Promise<void> {
  try {
    const known = await readStateSamples(METTE.oid, now);
    const missing = STATES.filter(({ label }) => !known.some((each) => each.label === label));
    if (missing.length > 0) await makeSamples(missing, now);
    const all = missing.length > 0 ? await readStateSamples(METTE.oid, now) : known;
    await listInSandbox([
      { label: "Open", title: "Reading the tide", path: open, passes: [] },
      ...all,
    ]);
  } catch (err) {
    log.warn({ err }, "no sample event for each state");
  }
}

function makeSamples(samples: readonly StateSample[], now: Date): Promise<void> {
  return signedInAs(METTE, "Calendars.ReadWrite", async (person) => {
    for (const sample of samples)
      await makeSample(person, sample, now).catch((err: unknown) =>
        log.warn({ err, state: sample.label }, "no sample event"),
      );
  });
}

/** By the product's own doors; what is over was published, and signed up for, before it began. */
async function makeSample(person: { id: string }, sample: StateSample, now: Date): Promise<void> {
  const startsAt = startOf(sample, now);
  const madeAt = startsAt > now ? now : new Date(startsAt.getTime() - DAY_MS);
  const endsAt = new Date(startsAt.getTime() + HOUR_MS);
  const make = sample.onWebinar ? makeWebinar : makeMeeting;
  const picked = await make(person, { subject: sample.title, startsAt, endsAt });
  const opensAt =
    sample.opensInDays === undefined
      ? null
      : utcToLocal(eveningIn(sample.opensInDays, now), picked.zone);
  const registrar = sample.onWebinar ? ("webinar" as const) : ("external" as const);
  const choices = { ...sample.choices, registrar, opensAt };
  const { access, slug } = await publishSample(person, picked, choices, madeAt);
  await signUpAll(sample.people ?? [], { slug, eventId: access.eventId }, madeAt);
  if (sample.refuses) await refuseSignUps(access.eventId);
  if (sample.phase === "closed") await closeEvent(access);
  if (sample.phase === "cancelled") await cancelEvent(access, now);
}

function startOf({ starts }: StateSample, now: Date): Date {
  if ("inDays" in starts) return eveningIn(starts.inDays, now);
  // Meetings begin at whole minutes.
  return new Date(Math.ceil(now.getTime() / MINUTE_MS + starts.inMinutes) * MINUTE_MS);
}

/** Six in the evening, so many days from now. */
function eveningIn(days: number, now: Date): Date {
  const day = utcToLocal(new Date(now.getTime() + days * DAY_MS), ZONE).slice(0, 10);
  const evening = localToUtc(`${day}T18:00`, ZONE);
  if (!evening) throw new Error(`There is no six o'clock on ${day}.`);
  return evening;
}

interface NewMeeting {
  subject: string;
  startsAt: Date;
  endsAt: Date;
}

async function makeMeeting(person: { id: string }, meeting: NewMeeting): Promise<PickedMeeting> {
  const transactionId = randomUUID();
  const made = await createMeeting(person, { ...meeting, zone: ZONE, transactionId });
  if (made.kind !== "picked") throw new Error(`A meeting for the sample: ${made.kind}.`);
  return made.meeting;
}

async function makeWebinar(person: { id: string }, meeting: NewMeeting): Promise<PickedMeeting> {
  const { subject: displayName, startsAt, endsAt } = meeting;
  const id = await makeSandboxWebinar({ organizer: METTE.oid, displayName, startsAt, endsAt });
  const picked = await pickWebinar(person, id);
  if (picked.kind !== "picked") throw new Error(`A webinar for the sample: ${picked.kind}.`);
  return picked.meeting;
}

async function signUpAll(
  guests: readonly Guest[],
  event: { slug: string; eventId: string },
  now: Date,
): Promise<void> {
  const leaving: string[] = [];
  for (const guest of guests) {
    const id = await signUp(guest, event.slug, now);
    if (guest.leaves) leaving.push(id);
  }
  for (const id of leaving) await giveUpPlace({ id, eventId: event.eventId }, "browser", now);
}

async function signUp(guest: Guest, slug: string, now: Date): Promise<string> {
  const outcome = await register(
    {
      slug,
      firstName: guest.firstName,
      lastName: guest.lastName,
      email: guestAddress(guest),
      code: "",
      locale: "en",
      zone: ZONE,
      browser: null,
      handoff: null,
      answers: {},
      formVersion: null,
      source: null,
      trust: "hold",
    },
    now,
  );
  if (!("registrationId" in outcome))
    throw new Error(`A guest of the sample was answered: ${outcome.kind}.`);
  return outcome.registrationId;
}
