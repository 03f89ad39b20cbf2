import { domainToUnicode } from "node:url";
import { sql } from "kysely";
import { db } from "@/lib/db/database";
import type { Audience, Delivery, EventState } from "@/lib/db/schema";
import { attendeeScope } from "@/lib/enrolment/attendee-scope";
import type { EventForm } from "@/lib/form/definition";
import { chosenBy } from "@/lib/registrations/own-dates";
import { asksToConfirm } from "@/lib/registrations/seat-newcomer";
import { isFew } from "./few-places";
import { nextFirst } from "./next-date";

/**
 * What the public page shows to everybody: nothing personal, nothing that must be exact. Times are
 * ISO strings, since a cache keeps it as JSON.
 */
export interface PublicPage {
  id: string;
  slug: string;
  title: string;
  description: string;
  hostName: string;
  /** The organizer's address as Entra gave it, for "ask the organizer". */
  hostEmail: string | null;
  accent: string;
  state: EventState;
  audience: Audience;
  /** Members are asked at their sign-in to be registered as themselves. */
  asAttendee: boolean;
  /** Domains whose addresses are admitted, as people write them; none: any. */
  emailDomains: string[];
  /** An invitation code is asked for. */
  invitedOnly: boolean;
  delivery: Delivery;
  hasCapacity: boolean;
  waitlist: boolean;
  approval: boolean;
  /** Minutes for which a place is held until its address is confirmed; null: it needn't be. */
  holdMinutes: number | null;
  /** Of the next date, or of the last one when all are over. */
  startsAt: string;
  endsAt: string;
  zone: string;
  /** Every date, in order; people choose among them or come to all. */
  dates: PublicDate[];
  choosesDates: boolean;
  opensAt: string | null;
  closesAt: string | null;
  /** What is asked besides names and email; null when nothing is. */
  form: EventForm | null;
  /** The organizer's own about people's data: Markdown or an address; empty where there is none. */
  privacyNotice: string;
  /** Counts the page's changes: stands in the addresses of what is drawn from it. */
  version: string;
  /** For search engines to keep. */
  listed: boolean;
  /** When it was to begin before it was moved. */
  movedFrom: string | null;
  /** Every place was taken when this was read: for search engines, and readers without JavaScript. */
  wasFull: boolean;
  /** A few places were left then. */
  wasNearlyFull: boolean;
  cover: PageCover | null;
  /** Origins whose pages may frame the form. */
  embedOrigins: string[];
}

/** One of an event's dates. Times are ISO. */
export interface PublicDate {
  id: string;
  startsAt: string;
  endsAt: string;
  zone: string;
  cancelled: boolean;
  hasCapacity: boolean;
  /** As of when this was read. */
  wasFull: boolean;
}

/** An event's own picture, by the hash that its address holds. */
export interface PageCover {
  hash: string;
  alt: string;
  width: number;
  height: number;
}

/** A published event's page by its address; null for drafts and unknown addresses. */
export async function readPublicPage(slug: string): Promise<PublicPage | null> {
  const page = await pages()
    .where("events.slug", "=", slug)
    .where("state", "!=", "draft")
    .executeTakeFirst();
  return page ? publicPage(page) : null;
}

/** The page of any event, drafts too: the editor's preview. The caller has asked who. */
export async function readPreview(eventId: string): Promise<PublicPage> {
  return publicPage(await pages().where("events.id", "=", eventId).executeTakeFirstOrThrow());
}

/** Places now that a newcomer may have, exact; null when the event has no capacity or no page. */
export async function placesLeft(slug: string): Promise<{ capacity: number; left: number } | null> {
  const row = await db()
    .selectFrom("events")
    .select(["capacity", "occupied"])
    // What is free while somebody waits is theirs already.
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("registrations")
            .select("id")
            .whereRef("registrations.event_id", "=", "events.id")
            .where("place", "=", "waitlisted")
            .where("unconfirmed", "=", false),
        )
        .$castTo<boolean>()
        .as("someoneWaits"),
    )
    .where("slug", "=", slug)
    .where("state", "!=", "draft")
    .executeTakeFirst();
  if (!row || row.capacity === null) return null;
  const left = row.someoneWaits ? 0 : Math.max(row.capacity - row.occupied, 0);
  return { capacity: row.capacity, left };
}

/** Places now on each date that has a number of them, by its id; null where nobody chooses. */
export async function placesByDate(
  slug: string,
): Promise<{ id: string; capacity: number; left: number }[] | null> {
  const rows = await db()
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select(["event_dates.id", "event_dates.capacity", chosenBy.as("chosen")])
    .where("events.slug", "=", slug)
    .where("events.state", "!=", "draft")
    .where("events.chooses_dates", "=", true)
    .execute();
  if (rows.length === 0) return null;
  return rows.flatMap(({ id, capacity, chosen }) =>
    capacity === null ? [] : [{ id, capacity, left: Math.max(capacity - chosen, 0) }],
  );
}

