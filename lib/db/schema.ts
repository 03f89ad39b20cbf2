import type { ColumnType, Generated } from "kysely";
import type { Answers } from "@/lib/form/answers";
import type { FormDefinition } from "@/lib/form/definition";
import type { WebinarTerms } from "@/lib/graph/webinars";

/**
 * Row types of every table, one interface a table, as migrations/ makes them.
 * Times are `timestamptz` (Date on both databases); secrets are text sealed by lib/seal.
 */
export interface Database {
  persons: PersonsTable;
  sessions: SessionsTable;
  connections: ConnectionsTable;
  meetings: MeetingsTable;
  events: EventsTable;
  event_dates: EventDatesTable;
  event_changes: EventChangesTable;
  followed_meetings: FollowedMeetingsTable;
  followed_dates: FollowedDatesTable;
  subscriptions: SubscriptionsTable;
  forms: FormsTable;
  members: MembersTable;
  registrations: RegistrationsTable;
  registration_changes: RegistrationChangesTable;
  registration_dates: RegistrationDatesTable;
  passes: PassesTable;
  ended_links: EndedLinksTable;
  enrolments: EnrolmentsTable;
  moves: MovesTable;
  mails: MailsTable;
  mail_texts: MailTextsTable;
  test_mails: TestMailsTable;
  mailbox_troubles: MailboxTroublesTable;
  bounce_sources: BounceSourcesTable;
  handoffs: HandoffsTable;
  attendee_tokens: AttendeeTokensTable;
  drafts: DraftsTable;
  page_versions: PageVersionsTable;
  covers: CoversTable;
  invitation_codes: InvitationCodesTable;
  sign_up_tallies: SignUpTalliesTable;
  spent_proofs: SpentProofsTable;
  jobs: JobsTable;
  lanes: LanesTable;
}

/** Optional on insert because the column has a default. */
type Defaulted<T> = ColumnType<T, T | undefined, T>;

/** Somebody with a work or school account; `tid` + `oid` is the key, never the address. */
export interface PersonsTable {
  id: Generated<string>;
  tid: string;
  oid: string;
  name: string;
  /** As the account says; may be absent and proves nothing. */
  email: string | null;
  locale: string | null;
  created_at: Defaulted<Date>;
}

/** One browser sign-in of a person. The cookie holds only `id`. */
export interface SessionsTable {
  id: string;
  person_id: string;
  created_at: Defaulted<Date>;
  expires_at: Date;
  revoked_at: Date | null;
  /** What ADMINISTRATOR_ROLE was when the sign-in's token said it. */
  administrator_role: string | null;
}

export type ConnectionState = "working" | "broken";

/** An organizer's grant to act for them. */
export interface ConnectionsTable {
  person_id: string;
  state: ConnectionState;
  /** Key of the reason catalog (`connection.reason.*`), set while broken. */
  broken_reason: string | null;
  broken_at: Date | null;
  /** Claims challenge to pass on at the next sign-in. */
  claims: string | null;
  /** Granted scopes, short names, space-separated. */
  scopes: string;
  refresh_token_sealed: string;
  access_token_sealed: string | null;
  access_expires_at: Date | null;
  /** Single flight over all processes: whoever holds the lease refreshes. */
  refresh_lease: string | null;
  refresh_until: Date | null;
  /** The application's token did for them what their own does, when that was tried last. */
  application_acts: Defaulted<boolean>;
  updated_at: Defaulted<Date>;
}

export type Audience = "everyone" | "organization";

/** A Teams meeting of an organizer. Its own join link is a way in, so it is sealed. */
export interface MeetingsTable {
  id: Generated<string>;
  person_id: string;
  graph_id: string;
  subject: string;
  join_url_sealed: string;
  /** SHA-256 of the link in one spelling: finds the meeting that a calendar entry is. */
  join_url_hash: string;
  /** Audience of the registration at Microsoft, while there is one. */
  audience: Audience | null;
  /** Usher made the registration at Microsoft, so Usher may delete it. */
  registration_ours: Defaulted<boolean>;
  /** Somebody deleted it at Microsoft, noticed then: links that were stored before are dead. */
  registration_gone_at: Date | null;
  /** Counts the registrations that Usher made for the meeting, so that old news is known as such. */
  registration_number: Defaulted<number>;
  kind: Defaulted<"meeting" | "webinar">;
  /** Which registrars it can have, as they answered when it was picked. */
  registrars: ColumnType<RegistrarChoices | null, string | null | undefined, string | null>;
  /** What a webinar asks and takes, as it was read last; null: never, or of a meeting. */
  webinar_terms: ColumnType<WebinarTerms | null, string | null | undefined, string | null>;
  /** Why it could not be ended when its last event was cancelled (key of `reasons.enrolment`). */
  close_reason: string | null;
  close_request_id: string | null;
  created_at: Defaulted<Date>;
}

