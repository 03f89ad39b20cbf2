import { domainToUnicode } from "node:url";
import { db } from "@/lib/db/database";
import type { Audience, Delivery, EventState } from "@/lib/db/schema";
import type { EventForm } from "@/lib/form/definition";
import { asksToConfirm } from "@/lib/registrations/seat-newcomer";

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
  startsAt: string;
  endsAt: string;
  zone: string;
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
  /** Every place was taken when this was read; only search engines are told, who ask now and then. */
  wasFull: boolean;
  cover: PageCover | null;
  /** Origins whose pages may frame the form. */
  embedOrigins: string[];
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
      "persons.email as hostEmail",
      "forms.version as formVersion",
      "forms.definition",
      "page_versions.version as pageVersion",
      "covers.hash as coverHash",
      "covers.alt as coverAlt",
      "covers.width as coverWidth",
      "covers.height as coverHeight",
    ])
    .orderBy("event_dates.starts_at")
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
    formVersion,
    definition,
    ...rest
  } = row;
  const { coverHash, coverAlt, coverWidth, coverHeight, ...page } = rest;
  return {
    ...page,
    emailDomains: page.emailDomains.map(readableDomain),
    holdMinutes: asksToConfirm({ ...page, confirmAddress }) ? page.holdMinutes : null,
    hasCapacity: capacity !== null,
    wasFull: capacity !== null && occupied >= capacity,
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

function readableDomain(domain: string): string {
  const [, below = "", name = domain] = /^(\*\.)?(.*)$/.exec(domain) ?? [];
  return below + domainToUnicode(name);
}
