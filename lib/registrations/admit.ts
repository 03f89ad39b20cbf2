import type { Tx } from "@/lib/db/database";
import { isAtDomain } from "@/lib/events/email-domains";
import { codeHash, readCode } from "@/lib/events/invitation-code";
import { codeUses } from "./queries";
import { isThrowaway } from "./throwaway";

/** Whom an event is for, besides its audience. */
export interface AdmissionRules {
  emailDomains: readonly string[];
  noThrowaway: boolean;
  invitedOnly: boolean;
}

/** What keeps somebody out, by field; keys of the `public` catalog. */
export interface NotAdmitted {
  email?: "errors.email.domain" | "errors.email.throwaway";
  code?: "errors.code.required" | "errors.code.unknown" | "errors.code.over" | "errors.code.used";
}

/** A code that somebody of a batch typed, locked: what of it is left is nobody else's meanwhile. */
export interface LockedCode {
  id: string;
  left: number;
  revoked: boolean;
  expiresAt: Date | null;
}

/**
 * The codes that those who ask typed, by what they typed. Lock and count are two statements: a count
 * inside the locking one would see the snapshot from before the wait. Registrations that stand by a
 * code are its uses, so whoever gives a place up gives the use back.
 */
export async function lockCodes(
  tx: Tx,
  eventId: string,
  asking: readonly { code: string }[],
): Promise<Map<string, LockedCode>> {
  const hashes = new Map<string, string>();
  for (const { code: typed } of asking) {
    const code = readCode(typed);
    if (code !== null) hashes.set(typed, codeHash(eventId, code));
  }
  // One that nobody has, so that wrong codes take as long as right ones.
  const wanted = [...new Set(hashes.values()), "none"];
  await tx
    .selectFrom("invitation_codes")
    .select("id")
    .where("event_id", "=", eventId)
    .where("hash", "in", wanted)
    // Whoever locks several locks them in one order.
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  const rows = await tx
    .selectFrom("invitation_codes")
    .select(["id", "hash", "most_uses as mostUses"])
    .select(["expires_at as expiresAt", "revoked_at as revokedAt"])
    .select(codeUses.as("uses"))
    .where("event_id", "=", eventId)
    .where("hash", "in", wanted)
    .execute();
  const codes = new Map(
    rows.map(({ id, hash, mostUses, uses, expiresAt, revokedAt }) => [
      hash,
      {
        id,
        left: mostUses - uses,
        revoked: revokedAt !== null,
        expiresAt,
      },
    ]),
  );
  return new Map(
    [...hashes].flatMap(([typed, hash]) => {
      const code = codes.get(hash);
      return code ? [[typed, code]] : [];
    }),
  );
}

/** Why somebody isn't admitted; null when they are. */
export function whyNotAdmitted(
  rules: AdmissionRules,
  asking: { emailNormalized: string; code: string; now: Date },
  codes: ReadonlyMap<string, LockedCode>,
): NotAdmitted | null {
  const errors: NotAdmitted = {};
  if (!isAtDomain(rules.emailDomains, asking.emailNormalized)) errors.email = "errors.email.domain";
  else if (rules.noThrowaway && isThrowaway(asking.emailNormalized))
    errors.email = "errors.email.throwaway";
  if (rules.invitedOnly) {
    const code = codes.get(asking.code);
    if (asking.code.trim() === "") errors.code = "errors.code.required";
    else if (!code) errors.code = "errors.code.unknown";
    else if (isOver(code, asking.now)) errors.code = "errors.code.over";
    else if (code.left <= 0) errors.code = "errors.code.used";
  }
  return errors.email || errors.code ? errors : null;
}

function isOver({ revoked, expiresAt }: LockedCode, now: Date): boolean {
  return revoked || (expiresAt !== null && expiresAt <= now);
}
