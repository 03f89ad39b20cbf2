import { db } from "@/lib/db/database";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { actAsApplication } from "@/lib/organizers/act-as-application";
import { actFor, ConnectionBroken } from "@/lib/organizers/act-for";
import type { Refused, Registrar } from "./registrar";
import { standIn } from "./stand-in";

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
    case "either":
      return actFor(organizerId, work).catch((error: unknown) => {
        if (error instanceof ConnectionBroken) return standIn(organizerId, error, work);
        throw error;
      });
    case "application":
      return actAsApplication(await tenantOf(organizerId), work);
  }
}

/**
 * The refusal in a token that isn't given: a registrar's own are its outcomes, so a 403 that is thrown
 * past one is the tenant's. Null for every other error.
 */
export function grantRefusal(error: unknown): Refused | null {
  if (!(error instanceof GraphFault && error.kind === "forbidden")) return null;
  const reason = error.noConsent ? "no-consent" : "forbidden";
  return { kind: "refused", reason, requestId: error.requestId };
}

/** The organizer's own tenant: where Usher asks for its token, and where it has to be let in. */
export async function tenantOf(personId: string): Promise<string> {
  const { tid } = await db()
    .selectFrom("persons")
    .select("tid")
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
  return tid;
}
