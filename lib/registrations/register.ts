import { randomUUID } from "node:crypto";
import { withTx } from "@/lib/db/database";
import { isDatabaseTrouble } from "@/lib/db/trouble";
import { currentWorker } from "@/lib/jobs/current";
import { metrics } from "@/lib/metrics";
import { within } from "@/lib/patience";
import { requestScope } from "@/lib/request-scope";
import { inBatches } from "./batches";
import { decideSignUps } from "./decide-sign-ups";
import { normalizeEmail } from "./normalize-email";
import { newPass } from "./pass-secrets";
import type { Decision, RegisterInput, RegisterOutcome, SignUp } from "./sign-up";

/** Delivery `show` waits this long for the link before the pass says that it follows. */
const PATIENCE_MS = 1_000;
/**
 * So long may the database take to decide. Who is told then to try again may be registered all the
 * same; the same browser is told so at its next try.
 */
const DECISION_MS = 8_000;

/**
 * Signs somebody up. The promise is made when the transaction is durable: place, registration,
 * enrolment wanted, mail and jobs together or not at all. Idempotent for each (event, address) and
 * each (event, member). With delivery `show` it waits up to a second for the link.
 */
export async function register(input: RegisterInput, now: Date): Promise<RegisterOutcome> {
  let outcome: RegisterOutcome["kind"] | "failed" = "failed";
  try {
    const answer = await signUp(input, now);
    outcome = answer.kind;
    return answer;
  } finally {
    metrics().signUps.inc({ outcome });
  }
}

const decide = inBatches<SignUp, Decision>({
  decide: (slug, signUps) =>
    within(DECISION_MS, () => withTx((tx) => decideSignUps(tx, slug, signUps))),
  concernsAll: isDatabaseTrouble,
});

async function signUp(input: RegisterInput, now: Date): Promise<RegisterOutcome> {
  const emailNormalized = normalizeEmail(input.email);
  if (!emailNormalized) return { kind: "invalid-email" };
  const requestId = requestScope().requestId ?? null;
  const signUp: SignUp = { ...input, emailNormalized, now, requestId, ...newSecrets() };
  for (;;) {
    const decision = await decide(input.slug, signUp);
    if (decision === "look-again") continue;
    if (decision.job?.lease) await waitForLink(decision.job.id, decision.job.lease);
    return decision.outcome;
  }
}

function newSecrets(): Pick<SignUp, "ids" | "pass"> {
  const registrationId = randomUUID();
  return {
    ids: { registrationId, registrantId: randomUUID(), mailId: randomUUID() },
    pass: newPass(registrationId),
  };
}

/** Runs the job that was born leased to this request; it goes on by itself when time is up. */
async function waitForLink(jobId: string, lease: string): Promise<void> {
  const running = currentWorker()?.runLeased(jobId, lease);
  if (!running) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([running, patience]);
  clearTimeout(timer);
}
