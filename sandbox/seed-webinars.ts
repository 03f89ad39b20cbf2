import { guid, makeWebinar, type NewWebinar } from "./graph/webinars/make-webinar.ts";
import type { State, Webinar, WebinarQuestion } from "./model.ts";
import { aiko, ifeoma, ines, type Person, tomas } from "./people.ts";
import { startOf } from "./seed.ts";

type Planned = Omit<NewWebinar, "start" | "end" | "seed" | "organizer" | "questions"> & {
  organizer: Person;
  day: number;
  at: string;
  minutes: number;
  asks?: Omit<WebinarQuestion, "id">[];
};

export const sampleWebinarTitle = "Sailing after dark: lights, sounds and signals";

const plan: Planned[] = [
  {
    organizer: ines,
    displayName: sampleWebinarTitle,
    description: "<p>What every light on the water says, for those who know none yet.</p>",
    day: 18,
    at: "18:00",
    minutes: 60,
    coOrganizers: [tomas.oid],
  },
  {
    organizer: ines,
    displayName: "Weather routing, hands-on",
    description: "<p>For a small circle; the organizer decides who comes.</p>",
    day: 25,
    at: "17:00",
    minutes: 90,
    capacity: 20,
    isWaitlistEnabled: true,
    isManualApprovalEnabled: true,
    isAttendeeEmailNotificationEnabled: true,
    asks: [
      {
        displayName: "Job title",
        isRequired: false,
        kind: "text",
        choices: [],
        label: "jobTitle",
      },
      {
        displayName: "How many years have you sailed?",
        isRequired: true,
        kind: "singleChoice",
        choices: ["None", "One to five", "More"],
        label: null,
      },
      {
        displayName: "Which waters do you know?",
        isRequired: false,
        kind: "multiChoice",
        choices: ["North Sea", "Baltic", "Mediterranean"],
        label: null,
      },
      {
        displayName: "I have a boat of my own",
        isRequired: false,
        kind: "boolean",
        choices: [],
        label: null,
      },
    ],
  },
  {
    organizer: ines,
    displayName: "Harbour plans, for members of staff",
    day: 29,
    at: "10:00",
    minutes: 45,
    audience: "organization",
  },
  {
    organizer: ines,
    displayName: "Spring programme: a preview",
    day: 40,
    at: "18:00",
    minutes: 60,
    status: "draft",
  },
  {
    organizer: ines,
    displayName: "Whale watching from the sofa",
    day: 21,
    at: "19:00",
    minutes: 60,
    status: "canceled",
  },
  // No access policy covers her.
  {
    organizer: aiko,
    displayName: "Working safely in the London office",
    day: 19,
    at: "11:00",
    minutes: 60,
  },
  // Nobody at Northmoor has agreed to what the application may do.
  {
    organizer: ifeoma,
    displayName: "Surveying from the air",
    day: 20,
    at: "12:00",
    minutes: 60,
  },
];

/** Fills the programme the first time, and again when all of it lies in the past. */
export function seedWebinars(state: State, now: Date): boolean {
  const isToCome = ({ end }: Webinar) => Date.parse(end) > now.getTime();
  if (Object.values(state.webinars).some(isToCome)) return false;
  const run = Object.keys(state.webinars).length;
  for (const [index, { day, at, minutes, asks = [], ...planned }] of plan.entries()) {
    const start = startOf({ day, at }, now, planned.organizer.zone, 0);
    const seed = `${planned.organizer.oid}:webinar:${run}:${index}`;
    makeWebinar(state, {
      ...planned,
      seed,
      start: start.toISOString(),
      end: new Date(start.getTime() + minutes * 60_000).toISOString(),
      questions: asks.map((question, number) => ({
        ...question,
        id: guid(`${seed}:question:${number}`),
      })),
    });
  }
  return true;
}

/** The published one of Ines that asks nothing and lets everybody in. */
export function sampleWebinar(state: State): Webinar | null {
  const found = Object.values(state.webinars).filter(
    ({ displayName }) => displayName === sampleWebinarTitle,
  );
  return found.at(-1) ?? null;
}