/** Until when people may change their answers: until it starts, a time of its own, or not at all. */
export type AnswersUntil = "start" | "time" | "never";

export type EventState = "draft" | "open" | "closed" | "cancelled";
export type Delivery = "show" | "email";
export type RegistrarName = "external" | "webinar" | "direct";
/** What a registrar may be of a meeting: null where it works, else why not (`reasons.registrar`). */
export type RegistrarChoices = Partial<Record<RegistrarName, string | null>>;

export interface EventsTable {
  id: Generated<string>;
  slug: string;
  meeting_id: string;
  /** The organizer whose connection does the work at Microsoft. */
  acts_as: string;
  title: string;
  /** Safe Markdown; starts empty (an invitation's text holds the way in). */
  description: Defaulted<string>;
  host_name: string;
  /** Name in lib/events/accents. */
  accent: Defaulted<string>;
  state: Defaulted<EventState>;
  audience: Defaulted<Audience>;
  /** Only addresses at these: `example.org`, or `*.example.org` for what is below it; empty: any. */
  email_domains: Defaulted<string[]>;
  /** No address at a service that gives them out for minutes. */
  no_throwaway: Defaulted<boolean>;
  /** Only with an invitation code. */
  invited_only: Defaulted<boolean>;
  delivery: Defaulted<Delivery>;
  registrar: Defaulted<RegistrarName>;
  /** Places; null = no limit. */
  capacity: number | null;
  /** Counter on the locked row: places held, offered and taken; kept only where there is a capacity. */
  occupied: Defaulted<number>;
  /** Who comes when every place is occupied joins a line. */
  waitlist: Defaulted<boolean>;
  /** How long somebody of the line may accept a place. */
  offer_minutes: Defaulted<number>;
  /** The organizer decides on everybody. */
  approval: Defaulted<boolean>;
  /** A place is held, for so long, until its address is confirmed by mail. */
  confirm_address: Defaulted<boolean>;
  hold_minutes: Defaulted<number>;
  /** Sign-ups are taken from / until; null = from publishing / until the last date ends. */
  opens_at: Date | null;
  closes_at: Date | null;
  /** The form that is asked now; null = names and email only. */
  form_version: number | null;
  answers_until: Defaulted<AnswersUntil>;
  /** Set where that is `time`. */
  answers_until_at: Date | null;
  /** The organizer's own about people's data: safe Markdown, or an address; empty = the standard one. */
  privacy_notice: Defaulted<string>;
  /** Minutes before the start at which calendars ring; null = they don't. */
  alarm_minutes: Defaulted<number | null>;
  /** Minutes before the start of each reminder by mail, the longest first. */
  reminders: Defaulted<number[]>;
  /** Minutes after the end of the follow-up mail; null = none. */
  follow_up_minutes: number | null;
  /** Minutes before the start at which personal links lead on; null = always. */
  link_opens_minutes: Defaulted<number | null>;
  meeting_changes: Defaulted<MeetingChanges>;
  /** People choose among its dates, each with its places; else they come to all of them. */
  chooses_dates: Defaulted<boolean>;
  /** Kinds of mail that the organizer turned off, of those that may be (lib/messages/switchable.ts). */
  mails_off: Defaulted<string[]>;
  /** Whose mailbox its mails go from, while it acts as that person; null = the mail server. */
  mails_from: string | null;
  published_at: Date | null;
  cancelled_at: Date | null;
  /** In the sitemap, and for search engines to keep. */
  listed: Defaulted<boolean>;
  /** Origins whose pages may frame the event's form. */
  embed_origins: ColumnType<string[], string | undefined, string>;
  created_at: Defaulted<Date>;
  updated_at: Defaulted<Date>;
}

