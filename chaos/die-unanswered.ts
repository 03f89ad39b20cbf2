import { setTimeout as pause } from "node:timers/promises";
import type { SandboxClient } from "../sandbox/client.ts";
import { signUpAt } from "./attendees";
import type { Stage } from "./load";
import type { MadeEvent } from "./make-events";
import type { Processes } from "./processes";

/** So long Microsoft keeps back the answer that nobody is left to hear. */
const KEPT_BACK_MS = 3_000;
const LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 20;

/**
 * Somebody signs up where nobody else does, and the process that enrols them is killed between
 * Microsoft's having done it and its answer. Then they press again, and keep the place or give it up:
 * there has to be one registrant of theirs with the link they have, or none. Answers whether the kill
 * met that moment.
 */
export async function dieUnanswered(
  stage: Stage,
  event: MadeEvent,
  processes: Processes,
): Promise<boolean> {
  const { control, random, doors } = stage;
  const { oid } = event.organizer;
  // The one that takes the sign-up enrols at once as well.
  const port = random.pick(doors.ports);
  const since = (await control.ledger()).at(-1)?.seq ?? 0;
  await control.fault({
    service: "graph",
    match: { method: "POST", path: "/registrants$", organizer: oid },
    fault: { kind: "delay", ms: KEPT_BACK_MS, when: "after" },
  });
  await processes.ready();
  let isOver = false;
  const signedUp = signUpAt({ ...stage, doors: { ...doors, ports: [port] } }, event).then(() => {
    isOver = true;
  });
  const isDone = await untilDone(control, oid, since, () => isOver);
  await processes.killAt(port);
  await signedUp;
  return isDone;
}

/** Waits until a registrant was made and its maker doesn't know; false when that does not happen. */
async function untilDone(
  control: SandboxClient,
  oid: string,
  since: number,
  isOver: () => boolean,
): Promise<boolean> {
  const until = Date.now() + LIMIT_MS;
  while (Date.now() < until && !isOver()) {
    const calls = (await control.ledger(since)).filter(
      ({ organizer, method, path }) =>
        organizer === oid && method === "POST" && path.endsWith("/registrants"),
    );
    if (calls.some(({ performed, ms }) => performed && ms === null)) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}
