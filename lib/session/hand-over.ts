import { cookies } from "next/headers";
import type { Account } from "next-auth";
import { withTx } from "@/lib/db/database";
import { env } from "@/lib/env";
import { isGranted, shortScopes } from "@/lib/graph/scopes";
import { hashSecret, newSecret } from "@/lib/seal";
import { attendeeEvent } from "./attendee-event";
import { keepAttendeeToken } from "./attendee-token";
import { displayed, type IdentityClaims } from "./claims";
import { ATTENDEE_COOKIE, HANDOFF_MINUTES, insertHandoff } from "./handoff";
import { problemPath } from "./problems";
import { readSealed } from "./sealed-cookie";

/**
 * An attendee is back from Microsoft: who they are goes to the event's form by a one-use hand-off.
 * No session is made, and an organizer's in the same browser is not touched. Answers with the path
 * to go to. Of the tokens that it brought none is kept, but where the attendee was asked for more than
 * who they are, and gave it.
 */
export async function handOver(claims: IdentityClaims, account: Account): Promise<string> {
  const event = await readSealed(attendeeEvent);
  if (!event) return problemPath("attendee-start-again");
  const secret = newSecret();
  const hash = hashSecret(secret);
  const { tid, oid } = claims;
  const lent = tid === event.tid ? lentToken(account, event.scope) : null;
  await withTx(async (tx) => {
    const attendee = { tid, oid, ...displayed(claims) };
    await insertHandoff(tx, { hash, eventId: event.eventId, ...attendee });
    if (lent) await keepAttendeeToken(tx, { handoffHash: hash, ...lent });
  });
  (await cookies()).set(ATTENDEE_COOKIE, secret, {
    httpOnly: true,
    sameSite: "lax",
    secure: env().publicUrl.startsWith("https:"),
    path: "/e",
    maxAge: HANDOFF_MINUTES * 60,
  });
  return `/e/${event.slug}/register${event.query}`;
}

/** The access token, where it holds what was asked for. A refresh token is neither asked for nor kept. */
function lentToken({ access_token: token, scope, expires_at }: Account, asked: string | null) {
  if (!asked || !token || !isGranted(shortScopes(scope ?? ""), asked)) return null;
  return { token, expiresIn: Math.max(0, (expires_at ?? 0) - Math.floor(Date.now() / 1_000)) };
}
