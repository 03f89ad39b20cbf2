import { type Tx, withTx } from "@/lib/db/database";
import { readMailPause } from "./mail-pause";
import { endPasses } from "./pass-secrets";
import { promiseMail } from "./promise-mail";
import { selectPromisedSince } from "./queries";
import { renewPersonalLink } from "./replace-link";
import { isToCome, lockPass } from "./resend-mail";

const REPLACED_PAUSE_MS = 60 * 60_000;

export type ReplaceOutcome = { kind: "replaced" | "no-place" | "ended" | "unknown" };

/**
 * Ends every pass of the registration at once, this one too; a new one goes to the address of the
 * sign-up and nowhere else, so that whoever else had the old one has nothing. A personal link, which
 * the old one showed, ends with it; a link of Microsoft's stays.
 */
export function replacePass(token: string, now: Date): Promise<ReplaceOutcome> {
  return withTx(async (tx): Promise<ReplaceOutcome> => {
    const pass = await lockPass(tx, token);
    if (!pass) return { kind: "unknown" };
    if (pass.endedAt) return { kind: "ended" };
    if (!(await isToCome(tx, pass.registrationId, now))) return { kind: "no-place" };
    await endPasses(tx, pass.registrationId, now);
    await renewPersonalLink(tx, pass.registrationId);
    const pause = pass.proved ? 0 : await pauseAfterMany(tx, pass.registrationId, now);
    const runAt = pause > 0 ? new Date(now.getTime() + pause) : undefined;
    await promiseMail(tx, pass.registrationId, "replaced", runAt);
    return { kind: "replaced" };
  });
}

/**
 * A stranger's browser, signing up and replacing again and again, fills no mailbox. The first goes at
 * once, whatever else was mailed: without it nobody has a pass.
 */
async function pauseAfterMany(tx: Tx, registrationId: string, now: Date): Promise<number> {
  const since = new Date(now.getTime() - REPLACED_PAUSE_MS);
  const replaced = await selectPromisedSince(tx, [registrationId], ["replaced"], since);
  return replaced.size > 0 ? readMailPause(tx, registrationId, now) : 0;
}
