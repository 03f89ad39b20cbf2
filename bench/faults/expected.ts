/**
 * What each row of the table must say. An ending is `right`, or what is in front of whom it
 * concerns while the fault lasts: where it waits and the key of the reason, or the outcome that the
 * page shows with its button.
 */
export type Ending = string;

/** How a call is seen to end. */
export type CallKind =
  /** A job enrols: createRegistrant. */
  | "enrol"
  /** A job finds out why a registrant's POST was answered 404: getMeeting. */
  | "why"
  /** A job removes what it made: deleteRegistrant, deleteRegistration. */
  | "remove"
  /** A job's token is refreshed first. */
  | "refresh"
  | "discovery"
  /** A person waits at the picker: calendar, or one meeting. */
  | "calendar"
  | "meeting"
  /** A person waits at Publish. */
  | "look-at-registration"
  | "make-registration"
  /** A person waits at the sign-in. */
  | "sign-in";

const NO_ANSWER = [
  "connection refused",
  "reset",
  "hang",
  "slow drip",
  "garbage",
  "empty",
  "done but unanswered",
];
const DOWN = ["423", "500", "502", "503", "504"];

/** Keys of `reasons.enrolment` for what Microsoft refuses whoever asks, by status. */
const REFUSED: Record<string, string> = {
  "400": "rejected",
  "403": "forbidden",
  "404": "retired",
  "405": "retired",
  "409": "conflict",
  "410": "retired",
  "412": "conflict",
  "501": "retired",
};

/** What is seen while the fault lasts. */
export function whileItLasts(kind: CallKind, fault: string): Ending {
  switch (kind) {
    case "discovery":
      // The tenant's usual address does.
      return "right";
    case "enrol":
      return job(fault);
    case "why":
      return fault === "404" ? "failed: meeting-gone" : job(fault);
    case "remove":
      // What is not there is removed.
      return fault === "404" ? "right" : job(fault);
    case "refresh":
      return refresh(fault);
    case "calendar":
      return fault === "403" ? "needs-consent" : picker(fault);
    case "meeting":
      if (fault === "403") return "unlicensed";
      return fault === "404" ? "not-yours" : picker(fault);
    case "look-at-registration":
      // There is none: the next call makes it.
      return fault === "404" ? "right" : publish(fault);
    case "make-registration":
      return publish(fault);
    case "sign-in":
      return "entra-down";
  }
}

function job(fault: string): Ending {
  if (NO_ANSWER.includes(fault)) return "waits: no-answer";
  if (DOWN.includes(fault)) return "waits: unavailable";
  if (fault.startsWith("429")) return "paused: throttled";
  if (fault === "401") return "waits: unauthorized";
  if (fault === "401 with claims") return "reconnect: interaction";
  return `failed: ${REFUSED[fault]}`;
}

/** Nothing that Entra's gateway says without an OAuth error costs the grant. */
function refresh(fault: string): Ending {
  if (NO_ANSWER.includes(fault)) return "waits: no-answer";
  return fault.startsWith("429") ? "paused: throttled" : "waits: unavailable";
}

function picker(fault: string): Ending {
  return fault === "401 with claims" ? "broken-connection: interaction" : "try-again";
}

function publish(fault: string): Ending {
  const refused = REFUSED[fault];
  return refused ? `no-registration: ${refused}` : picker(fault);
}

/** What a job ends with when the fault happened once, and whoever waits after pressing again. */
export const AFTER_IT_IS_OVER: Ending = "right";
