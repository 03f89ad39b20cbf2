import { withTx } from "@/lib/db/database";
import { readMailPause } from "./mail-pause";
import { endPasses } from "./pass-secrets";
import { promiseMail } from "./promise-mail";
import { isToCome, lockPass } from "./resend-mail";

export type ReplaceOutcome = { kind: "replaced" | "no-place" | "ended" | "unknown" };

/**
 * Ends every pass of the registration at once, this one too; a new one goes to the address of the
 * sign-up and nowhere else, so that whoever else had the old one has nothing.
 */
export function replacePass(token: string, now: Date): Promise<ReplaceOutcome> {
  return withTx(async (tx): Promise<ReplaceOutcome> => {
    const pass = await lockPass(tx, token);
    if (!pass) return { kind: "unknown" };
    if (pass.endedAt) return { kind: "ended" };
    if (!(await isToCome(tx, pass.registrationId, now))) return { kind: "no-place" };
    await endPasses(tx, pass.registrationId, now);
    // A stranger's browser, signing up and replacing again and again, fills no mailbox.
    const pause = pass.proved ? 0 : await readMailPause(tx, pass.registrationId, now);
    const runAt = pause > 0 ? new Date(now.getTime() + pause) : undefined;
    await promiseMail(tx, pass.registrationId, "replaced", runAt);
    return { kind: "replaced" };
  });
}
