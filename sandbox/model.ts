import { defaultRoles } from "./entra/application-roles.ts";

/** What the sandbox remembers. Times are ISO 8601 in UTC; zones are Windows names. */

export interface Registrant {
  /** The id that the caller sent. */
  id: string;
  /** The id that the answer carried, which need not be the same. */
  answeredId: string;
  tenantId: string | null;
  userId: string | null;
  joinWebUrl: string;
  /** How often a POST for this id succeeded. */
  posts: number;
  createdAt: string;
}

export interface Registration {
  id: string;
  allowedRegistrant: "everyone" | "organization";
  createdAt: string;
  registrants: Registrant[];
  /** How many links were made for an id so far: one that was removed and comes back gets a new link. */
  linksMade?: Record<string, number>;
}

export interface AttendanceRecord {
  id: string;
  oid: string | null;
  tid: string | null;
  name: string | null;
  email: string | null;
  role: "Attendee" | "Presenter" | "Organizer";
  registrantId: string | null;
  external: { referrer: string | null; registrationId: string | null } | null;
  intervals: { join: string; leave: string }[];
}

export interface AttendanceReport {
  id: string;
  start: string;
  end: string;
  appearsAt: string;
  records: AttendanceRecord[];
}

export interface Meeting {
  id: string;
  organizer: string;
  tid: string;
  subject: string;
  start: string;
  end: string;
  createdAt: string;
  threadId: string;
  joinWebUrl: string;
  joinMeetingId: string;
  passcode: string;
  registration: Registration | null;
  reports?: AttendanceReport[];
}

export interface CalendarEntry {
  id: string;
  iCalUId: string;
  owner: string;
  subject: string;
  start: string;
  end: string;
  isAllDay?: boolean;
  zone: string;
  type: "singleInstance" | "occurrence" | "exception" | "seriesMaster";
  seriesMasterId: string | null;
  isOrganizer: boolean;
  organizer: { name: string; address: string };
  isCancelled: boolean;
  joinUrl: string | null;
  location: string;
  bodyHtml: string;
  attendees: { name: string; address: string }[];
  /** The client's own: a repeat with it makes nothing new. */
  transactionId: string | null;
  createdAt: string;
  modifiedAt?: string;
}

export type RegistrationStatus =
  | "registered"
  | "waitlisted"
  | "pendingApproval"
  | "rejectedByOrganizer"
  | "canceled";

export interface WebinarAnswer {
  questionId: string;
  value: string | null;
  booleanValue: boolean | null;
  multiChoiceValues: string[];
}

export interface WebinarRegistration {
  id: string;
  /** Of a person who registered with a token of their own; null for whom an application registered. */
  userId: string | null;
  firstName: string;
  lastName: string;
  email: string;
  status: RegistrationStatus;
  registeredAt: string;
  canceledAt: string | null;
  preferredTimezone: string | null;
  preferredLanguage: string | null;
  answers: WebinarAnswer[];
  /** The caller's own, on beta alone. */
  external: { referrer: string | null; registrationId: string | null } | null;
}

export interface WebinarQuestion {
  id: string;
  displayName: string;
  isRequired: boolean;
  kind: "text" | "multilineText" | "singleChoice" | "multiChoice" | "boolean";
  choices: string[];
  /** What a predefined question is about, such as `jobTitle`; null for one of the organizer's own. */
  label: string | null;
}

export interface Webinar {
  /** `{guid}@{tenant}`. */
  id: string;
  organizer: string;
  tid: string;
  coOrganizers: string[];
  displayName: string;
  description: string;
  start: string;
  end: string;
  zone: string;
  status: "draft" | "published" | "canceled";
  audience: "everyone" | "organization";
  isAttendeeEmailNotificationEnabled: boolean;
  capacity: number;
  isWaitlistEnabled: boolean;
  isManualApprovalEnabled: boolean;
  questions: WebinarQuestion[];
  sessionId: string;
  threadId: string;
  createdAt: string;
  registrations: WebinarRegistration[];
  reports?: AttendanceReport[];
}

export interface Subscription {
  id: string;
  /** Whose token made it: an oid, or the application's id. */
  creator: string;
  tid: string;
  /** As it was asked for. */
  resource: string;
  /** What is compared with a change, in lower case. */
  watches: string;
  changeTypes: ("created" | "updated" | "deleted")[];
  notificationUrl: string;
  clientState: string | null;
  expires: string;
  delivered: number;
  givenUp: number;
}

export interface RefreshToken {
  oid: string;
  clientId: string;
  issuedAt: string;
  /** The AADSTS code that a use answers with, once it is dead. */
  dead?: number;
}

export interface State {
  version: 1;
  seededAt: string | null;
  /** How often calendars were filled: a sandbox left alone for months is given new meetings. */
  seeds: number;
  /** RS256, as a private JWK. */
  signingKey: Record<string, unknown> | null;
  /** By the token's SHA-256. */
  refreshTokens: Record<string, RefreshToken>;
  /** Scopes by `clientId.oid`. */
  consents: Record<string, string[]>;
  /** Access tokens of an earlier generation are refused, by oid. */
  accessGenerations: Record<string, number>;
  /** Who is signed in at the sandbox's Entra, by the browser's cookie. */
  browserSessions: Record<string, string>;
  meetings: Record<string, Meeting>;
  calendar: CalendarEntry[];
  webinars: Record<string, Webinar>;
  subscriptions: Record<string, Subscription>;
  /** What administrators let the application do by itself, by tenant; without an entry it isn't in that directory. */
  applicationRoles: Record<string, string[]>;
}

export function emptyState(): State {
  return {
    version: 1,
    seededAt: null,
    seeds: 0,
    signingKey: null,
    refreshTokens: {},
    consents: {},
    accessGenerations: {},
    browserSessions: {},
    meetings: {},
    calendar: [],
    webinars: {},
    subscriptions: {},
    applicationRoles: defaultRoles(),
  };
}
