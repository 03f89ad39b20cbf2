import { type Tx, withTx } from "@/lib/db/database";
import { findPass } from "./find-pass";
import { readMailPause } from "./mail-pause";
import { promiseMail } from "./promise-mail";
import { selectPromisedSince } from "./queries";
import { selectStanding } from "./standing";

export type ResendOutcome =
  /** On its way to the address of the sign-up, whoever asked. */
  | { kind: "on-its-way" }
  /** It was sent within the hour. */
  | { kind: "too-soon" }
  | { kind: "no-place" }
  | { kind: "ended" | "unknown" };

/** A leaked pass fills no mailbox. */
const PAUSE_MS = 60 * 60_000;

/** The holder of a pass wants the confirmation once more. */
export function resendMail(token: string, now: Date): Promise<ResendOutcome> {
  return withTx(async (tx): Promise<ResendOutcome> => {
    const pass = await lockPass(tx, token);
    if (!pass) return { kind: "unknown" };
    if (pass.endedAt) return { kind: "ended" };
    if (!(await isToCome(tx, pass.registrationId, now))) return { kind: "no-place" };
    const since = new Date(now.getTime() - PAUSE_MS);
    const sent = await selectPromisedSince(tx, [pass.registrationId], ["resent"], since);
    if (sent.has(pass.registrationId)) return { kind: "too-soon" };
    if (!pass.proved && (await readMailPause(tx, pass.registrationId, now)) > 0)
      return { kind: "too-soon" };
    await promiseMail(tx, pass.registrationId, "resent");
    return { kind: "on-its-way" };
  });
}

/** A pass with its registration locked: who presses twice takes turns. */
export async function lockPass(tx: Tx, token: string) {
  const found = await findPass(tx, token);
  if (!found) return undefined;
  await tx
    .selectFrom("registrations")
    .select("id")
    .where("id", "=", found.registrationId)
    .forNoKeyUpdate()
    .execute();
  return findPass(tx, token);
}

/** Is there a place, at an event that isn't over? */
export async function isToCome(tx: Tx, registrationId: string, now: Date): Promise<boolean> {
  const standing = await selectStanding(tx, registrationId).executeTakeFirst();
  if (!standing) return false;
  const { place, state, endsAt } = standing;
  return place === "taken" && state !== "cancelled" && endsAt > now;
}
