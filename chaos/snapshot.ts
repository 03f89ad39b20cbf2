import type {
  EnrolmentState,
  MailKind,
  MailState,
  MoveState,
  Place,
  RegistrarName,
} from "@/lib/db/schema";

/** Everything the checker looks at, as plain data: the database and the world outside. */
export interface Snapshot {
  publicUrl: string;
  events: SeenEvent[];
  /** Dates that have places of their own, and who chose them. */
  dates: { id: string; eventId: string; capacity: number; chosenBy: string[] }[];
  registrations: SeenRegistration[];
  passes: { hash: string; registrationId: string; proved: boolean; ended: boolean }[];
  enrolments: SeenEnrolment[];
  mails: {
    id: string;
    registrationId: string;
    kind: MailKind;
    state: MailState;
    withLink: boolean;
  }[];
  jobs: { name: string; state: string; attempts: number; due: boolean; lastError: string | null }[];
  connections: { organizer: string; state: string; reason: string | null }[];
  /**
   * Microsoft's: who is registered for which meeting or webinar under an id of ours, and the link that
   * opens now; a webinar's is told with its session only.
   */
  registrants: { meeting: string; id: string; link: string | null }[];
  /** The mailbox of everybody. */
  messages: { messageId: string; to: string[]; text: string }[];
}

export interface SeenEvent {
  id: string;
  slug: string;
  title: string;
  /** Microsoft's id of its meeting, and the way to links for it. */
  meeting: string;
  registrar: RegistrarName;
  capacity: number | null;
  /** Places held, offered and taken, as the event counts them. */
  occupied: number;
}

export interface SeenRegistration {
  id: string;
  eventId: string;
  email: string;
  emailNormalized: string;
  place: Place;
  unconfirmed: boolean;
  personalHash: string | null;
  /** Personal links that were theirs and ended. */
  endedHashes: string[];
}

export interface SeenEnrolment {
  registrationId: string;
  generation: number;
  registrar: RegistrarName;
  /** Microsoft's id of the meeting. */
  meeting: string;
  registrantId: string;
  /** Microsoft's own id of it, which a webinar's link names. */
  remoteId: string | null;
  /** How the move stands that it was made by. */
  move: MoveState | null;
  wanted: "enrolled" | "withdrawn";
  state: EnrolmentState;
  reason: string | null;
  /** The stored join link; "sealed shut" when it does not open. */
  link: string | null;
}
