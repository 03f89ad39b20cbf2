import { db, withTx } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import { freshApplicationToken } from "@/lib/graph/application-token";
import { RetryLater } from "@/lib/jobs/faults";
import { handle } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { laneFault } from "./lane-fault";
import { REGISTRAR_MEETING, registrarMeeting } from "./meeting";
import { keepRechecking, recheck, recheckSeconds } from "./recheck";
import { type RefusedPeople, readRefused, setGoing, stateOf } from "./refused-people";
import type { CheckOutcome, Refusal } from "./registrar";
import { registrarNamed } from "./registrars";
import { grantRefusal, tenantOf, withGrant } from "./with-grant";

/** Rows a transaction: whoever withdraws meanwhile waits for a moment only. */
const BATCH = 200;
/** When the one who went ahead is looked after. */
const TRIAL_SECONDS = 20;

/** What a look sees for certain. For the others only an enrolment shows that it works again. */
const SEEN: readonly Refusal[] = ["no-policy", "no-consent", "webinar-draft"];

export const recheckHandler = handle(recheck, async (payload, { attempt, turn }) => {
  const { meetingId, registrar, trying } = payload;
  const refused = await readRefused(db(), { meetingId, registrar });
  if (!refused) return;
  const wait = recheckSeconds(attempt);
  if (trying) {
    const state = await stateOf(db(), trying);
    if (state === "under-way")
      throw new RetryLater("The one who went ahead is under way.", { afterSeconds: TRIAL_SECONDS });
    if (state === "passed") return setAllGoing(payload);
  }
  const outcome = await look(payload, turn);
  if (outcome.kind === "refused")
    throw new RetryLater(`Still refused: ${outcome.reason}.`, { afterSeconds: wait });
  if (refused.reasons.every((reason) => SEEN.includes(reason))) return setAllGoing(payload);
  await sendOneAhead(payload, refused, wait);
});

async function look(
  { meetingId, registrar: name }: { meetingId: string; registrar: RegistrarName },
  turn: () => Promise<void>,
): Promise<CheckOutcome> {
  const row = await db()
    .selectFrom("meetings")
    .select(REGISTRAR_MEETING)
    .where("id", "=", meetingId)
    .executeTakeFirstOrThrow();
  const registrar = registrarNamed(name);
  try {
    // One from before wouldn't know what an administrator has agreed to since.
    if (registrar.actsWith === "application")
      await freshApplicationToken(await tenantOf(row.actsAs));
    return await withGrant(registrar, row.actsAs, async (call) => {
      await turn();
      return registrar.check(call, registrarMeeting(row));
    });
  } catch (error) {
    const refusal = grantRefusal(error);
    if (refusal) return refusal;
    throw laneFault(error, row.actsAs).fault;
  }
}

/**
 * Nothing that can be seen stands in the way: one goes ahead, so that not everybody is refused once
 * more. Not sooner than the last refusal is old enough, for that may have been such a one.
 */
async function sendOneAhead(
  payload: { meetingId: string; registrar: RegistrarName },
  { actsAs, secondsAgo }: RefusedPeople,
  wait: number,
): Promise<void> {
  if (secondsAgo < wait)
    throw new RetryLater("It was refused only just now.", { afterSeconds: wait - secondsAgo });
  await withTx(async (tx) => {
    const [trying] = await setGoing(tx, payload, 1);
    if (trying)
      await keepRechecking(tx, { ...payload, actsAs }, { trying, afterSeconds: TRIAL_SECONDS });
  });
}

async function setAllGoing(payload: {
  meetingId: string;
  registrar: RegistrarName;
}): Promise<void> {
  const { meetingId, registrar } = payload;
  let count = 0;
  for (;;) {
    const batch = await withTx((tx) => setGoing(tx, payload, BATCH));
    count += batch.length;
    if (batch.length < BATCH) break;
  }
  log.info({ meetingId, registrar, count }, "it works again; the refused are tried again");
}