/** SQL: every date of the event of the row. */
const DATES = sql<(Omit<PublicDate, "wasFull"> & { wasFull: boolean | null })[]>`(
  select json_agg(json_build_object(
    'id', event_dates.id, 'startsAt', event_dates.starts_at, 'endsAt', event_dates.ends_at,
    'zone', event_dates.zone, 'cancelled', event_dates.cancelled_at is not null,
    'hasCapacity', events.chooses_dates and event_dates.capacity is not null,
    'wasFull', case when events.chooses_dates and event_dates.capacity is not null
      then ${chosenBy} >= event_dates.capacity end) order by event_dates.starts_at)
  from event_dates where event_dates.event_id = events.id)`;

function pages() {
  return db()
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .leftJoin("forms", (join) =>
      join
        .onRef("forms.event_id", "=", "events.id")
        .onRef("forms.version", "=", "events.form_version"),
    )
    .leftJoin("page_versions", "page_versions.event_id", "events.id")
    .leftJoin("covers", "covers.event_id", "events.id")
    .select([
      "events.id",
      "events.slug",
      "events.title",
      "events.description",
      "events.host_name as hostName",
      "events.accent",
      "events.state",
      "events.audience",
      "events.registrar",
      "events.email_domains as emailDomains",
      "events.invited_only as invitedOnly",
      "events.delivery",
      "events.capacity",
      "events.occupied",
      "events.listed",
      "events.embed_origins as embedOrigins",
      "events.privacy_notice as privacyNotice",
      "events.waitlist",
      "events.approval",
      "events.confirm_address as confirmAddress",
      "events.hold_minutes as holdMinutes",
      "events.opens_at as opensAt",
      "events.closes_at as closesAt",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
      "event_dates.previous_starts_at as movedFrom",
      "events.chooses_dates as choosesDates",
      DATES.as("dates"),
      "persons.email as hostEmail",
      "forms.version as formVersion",
      "forms.definition",
      "page_versions.version as pageVersion",
      "covers.hash as coverHash",
      "covers.alt as coverAlt",
      "covers.width as coverWidth",
      "covers.height as coverHeight",
    ])
    .orderBy(nextFirst())
    .limit(1);
}

type PageRow = Awaited<ReturnType<ReturnType<typeof pages>["executeTakeFirstOrThrow"]>>;

function publicPage(row: PageRow): PublicPage {
  const {
    capacity,
    occupied,
    confirmAddress,
    pageVersion,
    movedFrom,
    registrar,
    formVersion,
    definition,
    ...rest
  } = row;
  const { coverHash, coverAlt, coverWidth, coverHeight, ...page } = rest;
  return {
    ...page,
    asAttendee: attendeeScope({ registrar, audience: page.audience }) !== null,
    emailDomains: page.emailDomains.map(readableDomain),
    holdMinutes: asksToConfirm({ ...page, confirmAddress }) ? page.holdMinutes : null,
    hasCapacity: capacity !== null,
    wasFull: page.choosesDates
      ? isFull(page.dates.map(publicDate))
      : capacity !== null && occupied >= capacity,
    wasNearlyFull: capacity !== null && isFew({ capacity, left: capacity - occupied }),
    dates: page.dates.map(publicDate),
    startsAt: page.startsAt.toISOString(),
    endsAt: page.endsAt.toISOString(),
    opensAt: page.opensAt?.toISOString() ?? null,
    closesAt: page.closesAt?.toISOString() ?? null,
    form: formVersion !== null && definition !== null ? { version: formVersion, definition } : null,
    version: pageVersion ?? "0",
    movedFrom: movedFrom?.toISOString() ?? null,
    cover:
      coverHash === null
        ? null
        : {
            hash: coverHash,
            alt: coverAlt ?? "",
            width: coverWidth ?? 0,
            height: coverHeight ?? 0,
          },
  };
}

function publicDate(date: PageRow["dates"][number]): PublicDate {
  const iso = (time: string) => new Date(time).toISOString();
  const { startsAt, endsAt, wasFull } = date;
  return { ...date, startsAt: iso(startsAt), endsAt: iso(endsAt), wasFull: wasFull ?? false };
}

/** Is none of the dates that are to come free? */
function isFull(dates: PublicDate[]): boolean {
  const toCome = dates.filter(
    ({ cancelled, endsAt }) => !cancelled && Date.parse(endsAt) > Date.now(),
  );
  return toCome.length > 0 && toCome.every(({ wasFull }) => wasFull);
}

function readableDomain(domain: string): string {
  const [, below = "", name = domain] = /^(\*\.)?(.*)$/.exec(domain) ?? [];
  return below + domainToUnicode(name);
}
