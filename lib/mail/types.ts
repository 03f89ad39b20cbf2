import type { CalendarMethod } from "@/lib/calendar/calendar-entry";
import type { MailKind, Place } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";

/** What an organizer wrote for this kind of mail, with placeholders (placeholders.ts). */
export interface OwnText {
  /** Null: the standard one. */
  subject: string | null;
  /** The language that it is written in may not be the reader's. */
  words: { text: string; locale: Locale } | null;
}

/** A date of an event that has several, as it stands for the mail's reader. */
export interface MailDate {
  startsAt: Date;
  endsAt: Date;
  zone: string;
  /** `on`: they come to it; else they had, and it is to leave their calendar. */
  state: "on" | "cancelled" | "given-up";
  /** Of its calendar entry, as the event's. */
  uid: string;
  sequence: number;
  changedAt: Date;
}

/** Everything a mail says, as plain data. */
export interface MailData {
  kind: MailKind;
  /** How the registration stands while the mail is written. */
  place: {
    state: Place;
    /** The address is still to be confirmed. */
    unconfirmed: boolean;
    /** When a hold or an offer runs out. */
    until: Date | null;
    /** Where they stand in the line, from 1. */
    position: number | null;
    /** The organizer's own words to somebody declined. */
    declinedWords: string | null;
  };
  event: {
    title: string;
    hostName: string;
    slug: string;
    startsAt: Date;
    endsAt: Date;
    /** IANA name. */
    zone: string;
    /** Name in lib/events/accents. */
    accent: string;
    /** iCalendar UID: the same in every mail about this place. */
    uid: string;
    /** How often the event's part of the calendar entry was changed. */
    sequence: number;
    /** How many links the attendee was given so far. */
    links: number;
    /** Minutes before the start at which their calendar rings; null: it doesn't. */
    alarmMinutes: number | null;
    /** Since when the calendar entry is what it is. */
    entryChangedAt: Date;
  };
  /** Of an event that has several: those still to come that concern them. */
  dates?: MailDate[];
  /** What a mail about their dates tells. */
  datesNews?: "chosen" | "added" | "cancelled" | "moved";
  person: { firstName: string; lastName: string; email: string };
  /** Language of the sign-up; an unknown one counts as the first of LOCALES. */
  locale: string;
  /** The attendee's zone, where their browser told it. */
  zone: string | null;
  /** Null while it is being made, and when the place is gone. */
  joinLink: string | null;
  /** While there is no link: Teams mails it itself; or by when it is about to be there. */
  teamsMails?: boolean;
  linkBy?: Date | null;
  /** The link is ours (`/j/…`), not Microsoft's. */
  personalLink: boolean;
  passUrl: string | null;
  eventUrl: string;
  /** What the attendee knew until a change; null in every other mail. */
  before: { title: string; startsAt: Date; endsAt: Date; zone: string } | null;
  /** When what it says was decided. */
  writtenAt: Date;
  /** Stable, in angle brackets: a mail that is sent twice is recognized by it. */
  messageId: string;
  organizerEmail: string | null;
  own: OwnText | null;
  /** It goes to the organizer, who wants to see it; link and pass lead nowhere. */
  isTest: boolean;
}

/** A rendered message, ready for the transport. Holds secrets in html, text and calendar. */
export interface OutgoingMail {
  messageId: string;
  from: Mailbox;
  to: Mailbox;
  replyTo: Mailbox | null;
  subject: string;
  html: string;
  text: string;
  calendar: { method: CalendarMethod; content: string } | null;
  headers: Record<string, string>;
}

export interface Mailbox {
  name: string;
  address: string;
}
