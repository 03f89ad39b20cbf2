import { randomUUID } from "node:crypto";
import { withTx } from "@/lib/db/database";
import { type GrantedTokens, keepConnection } from "./keep-connection";
import type { Person } from "./person";
import { insertSession, upsertPerson } from "./queries";

/** A session ends this long after its sign-in, however busy it is. */
export const SESSION_HOURS = 12;

/**
 * Somebody signed in and may organize: the person, their connection and a session, all or nothing.
 * Answers with the session's id, the only thing that the cookie will hold. `administratorRole` is
 * what makes this person an administrator for as long as the session lasts.
 */
export function beginSession(
  who: Omit<Person, "id">,
  tokens: GrantedTokens,
  administratorRole: string | null = null,
): Promise<{ sessionId: string; person: Person; wasBroken: boolean }> {
  const sessionId = randomUUID();
  return withTx(async (tx) => {
    const person = await upsertPerson(tx, who);
    await insertSession(tx, {
      id: sessionId,
      personId: person.id,
      hours: SESSION_HOURS,
      administratorRole,
    });
    const { wasBroken } = await keepConnection(tx, person.id, tokens);
    return { sessionId, person, wasBroken };
  });
}
