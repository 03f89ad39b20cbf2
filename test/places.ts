import { db, withTx } from "@/lib/db/database";
import type { Place } from "@/lib/db/schema";
import { handOnPlaces } from "@/lib/registrations/hand-on-places";
import { issuePass } from "@/lib/registrations/pass-secrets";
import { register } from "@/lib/registrations/register";
import type { Trust } from "@/lib/registrations/seat-newcomer";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { signUp, type TestEvent } from "./fixtures";

/** Somebody who signed up, with the pass that their mail would bring. */
export interface Person {
  id: string;
  email: string;
  pass: string;
}

/** Signs somebody new up; null when they were refused. */
export async function come(
  event: Pick<TestEvent, "slug">,
  now = new Date(),
  trust: Trust = "hold",
): Promise<Person | null> {
  const input = signUp(event.slug, { trust });
  const outcome = await register(input, now);
  if (!("registrationId" in outcome)) return null;
  const { registrationId: id } = outcome;
  const pass = await withTx((tx) => issuePass(tx, id, { proved: true }));
  return { id, email: input.email, pass };
}

/** The same, where nobody may be refused. */
export async function mustCome(...asked: Parameters<typeof come>): Promise<Person> {
  const person = await come(...asked);
  if (!person) throw new Error("Nobody was to be refused.");
  return person;
}

export async function placeOf({ id }: Pick<Person, "id">): Promise<Place> {
  const { place } = await db()
    .selectFrom("registrations")
    .select("place")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return place;
}

/** Settles an event's places, as the job does. */
export async function settle({ id }: Pick<TestEvent, "id">, now = new Date()): Promise<void> {
  while ((await withTx((tx) => handOnPlaces(tx, id, now))) === "more");
}

export async function ownerOf(event: TestEvent): Promise<EventAccess> {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

/** Kinds of the mails that were promised to somebody, in order. */
export async function mailsOf({ id }: Pick<Person, "id">): Promise<string[]> {
  const rows = await db()
    .selectFrom("mails")
    .select("kind")
    .where("registration_id", "=", id)
    .orderBy("created_at")
    .execute();
  return rows.map(({ kind }) => kind);
}
