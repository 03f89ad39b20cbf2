import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import { open, SealError, seal } from "@/lib/seal";

/** However long Microsoft lets it live. */
const AT_MOST_SECONDS = 60 * 60;

/** AAD of an attendee's token: it opens beside the hand-off of its own sign-in, and nowhere else. */
export function attendeeTokenSecret(handoffHash: string): string {
  return `attendee-token:${handoffHash}`;
}

/** Keeps the access token that a sign-in to attend brought. Takes out whatever has run out. */
export async function keepAttendeeToken(
  tx: Tx,
  { handoffHash, token, expiresIn }: { handoffHash: string; token: string; expiresIn: number },
): Promise<void> {
  await tx.deleteFrom("attendee_tokens").where("expires_at", "<=", sql<Date>`now()`).execute();
  const seconds = Math.min(expiresIn, AT_MOST_SECONDS);
  await tx
    .insertInto("attendee_tokens")
    .values({
      handoff_hash: handoffHash,
      token_sealed: seal(token, attendeeTokenSecret(handoffHash)),
      expires_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
    })
    .execute();
}

/**
 * Takes the token that this registration's attendee gave: it is kept no longer, whatever comes of the
 * call. Null without one, when it has run out, or when the key that sealed it is gone.
 */
export async function takeAttendeeToken(tx: Tx, registrationId: string): Promise<string | null> {
  const taken = await tx
    .deleteFrom("attendee_tokens")
    .where("registration_id", "=", registrationId)
    .returning(["handoff_hash as hash", "token_sealed as sealed"])
    .returning(sql<boolean>`expires_at > now()`.as("isGood"))
    .executeTakeFirst();
  if (!taken?.isGood) return null;
  try {
    return open(taken.sealed, attendeeTokenSecret(taken.hash));
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** These registrations have ended: what their attendees gave for them ends too. */
export async function dropAttendeeTokens(
  tx: Db | Tx,
  registrationIds: readonly string[],
): Promise<void> {
  if (registrationIds.length === 0) return;
  await tx.deleteFrom("attendee_tokens").where("registration_id", "in", registrationIds).execute();
}
