import { LEAST_FILL_MS, UNSUSPICIOUS } from "./limits";
import { callerOf, isThisMachine, networkOf } from "./networks";
import { isProof } from "./proof";
import { readStamp } from "./stamp";
import { tallied, tally } from "./tallies";

/** What a form brings along besides what somebody typed. */
export interface Marks {
  /** A field that nobody sees: whoever fills it in reads markup. */
  bait: string;
  stamp: string;
  proof: string;
}

type Limit = keyof typeof UNSUSPICIOUS;

function namesOf(address: string, slug: string): [Limit, string][] {
  return [
    ["address", `address ${callerOf(address)}`],
    ["network", `network ${networkOf(address)}`],
    ["event", `event ${slug}`],
  ];
}

/** Do so many sign-ups come from there, or to this event, that a machine may be among them? */
export function isCrowded(address: string, slug: string, now: Date): boolean {
  if (isThisMachine(address)) return false;
  return namesOf(address, slug).some(([limit, name]) => tallied(name, now) >= UNSUSPICIOUS[limit]);
}

/**
 * Does a sign-up look like a machine's? One that was sent too fast, from a form that we didn't hand
 * out or out of a crowd may be a person's all the same: it is not suspect when its browser did the
 * work that was asked of it. Counts it.
 */
export async function isSuspect(
  { address, slug, bait, stamp, proof }: Marks & { address: string; slug: string },
  now: Date,
): Promise<boolean> {
  if (bait !== "") return true;
  if (isThisMachine(address)) return false;
  const crowded = isCrowded(address, slug, now);
  for (const [, name] of namesOf(address, slug)) tally(name, now);
  const handedOut = readStamp(slug, stamp, now);
  const inTime = handedOut !== null && now.getTime() - handedOut.getTime() >= LEAST_FILL_MS;
  return (crowded || !inTime) && !(await isProof(slug, proof));
}
