import type { Tx } from "@/lib/db/database";
import { resumeLane } from "@/lib/jobs/lanes";
import { seal } from "@/lib/seal";
import { connectionSecret } from "./connection-secret";
import { organizerLane } from "./lane";
import { forgetMailboxTrouble, leaveMailbox, maySendMail } from "./mailbox";
import { lockConnection, upsertConnection } from "./queries";

export interface GrantedTokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds from now. */
  expiresIn: number;
  /** Short names, as lib/graph/scopes has them. */
  scopes: string[];
}

/**
 * Keeps what a sign-in granted, tokens sealed. When that mends a broken connection, or grants more
 * than before, what waited for it goes on: the organizer's lane is resumed. Otherwise the lane is
 * left alone, since a pause that Retry-After asked for still holds.
 */
export async function keepConnection(
  tx: Tx,
  personId: string,
  tokens: GrantedTokens,
): Promise<{ wasBroken: boolean }> {
  const before = await lockConnection(tx, personId);
  await upsertConnection(tx, personId, {
    accessTokenSealed: seal(tokens.accessToken, connectionSecret(personId, "access")),
    refreshTokenSealed: seal(tokens.refreshToken, connectionSecret(personId, "refresh")),
    expiresIn: tokens.expiresIn,
    scopes: tokens.scopes.join(" "),
  });
  const wasBroken = before?.state === "broken";
  const known = before?.scopes.split(" ") ?? [];
  const grantsMore = tokens.scopes.some((scope) => !known.includes(scope));
  if (wasBroken || grantsMore) {
    await resumeLane(tx, organizerLane(personId));
    await forgetMailboxTrouble(tx, personId);
  }
  if (!maySendMail(tokens.scopes)) await leaveMailbox(tx, personId);
  return { wasBroken };
}
