import { cookies } from "next/headers";
import { withTx } from "@/lib/db/database";
import { env } from "@/lib/env";
import { hashSecret, newSecret } from "@/lib/seal";
import { attendeeEvent } from "./attendee-event";
import { displayed, type IdentityClaims } from "./claims";
import { ATTENDEE_COOKIE, HANDOFF_MINUTES, insertHandoff } from "./handoff";
import { problemPath } from "./problems";
import { readSealed } from "./sealed-cookie";

/**
 * An attendee is back from Microsoft: who they are goes to the event's form by a one-use hand-off.
 * No session is made, and an organizer's in the same browser is not touched. Answers with the path
 * to go to.
 */
export async function handOver(claims: IdentityClaims): Promise<string> {
  const event = await readSealed(attendeeEvent);
  if (!event) return problemPath("attendee-start-again");
  const secret = newSecret();
  await withTx((tx) =>
    insertHandoff(tx, {
      hash: hashSecret(secret),
      eventId: event.eventId,
      tid: claims.tid,
      oid: claims.oid,
      ...displayed(claims),
    }),
  );
  (await cookies()).set(ATTENDEE_COOKIE, secret, {
    httpOnly: true,
    sameSite: "lax",
    secure: env().publicUrl.startsWith("https:"),
    path: "/e",
    maxAge: HANDOFF_MINUTES * 60,
  });
  return `/e/${event.slug}/register${event.query}`;
}
