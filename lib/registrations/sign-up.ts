import type { Delivery, Source } from "@/lib/db/schema";
import type { Answers } from "@/lib/form/answers";
import type { EnqueuedJob } from "@/lib/jobs/enqueue";
import type { NotAdmitted } from "./admit";
import type { DateErrors } from "./choose-dates";
import type { NewPass } from "./pass-secrets";
import type { NewPlace } from "./queries";
import type { RegistrationInput } from "./schema";
import type { Trust } from "./seat-newcomer";

export interface RegisterInput extends RegistrationInput {
  slug: string;
  /** Language of the page and zone of the reader (IANA), kept so that later mail is right. */
  locale: string;
  zone: string | null;
  /** Secret of the browser's cookie: the same browser is told its own pass again. */
  browser: string | null;
  /** Secret of a sign-in at Entra for this event, needed where only members may register. */
  handoff: string | null;
  /** What was answered, and the version of the form that it was checked against. */
  answers: Answers;
  formVersion: number | null;
  /** What the address that led here said of itself. */
  source: Source | null;
  /** Ids of the dates that were chosen, where people choose. */
  dates?: readonly string[];
  /** Whether a place may be held before the address is confirmed. */
  trust: Trust;
}

/** What somebody new is told, by the place that they got. */
export const KIND_OF_PLACE = {
  taken: "registered",
  held: "held",
  waitlisted: "waitlisted",
  awaiting_approval: "awaiting-approval",
} as const;

export type RegisterOutcome =
  /**
   * In; or a place is held while the address is confirmed, or there is none yet. `pass` is told only
   * when the event shows the link at once.
   */
  | {
      kind: (typeof KIND_OF_PLACE)[keyof typeof KIND_OF_PLACE];
      registrationId: string;
      delivery: Delivery;
      pass: string | null;
    }
  /** This browser (or this member) had signed up before: its own pass. */
  | { kind: "again"; pass: string }
  /** Whatever there is to say is said in the mailbox. */
  | { kind: "look-in-mailbox" }
  | { kind: "full" }
  | { kind: "not-open-yet"; opensAt: Date }
  | { kind: "closed" | "cancelled" | "over" }
  | { kind: "sign-in-needed" | "other-organization" }
  | { kind: "invalid-email" }
  /** The event is for others: their addresses, or those with a code. */
  | { kind: "not-admitted"; errors: NotAdmitted }
  /** Not all of the dates that were chosen can be had. */
  | { kind: "dates-refused"; errors: DateErrors }
  /** The organizer changed the form since the answers were checked. */
  | { kind: "form-changed" }
  | { kind: "no-such-event" };

/** What needs no place is made before the event is locked: everybody of the event waits there. */
export interface SignUp extends RegisterInput {
  emailNormalized: string;
  /** When it came. */
  now: Date;
  requestId: string | null;
  ids: Pick<NewPlace, "registrationId" | "registrantId"> & { mailId: string };
  pass: NewPass;
}

export type Decision =
  | {
      outcome: RegisterOutcome;
      /** The enrolment's job, where a place was taken. */
      job?: EnqueuedJob;
    }
  /** Somebody with the same address, or the organizer, was faster by an instant. */
  | "look-again";
