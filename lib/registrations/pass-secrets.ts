import type { Tx } from "@/lib/db/database";
import { hashSecret, newSecret, open, SealError, seal } from "@/lib/seal";

/** What a sealed pass is bound to. */
export function passSecret(registrationId: string): string {
  return `pass:${registrationId}`;
}

/** A new secret and what is kept of it. */
export interface NewPass {
  secret: string;
  hash: string;
  sealed: string;
}

export function newPass(registrationId: string): NewPass {
  const secret = newSecret();
  return {
    secret,
    hash: hashSecret(secret),
    sealed: seal(secret, passSecret(registrationId)),
  };
}

/** Makes a pass secret. `proved` ones are only ever told in a mail to the registration's address. */
export async function issuePass(
  tx: Tx,
  registrationId: string,
  { proved }: { proved: boolean },
): Promise<string> {
  const { secret, hash, sealed } = newPass(registrationId);
  await tx
    .insertInto("passes")
    .values({ hash, registration_id: registrationId, sealed, proved })
    .execute();
  return secret;
}

/**
 * The newest live pass of that kind, told again; null when there is none, or when its key is missing
 * (its holder's copy still opens it, by its hash): another one is made then.
 */
export async function livePass(tx: Tx, registrationId: string, proved: boolean) {
  const row = await tx
    .selectFrom("passes")
    .select(["sealed", "created_at as createdAt"])
    .where("registration_id", "=", registrationId)
    .where("proved", "=", proved)
    .where("ended_at", "is", null)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  try {
    return { secret: open(row.sealed, passSecret(registrationId)), createdAt: row.createdAt };
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** Ends every pass of a registration: whoever holds one is sent to the mailbox. */
export async function endPasses(tx: Tx, registrationId: string, now: Date): Promise<void> {
  await tx
    .updateTable("passes")
    .set({ ended_at: now })
    .where("registration_id", "=", registrationId)
    .where("ended_at", "is", null)
    .execute();
}
