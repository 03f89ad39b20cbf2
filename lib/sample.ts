import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { db } from "@/lib/db/database";
import { env } from "@/lib/env";
import { draftEvent } from "@/lib/events/draft-event";
import { pickFromCalendar, readCalendar } from "@/lib/events/pick-meeting";
import { publishEvent } from "@/lib/events/publish-event";
import { readEvent } from "@/lib/events/read-events";
import { saveEvent } from "@/lib/events/save-event";
import { FIRST_COME } from "@/lib/events/schema";
import { shortScopes } from "@/lib/graph/scopes";
import { beginSession } from "@/lib/organizers/begin-session";
import { revokeSession } from "@/lib/organizers/revoke-session";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { utcToLocal } from "@/lib/time/zones";

/**
 * The sample event of the sandbox: Ines signs in to the made-up tenant as anybody would, picks a
 * meeting and publishes its page, so that a newcomer can sign up within the first minute.
 */

/** The sandbox's events lead (sandbox/people.ts). */
const INES = {
  oid: "1e500000-0000-4000-8000-000000000001",
  tid: "74696465-7761-4465-8272-000000000001",
};
const MEETING = "Reading the tide";
const SCOPE = "openid profile email offline_access OnlineMeetings.ReadWrite Calendars.ReadBasic";
const DAY_MS = 24 * 60 * 60_000;
const DESCRIPTION = `The estuary empties twice a day, and every pilot in this harbour can tell you the hour by the smell of the mud. Come and learn to read it with them.

## What the evening holds

- **18:00, the map.** Where the channel ran in 1840, and where it runs tonight.
- **18:30, from the bridge.** Two pilots bring a ship in, live, and say what they look at.
- **19:00, your questions.** The ones you have had since you first saw a buoy lean.

## Good to know

Spoken in English, with live captions. Nobody needs a boat.`;

/** Makes sure that the sample event is there and open; answers its address (`/e/{slug}`). */
export async function ensureSampleEvent(now: Date): Promise<string> {
  return (await findSample(now)) ?? (await makeSample(now));
}

async function findSample(now: Date): Promise<string | null> {
  const row = await db()
    .selectFrom("events")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select("events.slug")
    .where("persons.oid", "=", INES.oid)
    .where("events.title", "like", `${MEETING}%`)
    .where("events.state", "=", "open")
    .where("event_dates.ends_at", ">", now)
    .limit(1)
    .executeTakeFirst();
  return row ? `/e/${row.slug}` : null;
}

async function makeSample(now: Date): Promise<string> {
  const { person, sessionId } = await signIn();
  const calendar = await readCalendar(person, {
    from: now,
    to: new Date(now.getTime() + 60 * DAY_MS),
    zone: "Europe/Paris",
    query: MEETING,
    onlyMine: true,
  });
  if (calendar.kind !== "calendar") throw new Error(`The sandbox's calendar: ${calendar.kind}.`);
  const entry = calendar.entries.find(({ isOnline, isCancelled }) => isOnline && !isCancelled);
  if (!entry) throw new Error("The sandbox's calendar has lost the sample's meeting.");
  const picked = await pickFromCalendar(person, {
    id: entry.id,
    startsAt: new Date(entry.startsAt),
    zone: entry.zone,
  });
  if (picked.kind !== "picked") throw new Error(`The sandbox's meeting: ${picked.kind}.`);
  const { eventId } = await draftEvent({ id: person.id, name: "Tidewater" }, picked.meeting);
  const access = await authorizeEvent(db(), person.id, eventId, "own");
  if (!access) throw new Error("The sample's organizer does not own it.");
  const draft = await readEvent(access);
  const saved = await saveEvent(access, {
    title: draft.title,
    description: DESCRIPTION,
    hostName: "Tidewater",
    accent: "night",
    zone: draft.zone,
    startsAt: utcToLocal(new Date(draft.startsAt), draft.zone),
    endsAt: utcToLocal(new Date(draft.endsAt), draft.zone),
    opensAt: null,
    closesAt: null,
    capacity: 120,
    audience: "everyone",
    ...FIRST_COME,
    delivery: "show",
    registrar: "external",
    alarm: draft.alarmMinutes,
    reminders: draft.reminders,
    followUp: draft.followUpMinutes,
    slug: draft.slug,
  });
  if (saved.kind !== "saved") throw new Error(`The sample could not be saved: ${saved.kind}.`);
  const published = await publishEvent(access, now);
  if (published.kind !== "published")
    throw new Error(`The sample could not be published: ${published.kind}.`);
  // Nobody sits at this session.
  await revokeSession(db(), sessionId);
  return `/e/${published.slug}`;
}

const tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
  scope: z.string(),
});

/** The code flow against the sandbox's Entra, pressing its buttons by their forms. */
async function signIn() {
  const { entra, publicUrl } = env();
  const verifier = randomBytes(32).toString("base64url");
  const redirectUri = `${publicUrl}/api/auth/callback/entra`;
  const base = `${entra.authority}/${entra.tenantId}/oauth2/v2.0`;
  const query = new URLSearchParams({
    client_id: entra.clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: SCOPE,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "sample",
    nonce: "sample",
  });
  const answer = await fetch(`${base}/authorize?${query}`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ person: INES.oid, consent: "accept" }),
  });
  const code = URL.parse(answer.headers.get("location") ?? "")?.searchParams.get("code");
  if (!code) throw new Error(`The sandbox's sign-in answered ${answer.status} without a code.`);
  const exchanged = await fetch(`${base}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: entra.clientId,
      client_secret: entra.clientSecret,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
      scope: SCOPE,
    }),
  });
  const granted = tokens.parse(await exchanged.json());
  return beginSession(
    { ...INES, name: "Ines Castillo", email: "ines@tidewater.example", locale: null },
    {
      accessToken: granted.access_token,
      refreshToken: granted.refresh_token,
      expiresIn: granted.expires_in,
      scopes: shortScopes(granted.scope),
    },
  );
}
