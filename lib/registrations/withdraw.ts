import { db } from "@/lib/db/database";
import { findPass } from "./find-pass";
import { giveUpPlace } from "./give-up-place";

export type WithdrawOutcome =
  | { kind: "withdrawn" | "already" }
  /** The pass was replaced by a newer one, told in the mailbox only. */
  | { kind: "ended"; slug: string }
  | { kind: "unknown" };

/** The holder of a pass gives up the place. Idempotent. */
export async function withdraw(token: string, now: Date): Promise<WithdrawOutcome> {
  const pass = await findPass(db(), token);
  if (!pass) return { kind: "unknown" };
  if (pass.endedAt) return { kind: "ended", slug: pass.slug };
  const registration = { id: pass.registrationId, eventId: pass.eventId };
  const by = pass.proved ? "attendee" : "browser";
  const { kind } = await giveUpPlace(registration, by, now);
  return { kind };
}
