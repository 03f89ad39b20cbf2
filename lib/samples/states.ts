import type { Phase } from "@/lib/events/phase";
import type { SampleChoices } from "./publish-sample";

/** A sample event that stays in one state of its page. */
export interface StateSample {
  /** The state, as the sandbox's front page names it. */
  label: string;
  title: string;
  phase: Phase;
  /** Where the state is about places: how many are left. */
  left?: "few" | "none";
  /** When it takes place, from when it is made: one evening, or in a moment. */
  starts: { inDays: number } | { inMinutes: number };
  opensInDays?: number;
  /** Of a webinar whose organizer lets each one in at Teams. */
  onWebinar?: boolean;
  /** The database takes no sign-up for it (refuse-sign-ups.ts). */
  refuses?: boolean;
  choices: Omit<SampleChoices, "registrar">;
  /** Who signs up, in this order. */
  people?: Guest[];
}

export interface Guest {
  firstName: string;
  lastName: string;
  /** What is to be seen on this pass; others are not shown. */
  pass?: string;
  /** Gives the place up after everybody signed up. */
  leaves?: boolean;
}

/** Every state that a public page has, but for the open one. */
export const STATES: readonly StateSample[] = [
  {
    label: "Before it opens",
    title: "A name for the new ferry",
    phase: "before",
    starts: { inDays: 26 },
    opensInDays: 5,
    choices: {
      accent: "sea",
      capacity: 80,
      description: `Four hundred and twelve names came in, eleven are left. Hear what speaks for each, and choose with us.

The crossing is named at the end of the evening.`,
    },
  },
  {
    label: "A few places left",
    title: "Sketching the quay",
    phase: "open",
    left: "few",
    starts: { inDays: 12 },
    choices: {
      accent: "amber",
      capacity: 5,
      description: `An hour with pencil and paper, looking out of the harbour office’s window. We draw what moves: cranes, gulls, the pilot boat.

Bring a **soft pencil** and three sheets.`,
    },
    people: [
      { firstName: "Amara", lastName: "Nwosu", pass: "a pass" },
      { firstName: "Søren", lastName: "Kjærgaard" },
      { firstName: "Chiara", lastName: "D’Angelo" },
      { firstName: "Hana", lastName: "Kovářová" },
    ],
  },
  {
    label: "Full, with a waitlist",
    title: "A night on the lightship",
    phase: "open",
    left: "none",
    starts: { inDays: 17 },
    choices: {
      accent: "velvet",
      capacity: 3,
      waitlist: true,
      // As long as an offer can last.
      offerMinutes: 7 * 24 * 60,
      description:
        "The last lightship of this coast has room for three. Her former mate tells what she heard at four in the morning, and lets you listen.",
    },
    people: [
      { firstName: "Björn", lastName: "Håkansson" },
      { firstName: "Maëlle", lastName: "Le Goff" },
      { firstName: "Kwame", lastName: "Mensah", pass: "a place given up", leaves: true },
      { firstName: "Yuki", lastName: "Tanaka", pass: "a place offered" },
      { firstName: "Zoltán", lastName: "Szabó", pass: "a place in the line" },
    ],
  },
  {
    label: "Full",
    title: "Mending a sail, stitch by stitch",
    phase: "open",
    left: "none",
    starts: { inDays: 9 },
    choices: {
      accent: "rust",
      capacity: 2,
      description: "Two learn at a time, needle in hand; the sailmaker sees every stitch.",
    },
    people: [
      { firstName: "Farah", lastName: "al-Khatib" },
      { firstName: "Dmytro", lastName: "Shevchenko" },
    ],
  },
  {
    label: "Held while you confirm your address",
    title: "Swimming in cold water",
    phase: "open",
    starts: { inDays: 14 },
    choices: {
      accent: "lagoon",
      capacity: 60,
      confirmAddress: true,
      // As long as a place can be held.
      holdMinutes: 24 * 60,
      description:
        "How to go in, how long to stay, and when to come out: a doctor and the winter swimmers of the east beach.",
    },
    people: [{ firstName: "Priya", lastName: "Raghunathan", pass: "a place held" }],
  },
  {
    label: "On request",
    title: "A morning on the pilot boat",
    phase: "open",
    starts: { inDays: 21 },
    choices: {
      accent: "slate",
      capacity: 8,
      approval: true,
      description:
        "Live from the deck, for those who want to become pilots. Tell us in your request what you sail.",
    },
    people: [{ firstName: "Quentin", lastName: "Dubois", pass: "a request" }],
  },
  {
    label: "Open, on a webinar with an approval of its own",
    title: "Radio at sea: calling, answering, spelling",
    phase: "open",
    starts: { inDays: 19 },
    onWebinar: true,
    choices: {
      accent: "lagoon",
      capacity: 40,
      description:
        "A Teams webinar: Usher registers you there, and your link comes when the host has let you in.",
    },
    people: [{ firstName: "Ingrid", lastName: "Solberg", pass: "a link on its way" }],
  },
  {
    label: "For members of the organization",
    title: "Safety briefing: the new crane",
    phase: "open",
    starts: { inDays: 8 },
    choices: {
      accent: "pine",
      capacity: null,
      audience: "organization",
      description:
        "Required for everybody who works on the north quay. Twenty minutes, then questions.",
    },
  },
  {
    label: "Temporarily can’t take sign-ups (send its form)",
    title: "Knots that hold",
    phase: "open",
    starts: { inDays: 11 },
    refuses: true,
    choices: {
      accent: "slate",
      capacity: null,
      description: `Six knots, three of them with one hand. Bring two metres of rope.

In this sandbox the database refuses whoever signs up here, as one does whose disk is full: send the form to see what people are told then.`,
    },
  },
  {
    label: "About to begin",
    title: "Slack water, live",
    phase: "open",
    starts: { inMinutes: 10 },
    choices: {
      accent: "sea",
      capacity: 70,
      description:
        "For eleven minutes the estuary stands still. We watch from the pilots’ jetty, and tell when it turns.",
    },
    people: [{ firstName: "Ifeoma", lastName: "Adeyemi", pass: "a pass, doors open" }],
  },
  {
    label: "Closed",
    title: "Herring: a history",
    phase: "closed",
    starts: { inDays: 4 },
    choices: {
      accent: "plum",
      capacity: 150,
      description: "A fish that built towns, emptied them, and came back.",
    },
    people: [{ firstName: "Leilani", lastName: "Kahananui", pass: "a pass" }],
  },
  {
    label: "Cancelled",
    title: "Kites over the pier",
    phase: "cancelled",
    starts: { inDays: 6 },
    choices: {
      accent: "moss",
      capacity: null,
      description: "Live from the pier, if the wind is kind.",
    },
    people: [{ firstName: "Georgi", lastName: "Dimitrov", pass: "a pass" }],
  },
  {
    label: "Over",
    title: "The harbour in winter",
    phase: "over",
    starts: { inDays: -3 },
    choices: {
      accent: "night",
      capacity: 90,
      description: "Photographs of a hundred winters, and the ice of 1963.",
    },
    people: [{ firstName: "Eleni", lastName: "Papadopoulou", pass: "a pass" }],
  },
];

/** Each guest has an address of their own in the sandbox's mailbox. */
export function guestAddress({ firstName, lastName }: Guest): string {
  const plain = `${firstName}.${lastName}`
    .normalize("NFKD")
    .toLowerCase()
    .replace(/ø/g, "o")
    .replace(/æ/g, "ae")
    .replace(/[^a-z.-]/g, "");
  return `${plain}@guests.example`;
}