/** An event's dates. Zone is IANA. */
export interface EventDatesTable {
  id: Generated<string>;
  event_id: string;
  starts_at: Date;
  ends_at: Date;
  zone: string;
  /** Stable iCalendar UID of ours. */
  calendar_uid: string;
  /** Counts the changes of what its calendar entries show, and when the last one was. */
  sequence: Defaulted<number>;
  changed_at: Defaulted<Date>;
  /** When it was to begin before it was last moved; null: it never was, since it was published. */
  previous_starts_at: Date | null;
  /** Places on this date where people choose; null: no limit. */
  capacity: number | null;
  /** It alone was cancelled. */
  cancelled_at: Date | null;
}

/** A date that somebody chose, of an event where people choose. */
export interface RegistrationDatesTable {
  registration_id: string;
  date_id: string;
  chosen_at: Defaulted<Date>;
  given_up_at: Date | null;
  /** Each time is a next version of their calendar entry. */
  times_chosen: Defaulted<number>;
}

/** A change of a published event's title or time: what stood there before. */
export interface EventChangesTable {
  id: Generated<string>;
  event_id: string;
  title: string;
  starts_at: Date;
  ends_at: Date;
  zone: string;
  made_at: Defaulted<Date>;
  /** Made by the event's rule, because its meeting changed. */
  followed: Defaulted<boolean>;
}

/** What is done when the meeting changes at Microsoft: the organizer is asked, or the event follows. */
export type MeetingChanges = "ask" | "follow";
/** The meeting is marked as cancelled, or is not there any more. */
export type MeetingLoss = "cancelled" | "deleted";

/** The meeting of an event that is published, as Usher sees it change. */
export interface FollowedMeetingsTable {
  event_id: string;
  /** Its entry in the organizer's calendar; null: none was found (yet). */
  entry_id: string | null;
  /** The series in that calendar, of an event with several dates. */
  series_id: string | null;
  /**
   * What the meeting was when the organizer last knew: picked, applied or kept. Null before the first
   * look of a meeting that was picked by its link. The event itself may differ, on purpose.
   */
  subject: string | null;
  starts_at: Date | null;
  ends_at: Date | null;
  zone: string | null;
  /** What it is now, where that differs and nobody has said yet what to do. */
  new_subject: string | null;
  new_starts_at: Date | null;
  new_ends_at: Date | null;
  new_zone: string | null;
  /** Counts what was noticed, so that an answer to an older question is known as one. */
  version: Defaulted<number>;
  lost: MeetingLoss | null;
  lost_at: Date | null;
  /** The organizer says that the event takes place all the same. */
  dismissed: Defaulted<boolean>;
  /** Sign-ups were closed by the loss, not by somebody. */
  closed_by_loss: Defaulted<boolean>;
  /** Why it can't be looked at (key of `following.trouble`). */
  trouble: string | null;
  looked_at: Date | null;
  /** Null: not followed (a draft, or over). */
  next_look_at: Date | null;
}

/**
 * A date of several that stands in the organizer's calendar, with what its occurrence was when the
 * organizer last knew. A date without such a row was made by hand.
 */
export interface FollowedDatesTable {
  date_id: string;
  entry_id: string;
  starts_at: Date;
  ends_at: Date;
  zone: string;
  /** What the occurrence is now, where nobody has said yet what to do. */
  new_starts_at: Date | null;
  new_ends_at: Date | null;
  new_zone: string | null;
  /** It is gone, and nobody has said yet what to do. */
  lost: MeetingLoss | null;
  /** The organizer says that the date takes place all the same. */
  dismissed: Defaulted<boolean>;
  /** When the date last followed by the event's rule. */
  followed_at: Date | null;
}

/** What Microsoft is asked to tell: changes in an organizer's calendar, or of one webinar. */
export interface SubscriptionsTable {
  id: Generated<string>;
  person_id: string;
  /** Null: the person's calendar. */
  webinar_id: string | null;
  /** Microsoft's id; null while there is none. */
  graph_id: string | null;
  /** Whose token made it, and alone may renew or end it. */
  acts_with: "organizer" | "application" | null;
  /** SHA-256 of the clientState that each notification has to bring. */
  secret_hash: string | null;
  /** Where Microsoft was told to send them. */
  address: string | null;
  ends_at: Date | null;
  /** When it is to be made, renewed or ended. */
  keep_at: Defaulted<Date>;
}

export type MemberRole = "owner" | "editor" | "viewer";

export interface MembersTable {
  event_id: string;
  person_id: string;
  role: MemberRole;
}

/** Where somebody came from: `utm_source` and its kin, `ref`. */
export type Source = Partial<Record<string, string>>;

export type Place =
  | "held"
  | "offered"
  | "taken"
  | "awaiting_approval"
  | "waitlisted"
  | "declined"
  | "expired"
  | "withdrawn";

