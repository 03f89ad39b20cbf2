import type { Snapshot } from "../snapshot";
import type { Violation } from "./violation";

/** Jobs of the clock, which wait for their day: retention, re-sealing, what runs out, a page's changes, mails before and after an event, idle grants, meetings to look at, notifications of them. */
const OF_THE_CLOCK =
  /^(retention\.|registrations\.hand-on$|events\.(change-page|remind|follow-up)$|organizers\.find-idle$|moving\.move-people$|meetings\.keep-subscription$)/;

/** Due in each minute, so also in the one in which somebody looks. */
const EVERY_MINUTE = /^meetings\.find-due$/;

/** Is nothing left to do, and did nobody complain? */
export function checkRest(
  { jobs, connections }: Snapshot,
  complaints: readonly string[],
): Violation[] {
  return [
    ...jobs.flatMap(({ name, state, attempts, due, lastError }): Violation[] => {
      const what = `A job ${name} is ${state} after ${attempts} attempts (${lastError}).`;
      if (state === "dead") return [{ kind: "job-dead", said: what }];
      const waits =
        EVERY_MINUTE.test(name) || (state === "ready" && !due && OF_THE_CLOCK.test(name));
      return waits ? [] : [{ kind: "job-left", said: what }];
    }),
    ...connections
      .filter(({ state }) => state !== "working")
      .map(
        ({ organizer, reason }): Violation => ({
          kind: "connection-broken",
          said: `The connection of ${organizer} broke: ${reason}.`,
        }),
      ),
    ...complaints.map((said): Violation => ({ kind: "complaint", said })),
  ];
}
