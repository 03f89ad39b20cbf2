import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";

/** What /api/challenge/{slug} answers. */
export interface GuardAnswer {
  /** When the form was begun, signed. */
  stamp: string;
  /** Milliseconds within which nobody fills it in. */
  least: number;
  /** Work to be done; null while there is no suspicion. */
  challenge: Challenge | null;
}

/** Whoever doesn't answer by then is not waited for: the form goes as it is. */
const PATIENCE_MS = 4_000;
const WORK_MS = 30_000;

/** What keeps a form from being taken for a machine's. */
export interface Guard {
  /** What to send with the form. */
  marks: { stamp?: string; proof?: string };
  /** Done when the form may be sent; `onWork` hears when that takes a moment. */
  ready(onWork: () => void): Promise<void>;
}

/**
 * Begins when somebody touches an event's form for the first time. The work, where some is asked, is
 * done beside the typing; key derivation runs outside of the page's thread.
 */
export function guardForm(slug: string): Guard {
  const begun = performance.now();
  const marks: Guard["marks"] = {};
  const address = `/api/challenge/${encodeURIComponent(slug)}`;
  let least = 0;
  const first = ask(address).then(async (answer) => {
    if (!answer) return false;
    marks.stamp = answer.stamp;
    least = answer.least;
    return work(marks, answer);
  });
  return {
    marks,
    async ready(onWork) {
      const soon = setTimeout(onWork, 150);
      const proved = await first;
      if (!proved && performance.now() - begun < least) {
        const answer = await ask(`${address}?quick=1`);
        if (answer) await work(marks, answer);
      }
      clearTimeout(soon);
    },
  };
}

async function ask(address: string): Promise<GuardAnswer | null> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? ((await answer.json()) as GuardAnswer) : null;
  } catch {
    return null;
  }
}

/** Does the work; whether it is done. */
async function work(marks: Guard["marks"], { challenge }: GuardAnswer): Promise<boolean> {
  if (!challenge) return false;
  try {
    const solution = await solveChallenge({ challenge, deriveKey, timeout: WORK_MS });
    if (solution) marks.proof = JSON.stringify({ challenge, solution });
    return solution !== null;
  } catch {
    // Browsers lend their cryptography to https only: the address is confirmed by mail then.
    return false;
  }
}