export interface RegistrationsTable {
  id: Generated<string>;
  event_id: string;
  first_name: string;
  last_name: string;
  /** As typed (trimmed) and normalized (lower case, IDNA). */
  email: string;
  email_normalized: string;
  /** Set for members of an organization. */
  tid: string | null;
  oid: string | null;
  place: Place;
  /** Order of arrival within the event; the front of the waitlist has the lowest. */
  line: Generated<string>;
  /** The address is still to be confirmed by mail; nothing is offered or decided before that. */
  unconfirmed: Defaulted<boolean>;
  /** When it ends by itself: a hold, an offer, an address that is never confirmed. */
  lapses_at: Date | null;
  /** The organizer's own words to somebody declined. */
  declined_words: string | null;
  /** Language and zone of the sign-up, so that later mail is right. */
  locale: string;
  zone: string | null;
  answers: ColumnType<Answers, string | undefined, string>;
  /** The version of the form that they answer; null = names and email only. */
  form_version: number | null;
  /** By question, the version in whose words an answer stands where that is another one. */
  answered_in: ColumnType<Record<string, number>, string | undefined, string>;
  /** What the address that led to the form said of itself; null when it said nothing. */
  source: ColumnType<Source | null, string | null | undefined, string | null>;
  /** SHA-256 of the browser secret and the event id: the browser that signed up. */
  browser_hash: string | null;
  /** Personal link (`/j/{token}`, registrar direct): for looking up, and for showing again. */
  personal_hash: string | null;
  personal_sealed: string | null;
  /** How often somebody pressed the button behind it, and when first and last. */
  join_presses: Defaulted<number>;
  first_pressed_at: Date | null;
  last_pressed_at: Date | null;
  /** Counts the links that they were given: each is a next version of their calendar entry. */
  links: Defaulted<number>;
  /** The invitation code that it stands by. */
  code_id: string | null;
  /** Somebody who reads the address's mail did something by it: it is theirs. */
  proved_at: Date | null;
  /** It came as a machine might: no place was held before its address was confirmed. */
  suspect: Defaulted<boolean>;
  created_at: Defaulted<Date>;
  withdrawn_at: Date | null;
  withdrawn_by: "attendee" | "organizer" | null;
}

/** What somebody changed of what they had said. */
export interface RegistrationChangesTable {
  id: Generated<string>;
  registration_id: string;
  /** `firstName`, `lastName`, and the ids of questions. */
  changed: ColumnType<string[], string, never>;
  made_at: Defaulted<Date>;
}

/** What an event asks besides names and email: every version that somebody may have answered. */
export interface FormsTable {
  event_id: string;
  version: number;
  definition: ColumnType<FormDefinition, string, never>;
  saved_at: Defaulted<Date>;
}

/** Secrets that open `/r/{token}`. `proved` ones were read in the mailbox. */
export interface PassesTable {
  hash: string;
  registration_id: string;
  sealed: string;
  proved: boolean;
  created_at: Defaulted<Date>;
  ended_at: Date | null;
}

/** Personal links that were replaced: they open nothing, and say so. */
export interface EndedLinksTable {
  /** SHA-256, as `registrations.personal_hash`. */
  hash: string;
  registration_id: string;
  ended_at: Defaulted<Date>;
}

export type EnrolmentState =
  | "none"
  | "pending"
  | "enrolled"
  | "failed"
  | "withdrawing"
  | "withdrawn";

/** How a registration that Microsoft took stands there. */
export type RemoteStatus = "registered" | "waitlisted" | "pendingApproval";

export interface EnrolmentsTable {
  id: Generated<string>;
  registration_id: string;
  generation: number;
  registrar: RegistrarName;
  meeting_id: string;
  /** Ours, a random UUID, chosen before the first call and sent at each retry. */
  registrant_id: string;
  wanted: "enrolled" | "withdrawn";
  state: EnrolmentState;
  join_link_sealed: string | null;
  /** Since when it is wanted so: the sign-up, the withdrawal, or when the link was to be made again. */
  wanted_at: Defaulted<Date>;
  /** A call that may have made the registrant was begun: a withdrawal has to delete it. */
  tried_at: Date | null;
  /** Such a call was made as the attendee: what it made stands under their account. */
  tried_as_attendee: Defaulted<boolean>;
  enrolled_at: Date | null;
  /** Microsoft's id of the record, where it has one of its own, and how the record stands. */
  remote_id: string | null;
  remote_status: RemoteStatus | null;
  /** Microsoft took it, whether or not it shows it yet: it is looked up, not sent again. */
  accepted_at: Date | null;
  /** Enrolled, with a link that only Microsoft's own mail tells. */
  link_by_mail: Defaulted<boolean>;
  /** The move that it was made by; null: the sign-up. */
  move_id: Defaulted<string | null>;
  /** Key of the reason catalog (`enrolment.reason.*`) while waiting or failed, and Microsoft's request id. */
  reason: string | null;
  reason_at: Date | null;
  request_id: string | null;
}

