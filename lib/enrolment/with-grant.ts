import { db } from "@/lib/db/database";
import type { GraphCall } from "@/lib/graph/client";
import { actAsApplication } from "@/lib/organizers/act-as-application";
import { actFor } from "@/lib/organizers/act-for";
import type { Registrar } from "./registrar";

/** Runs `work` with the token that this registrar's calls need; null for one that needs none. */
export async function withGrant<T>(
  { actsWith }: Pick<Registrar, "actsWith">,
  organizerId: string,
  work: (call: GraphCall | null) => Promise<T>,
): Promise<T> {
  switch (actsWith) {
    case "nothing":
      return work(null);
    case "organizer":
      return actFor(organizerId, work);
    case "application":
      return actAsApplication(await tenantOf(organizerId), work);
  }
}

async function tenantOf(personId: string): Promise<string> {
  const { tid } = await db()
    .selectFrom("persons")
    .select("tid")
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
  return tid;
}
