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
  /** Those that people choose among. */
  dates: SeenDate[];
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
  /** The mailbox of everybody; what mails tell calendars only where people choose among dates. */
  messages: { messageId: string; to: string[]; text: string; entries: SeenEntry[] }[];
}

export interface SeenDate {
  id: string;
  eventId: string;
  /** ISO 8601, in UTC. */
  startsAt: string;
  cancelled: boolean;
  /** Null: no limit. */
  places: number | null;
  /** How many of them are free, as sign-ups count; infinite where there is no limit. */
  free: number;
  /** Who ever chose it. */
  chosen: {
    registrationId: string;
    /** Of the entry in their calendar. */
    uid: string;
    /** When they asked for it last, in milliseconds. */
    at: number;
    givenUp: boolean;
  }[];
}

/** An entry of a mail's calendar part. */
export interface SeenEntry {
  uid: string;
  sequence: number;
  cancelled: boolean;
  startsAt: string;
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