/** `done`: everybody is where the event is. `left`: another move took its place, or the event ended. */
export type MoveState = "moving" | "stopped" | "done" | "left";

/** An event's change of meeting or registrar, for as long as its people are on the way, and after. */
export interface MovesTable {
  id: Generated<string>;
  event_id: string;
  from_meeting_id: string;
  from_registrar: RegistrarName;
  to_meeting_id: string;
  to_registrar: RegistrarName;
  state: Defaulted<MoveState>;
  started_at: Defaulted<Date>;
  finished_at: Date | null;
}

/** Every kind of mail to an attendee. The newest migration that touches kinds checks this list. */
export const MAIL_KINDS = [
  /** In; with the link, or without it while it is being made. */
  "confirmation",
  "link",
  /** Signed up once more: how it stands, with a new pass. */
  "again",
  "withdrawn",
  "cancelled",
  "confirm_address",
  /** On the waitlist. */
  "waiting",
  "offer",
  /** The organizer was asked. */
  "requested",
  /** In, by the organizer's decision; it stands for the confirmation. */
  "approved",
  "declined",
  /** Left the line, or took a request back, before there was a place. */
  "left",
  /** An offer ran out. */
  "lapsed",
  /** Title or time changed. */
  "changed",
  /** The event has another meeting or registrar: the new link. */
  "moved",
  "reminder",
  "follow_up",
  /** The confirmation once more, asked for on the pass. */
  "resent",
  /** The pass was ended on itself: a new one. */
  "replaced",
  /** Which dates they come to changed: by themselves, or one was added or cancelled. */
  "dates",
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];
/** `failed`: the mail server didn't take it. `bounced`: it did, and the mail came back later. */
export type MailState = "waiting" | "sending" | "sent" | "failed" | "bounced";

/** A promised mail. */
export interface MailsTable {
  id: Generated<string>;
  registration_id: string;
  kind: MailKind;
  state: Defaulted<MailState>;
  /** The message that was rendered held the join link. */
  with_link: Defaulted<boolean>;
  reason: string | null;
  /** What it is for, of mails that nobody gets twice for the same (occasions.ts). */
  occasion: string | null;
  created_at: Defaulted<Date>;
  sent_at: Date | null;
  /** Whose mailbox sent it; null = the mail server did, or nobody yet. */
  sent_from: string | null;
  /** When it was told that it came back; of a mail that is `sent`: that it is late. */
  bounced_at: Date | null;
  /** Enhanced status code (RFC 3463), such as `5.1.1`. */
  bounce_status: string | null;
  /** What the other side said, without addresses and links. */
  bounce_said: string | null;
}

/** Mailboxes that sent none of an event's mails when they last were to (lib/messages/mailbox-trouble.ts). */
export interface MailboxTroublesTable {
  person_id: string;
  /** Key of `sender.trouble` in the letters catalog. */
  trouble: string;
  since: Defaulted<Date>;
  /** The mail server sends until then. */
  look_again_at: Date;
  /** Microsoft's, of the call that was refused. */
  request_id: string | null;
}

/** Where Usher hears of mails that came back: the return mailbox, or the mail provider. */
export interface BounceSourcesTable {
  name: "mailbox" | "provider";
  /** When the mailbox was last read to its end, or the provider last told something. */
  heard_at: Date | null;
  /** Why the mailbox can't be read, and since when. */
  trouble: string | null;
  trouble_at: Date | null;
  /** Which one it is, without its password, and up to where it was read. */
  mailbox: string | null;
  uid_validity: string | null;
  last_uid: string | null;
}

/** What an organizer wrote for a kind of mail of an event, in one language. Null: the standard. */
export interface MailTextsTable {
  event_id: string;
  kind: MailKind;
  locale: string;
  /** With placeholders (lib/mail/placeholders.ts), as `words` too. */
  subject: string | null;
  /** Paragraphs of the organizer's own, beside what Usher says. */
  words: string | null;
  saved_at: Defaulted<Date>;
}

