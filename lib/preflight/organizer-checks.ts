import { db } from "@/lib/db/database";
import { env } from "@/lib/env";
import { listCalendar } from "@/lib/graph/calendar";
import { GraphFault } from "@/lib/graph/faults";
import { findByMeetingId } from "@/lib/graph/online-meetings";
import { isGranted } from "@/lib/graph/scopes";
import { laneState } from "@/lib/jobs/lanes";
import { actFor } from "@/lib/organizers/act-for";
import { accessToken } from "@/lib/organizers/connection";
import { organizerLane } from "@/lib/organizers/lane";
import { neededScopes } from "@/lib/session/scopes";
import { organizerApplicationCheck } from "./application";
import { organizerAttendeesCheck } from "./attendees";
import type { Check, Checked, Finding } from "./check";
import { graphFinding } from "./graph-finding";
import { organizerMailboxCheck } from "./mailboxes";
import { registrationCheck } from "./registration";
import { runChecks } from "./run-checks";
import { webinarsCheck } from "./webinars";

const A_DAY = 24 * 60 * 60_000;
/** No meeting's ID: Teams gives them more digits. */
const NO_MEETING = "100000000";

/** Has Microsoft a grant of theirs that still gives tokens? All the rest goes with one. */
const connectionCheck: Check<string> = {
  name: "connection",
  async run(personId): Promise<Finding> {
    try {
      const answer = await accessToken(personId);
      switch (answer.kind) {
        case "token":
          return { kind: "green" };
        case "none":
          return { kind: "red", reason: "never-connected", by: "organizer" };
        case "broken":
          return { kind: "red", reason: "broken", by: "organizer", values: { why: answer.reason } };
        case "operator":
          return { kind: "red", reason: "operator", by: "operator", values: { code: answer.code } };
      }
    } catch (error) {
      if (error instanceof GraphFault) return { kind: "red", reason: "away", by: "microsoft" };
      throw error;
    }
  },
};

/** What Entra says that the token may, against what Usher asks for at each sign-in. */
const permissionsCheck: Check<string> = {
  name: "permissions",
  async run(personId) {
    const answer = await accessToken(personId);
    if (answer.kind !== "token") return { kind: "note", reason: "after-connection" };
    const missing = neededScopes(env().calendarScope).filter(
      (scope) => !isGranted(answer.scopes, scope),
    );
    if (missing.length === 0) return { kind: "green" };
    return {
      kind: "red",
      reason: "scopes",
      by: "organizer",
      values: { scopes: missing.join(", ") },
    };
  },
};

/** The picker's call. A mailbox that isn't in Exchange Online answers 404. */
const calendarCheck: Check<string> = {
  name: "calendar",
  async run(personId) {
    const from = new Date();
    const day = { from, to: new Date(from.getTime() + A_DAY), zone: "UTC" };
    try {
      await actFor(personId, (call) => listCalendar(call, day));
      return { kind: "green" };
    } catch (error) {
      return graphFinding(error, {
        forbidden: { kind: "red", reason: "calendar-forbidden", by: "organizer" },
        "not-found": { kind: "red", reason: "no-mailbox", by: "administrator" },
      });
    }
  },
};

/** Without a Teams licence, every onlineMeetings call answers 403. */
const meetingsCheck: Check<string> = {
  name: "meetings",
  async run(personId) {
    try {
      await actFor(personId, (call) => findByMeetingId(call, NO_MEETING));
      return { kind: "green" };
    } catch (error) {
      return graphFinding(error, {
        forbidden: { kind: "red", reason: "unlicensed", by: "administrator" },
      });
    }
  },
};

/**
 * What is looked at once the connection gives a token. One more check is one more line here and its
 * words in the checks catalog.
 */
const liveChecks: readonly Check<string>[] = [
  permissionsCheck,
  calendarCheck,
  meetingsCheck,
  registrationCheck,
  organizerApplicationCheck,
  organizerAttendeesCheck,
  webinarsCheck,
  organizerMailboxCheck,
];

/** Everything that Usher needs to work for this person, looked at now. */
export async function examineOrganizer(personId: string): Promise<Checked[]> {
  const connection = await runChecks([connectionCheck], personId);
  const skipped = await whySkipped(connection, personId);
  if (!skipped) return [...connection, ...(await runChecks(liveChecks, personId))];
  return [...connection, ...liveChecks.map(({ name }) => ({ name, findings: [skipped] }))];
}

/** Nothing is asked in vain, nor while Microsoft has asked for a pause. */
async function whySkipped([connection]: Checked[], personId: string): Promise<Finding | null> {
  if (connection?.findings[0]?.kind !== "green")
    return { kind: "note", reason: "after-connection" };
  const lane = await laneState(db(), organizerLane(personId));
  return lane.paused && lane.until ? { kind: "note", reason: "throttled" } : null;
}
