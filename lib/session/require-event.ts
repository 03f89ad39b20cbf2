import { notFound } from "next/navigation";
import { db } from "@/lib/db/database";
import type { EventAccess, Need } from "./access";
import { authorizeEvent } from "./authorize-event";
import { currentPerson } from "./current-person";
import { requirePerson } from "./require-person";

/**
 * The signed-in person's access to an event, for pages and server actions. Nobody signed in: to
 * sign-in. Another's event: not found, exactly as one that does not exist.
 */
export async function requireEvent(eventId: string, need: Need): Promise<EventAccess> {
  const person = await requirePerson();
  return (await authorizeEvent(db(), person.id, eventId, need)) ?? notFound();
}

/**
 * The same for route handlers, which answer with a status themselves: `signed-out` is their 401,
 * `not-found` their 404.
 */
export async function checkEvent(
  eventId: string,
  need: Need,
): Promise<EventAccess | "signed-out" | "not-found"> {
  const person = await currentPerson();
  if (!person) return "signed-out";
  return (await authorizeEvent(db(), person.id, eventId, need)) ?? "not-found";
}
