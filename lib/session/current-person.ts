import { getServerSession } from "next-auth";
import { cache } from "react";
import { DatabaseTrouble } from "@/lib/db/trouble";
import type { Person } from "@/lib/organizers/person";
import { authOptions, type UsherSession } from "./options";

export type { Person };

const currentSession = cache(async (): Promise<UsherSession | null> => {
  const session = await getServerSession<ReturnType<typeof authOptions>, UsherSession>(
    authOptions(),
  );
  if (session?.unavailable)
    throw new DatabaseTrouble("away", new Error("The session could not be looked up."));
  return session;
});

/**
 * Who is signed in, asked of the database each request: a session that was revoked is over at once.
 * Throws when the database can't be asked, rather than say "nobody".
 */
export async function currentPerson(): Promise<Person | null> {
  return (await currentSession())?.person ?? null;
}

/** Is whoever is signed in an administrator of this installation (ADMINISTRATOR_ROLE)? */
export async function isAdministrator(): Promise<boolean> {
  return (await currentSession())?.isAdministrator ?? false;
}
