import { randomUUID } from "node:crypto";
import { db, withTx } from "@/lib/db/database";
import type { Audience, Delivery, EventState, RegistrarName } from "@/lib/db/schema";
import { meetingSecret } from "@/lib/enrolment/meeting";
import { joinUrlHash } from "@/lib/events/join-url-hash";
import { eventInput } from "@/lib/events/schema";
import type { RegisterInput } from "@/lib/registrations/sign-up";
import { hashSecret, newSecret, seal } from "@/lib/seal";
import { insertHandoff } from "@/lib/session/handoff";

export const TENANT = "11111111-1111-4111-8111-111111111111";

export interface TestEvent {
  id: string;
  slug: string;
  meetingId: string;
  organizerId: string;
}

/** A published event two weeks ahead with its organizer (who has no connection) and meeting. */
export async function insertEvent(
  wanted: {
    state?: EventState;
    capacity?: number | null;
    delivery?: Delivery;
    audience?: Audience;
    registrar?: RegistrarName;
    opensAt?: Date | null;
    closesAt?: Date | null;
    startsAt?: Date;
    organizerId?: string;
    meeting?: { id: string };
    graphId?: string;
    title?: string;
    waitlist?: boolean;
    offerMinutes?: number;
    approval?: boolean;
    confirmAddress?: boolean;
    holdMinutes?: number;
    emailDomains?: string[];
    noThrowaway?: boolean;
    invitedOnly?: boolean;
    choosesDates?: boolean;
    /** One a week where they say nothing else; default: one. */
    dates?: { capacity?: number | null; startsAt?: Date }[];
  } = {},
): Promise<TestEvent> {
  const organizerId = wanted.organizerId ?? (await insertPerson());
  const meetingId = wanted.meeting?.id ?? (await insertMeeting(organizerId, wanted.graphId));
  const slug = `event-${randomUUID().slice(0, 8)}`;
  const { id } = await db()
    .insertInto("events")
    .values({
      slug,
      meeting_id: meetingId,
      acts_as: organizerId,
      title: wanted.title ?? "Reading the tide",
      host_name: "Tidewater",
      state: wanted.state ?? "open",
      audience: wanted.audience ?? "everyone",
      delivery: wanted.delivery ?? "show",
      registrar: wanted.registrar ?? "external",
      capacity: wanted.capacity ?? null,
      waitlist: wanted.waitlist,
      offer_minutes: wanted.offerMinutes,
      approval: wanted.approval,
      confirm_address: wanted.confirmAddress,
      hold_minutes: wanted.holdMinutes,
      email_domains: wanted.emailDomains,
      no_throwaway: wanted.noThrowaway,
      invited_only: wanted.invitedOnly,
      chooses_dates: wanted.choosesDates,
      opens_at: wanted.opensAt ?? null,
      closes_at: wanted.closesAt ?? null,
      published_at: new Date(),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const startsAt = wanted.startsAt ?? new Date(Date.now() + 14 * 24 * 60 * 60_000);
  const dates = (wanted.dates ?? [{}]).map((date, week) => {
    const at = date.startsAt ?? new Date(startsAt.getTime() + week * 7 * 24 * 60 * 60_000);
    return { startsAt: at, endsAt: new Date(at.getTime() + 60 * 60_000), ...date };
  });
  await db()
    .insertInto("event_dates")
    .values(
      dates.map((date) => ({
        event_id: id,
        starts_at: date.startsAt,
        ends_at: date.endsAt,
        zone: "Europe/Paris",
        calendar_uid: `${randomUUID()}@usher`,
        capacity: date.capacity ?? null,
      })),
    )
    .execute();
  await db()
    .insertInto("members")
    .values({ event_id: id, person_id: organizerId, role: "owner" })
    .execute();
  return { id, slug, meetingId, organizerId };
}

export async function insertPerson(
  wanted: { tid?: string; oid?: string; name?: string } = {},
): Promise<string> {
  const { id } = await db()
    .insertInto("persons")
    .values({
      tid: wanted.tid ?? TENANT,
      oid: wanted.oid ?? randomUUID(),
      name: wanted.name ?? "Ines Castillo",
      email: "ines@tidewater.example",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export async function insertMeeting(personId: string, graphId?: string): Promise<string> {
  const id = randomUUID();
  const joinUrl = `https://teams.microsoft.com/meet/${Date.now()}?p=secret`;
  await db()
    .insertInto("meetings")
    .values({
      id,
      person_id: personId,
      graph_id: graphId ?? randomUUID(),
      subject: "Reading the tide",
      join_url_sealed: seal(joinUrl, meetingSecret(id)),
      join_url_hash: joinUrlHash(joinUrl),
      audience: "everyone",
      registration_ours: true,
    })
    .execute();
  return id;
}

/** What the editor's form sends to save an event: open to everybody, without a limit. */
export function editorInput({ slug }: { slug: string }, wanted: Record<string, string> = {}) {
  return eventInput.parse({
    title: "Reading the tide",
    description: "",
    hostName: "Tidewater",
    accent: "velvet",
    zone: "Europe/Paris",
    startsAt: "2036-12-03T18:00",
    endsAt: "2036-12-03T19:15",
    opensAt: "",
    closesAt: "",
    capacity: "",
    audience: "everyone",
    waitlist: "off",
    offerMinutes: "1440",
    approval: "off",
    confirmAddress: "off",
    emailDomains: "",
    noThrowaway: "off",
    invitedOnly: "off",
    holdMinutes: "30",
    delivery: "show",
    registrar: "external",
    alarm: "15",
    reminders: "1d 1h",
    followUp: "off",
    slug,
    ...wanted,
  });
}

/** A sign-up as the form sends it, by its own browser. */
export function signUp(slug: string, wanted: Partial<RegisterInput> = {}): RegisterInput {
  return {
    slug,
    firstName: "Amara",
    lastName: "Diallo",
    code: "",
    email: `amara.${randomUUID().slice(0, 8)}@example.org`,
    locale: "en",
    zone: "Europe/Paris",
    browser: randomUUID(),
    handoff: null,
    answers: {},
    formVersion: null,
    source: null,
    trust: "hold",
    ...wanted,
  };
}

/** Signs somebody in to attend: the secret of the hand-off that their browser has then. */
export async function handOff(
  eventId: string,
  wanted: { tid?: string; oid?: string } = {},
): Promise<string> {
  const secret = newSecret();
  const attendee = { tid: TENANT, oid: randomUUID(), ...wanted, name: "Joe Abbott", email: null };
  await withTx((tx) => insertHandoff(tx, { hash: hashSecret(secret), eventId, ...attendee }));
  return secret;
}