/** A mail that an organizer had sent to themselves to see it. */
export interface TestMailsTable {
  id: Generated<string>;
  event_id: string;
  person_id: string;
  kind: MailKind;
  locale: string;
  state: Defaulted<"waiting" | "sent" | "failed">;
  /** Key of `reasons.mail`, or the SMTP reply's code. */
  reason: string | null;
  created_at: Defaulted<Date>;
  sent_at: Date | null;
}

/** One-use: an attendee's sign-in, carried from next-auth's callback to the form. */
export interface HandoffsTable {
  hash: string;
  event_id: string;
  tid: string;
  oid: string;
  name: string;
  email: string | null;
  expires_at: Date;
  used_at: Date | null;
  /** The normalized address of the sign-up that it served. */
  used_for: string | null;
}

/**
 * An attendee's own token: sealed, of their sign-in (`handoff_hash`), for the registration that came
 * of it, until it is used, runs out, or the registration ends.
 */
export interface AttendeeTokensTable {
  handoff_hash: string;
  registration_id: string | null;
  token_sealed: string;
  expires_at: Date;
}

/** What somebody typed when it could not be accepted: sealed, for an hour. */
export interface DraftsTable {
  hash: string;
  event_id: string;
  sealed: string;
  expires_at: Date;
}

/** What lets somebody register at an event that is by invitation. */
export interface InvitationCodesTable {
  id: string;
  event_id: string;
  /** Of event and code: finds it when somebody types it. */
  hash: string;
  code_sealed: string;
  /** The organizer's own words for whom it is. */
  label: Defaulted<string>;
  most_uses: number;
  /** Null: as long as sign-ups are taken. */
  expires_at: Date | null;
  revoked_at: Date | null;
  created_at: Defaulted<Date>;
}

/** How many sign-ups came in a slot of time; the key is a signature of an address, a network or an event. */
export interface SignUpTalliesTable {
  key: string;
  slot: Date;
  count: number;
}

/** A proof of work counts once. */
export interface SpentProofsTable {
  hash: string;
  expires_at: Date;
}

/** An event's picture, in the two widths that pages ask for. */
export interface CoversTable {
  event_id: string;
  /** Of the event and the picture: stands in its address, so that it may be kept for ever. */
  hash: string;
  alt: string;
  /** Of the large one. */
  width: number;
  height: number;
  /** WebP, without metadata. */
  large: Uint8Array;
  small: Uint8Array;
  created_at: Defaulted<Date>;
}

/** Each process watches this and revalidates its own cache. */
export interface PageVersionsTable {
  event_id: string;
  slug: string;
  version: string;
}

export interface JobsTable {
  id: Generated<string>;
  name: string;
  payload: ColumnType<unknown, string, string>;
  lane: string;
  state: Defaulted<"ready" | "running" | "done" | "dead">;
  /** A live job with this key absorbs another of the same. */
  dedupe_key: string | null;
  /** It was asked for again while it ran: run once more. */
  again: Defaulted<boolean>;
  run_at: Defaulted<Date>;
  attempts: Defaulted<number>;
  max_attempts: Defaulted<number>;
  lease_token: string | null;
  lease_until: Date | null;
  last_error: string | null;
  /** Id of the request that asked for it, as its log lines say it. */
  request_id: string | null;
  /** With whose other jobs it takes turns in its lane, and the how manieth turn it is. */
  share: string | null;
  share_order: Defaulted<number>;
  created_at: Defaulted<Date>;
  finished_at: Date | null;
}

/** What is throttled together. */
export interface LanesTable {
  lane: string;
  paused_until: Date | null;
  reason: string | null;
  /** Since when its calls are counted: it was throttled once, or has a budget. Null: neither. */
  resumed_at: Defaulted<Date | null>;
  /** How often it was throttled; a refusal of a call from before the last one is old news. */
  throttlings: Defaulted<number>;
  /** When the next call may begin; those before it are given away. Set where resumed_at is. */
  next_at: Defaulted<Date | null>;
  calls: Defaulted<number>;
  pace_start: Defaulted<number | null>;
  pace_ceiling: Defaulted<number | null>;
  pace_plateau: Defaulted<number>;
  /** Calls a second that somebody wrote down: never more. */
  budget: Defaulted<number | null>;
}
