import { db } from "@/lib/db/database";
import { connectionHealth } from "@/lib/organizers/connection-health";
import { currentPerson } from "@/lib/session/current-person";

/** GET: how it stands with Usher acting for the signed-in person, for the desk's bar. */
export async function GET(): Promise<Response> {
  const person = await currentPerson();
  if (!person) return Response.json({ error: "signed-out" }, { status: 401 });
  const { state } = await connectionHealth(db(), person.id);
  return Response.json({ state }, { headers: { "cache-control": "no-store" } });
}
