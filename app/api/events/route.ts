import { currentPerson } from "@/lib/session/current-person";
import { seeEvents } from "./see-events";

/** GET: the signed-in person's events with live counts. */
export async function GET(): Promise<Response> {
  const person = await currentPerson();
  if (!person) return Response.json({ error: "signed-out" }, { status: 401 });
  return Response.json(await seeEvents(person.id), { headers: { "cache-control": "no-store" } });
}
