import { db } from "@/lib/db/database";
import { GraphFault } from "@/lib/graph/faults";
import { type GraphMail, sendMail } from "@/lib/graph/send-mail";
import { PauseLane, RetryLater } from "@/lib/jobs/faults";
import type { JobContext } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import type { OutgoingMail } from "@/lib/mail/types";
import { actFor } from "@/lib/organizers/act-for";
import { forgetMailboxTrouble } from "@/lib/organizers/mailbox";
import { type FoundTrouble, fullUntil, troubleOf } from "./mailbox-trouble";

export type MailboxOutcome =
  | { kind: "sent" }
  /** The mailbox can't be used now: this mail and what waits with it goes by the mail server. */
  | {
      kind: "unusable";
      /** `connection`: the connection's row says it already. */
      trouble: FoundTrouble | "connection";
      requestId: string | null;
      lookAgainAt?: Date;
    }
  /** Microsoft refuses this one message; the mail server may know better. */
  | { kind: "not-this-one" };

/** A 429 that names no time. */
const UNNAMED_PAUSE_MS = 60_000;
/** So many times without an answer, in half a minute or more, and the mail server takes over. */
const SILENT_AFTER = 5;

/**
 * Sends a message from this person's mailbox, when the turn of the mailbox's lane has come. What got
 * no answer may have been sent; it is tried here again, as the mail server's is, and so may come twice.
 * @throws PauseLane after a 429, RetryLater without an answer, LanePaused.
 */
export async function sendByMailbox(
  personId: string,
  message: OutgoingMail,
  run: Pick<JobContext, "turn" | "attempt">,
): Promise<MailboxOutcome> {
  const until = await fullUntil(db(), personId);
  if (until) return { kind: "unusable", trouble: "day", requestId: null, lookAgainAt: until };
  await run.turn();
  try {
    await actFor(personId, (call) => sendMail(call, toGraph(message)));
  } catch (error) {
    return judge(error, run.attempt);
  }
  await forgetMailboxTrouble(db(), personId);
  return { kind: "sent" };
}

function judge(error: unknown, attempt: number): MailboxOutcome {
  const found = troubleOf(error);
  if (found) return { kind: "unusable", ...found };
  if (!(error instanceof GraphFault)) throw error;
  const { kind, retryAfter, requestId } = error;
  if (retryAfter || kind === "throttled")
    throw new PauseLane(error.message, {
      until: retryAfter ?? new Date(Date.now() + UNNAMED_PAUSE_MS),
      reason: "mailbox-throttled",
      tooFast: kind === "throttled",
      cause: error,
    });
  if (!error.retry) {
    log.warn({ kind, graphRequestId: requestId }, "a mailbox takes one message for none");
    return { kind: "not-this-one" };
  }
  if (attempt >= SILENT_AFTER) return { kind: "unusable", trouble: "silent", requestId };
  throw new RetryLater(error.message, { cause: error });
}

/** The HTML alone: Graph's JSON has one body, and Exchange makes the text of it. */
function toGraph({ to, replyTo, subject, html, headers, calendar }: OutgoingMail): GraphMail {
  return {
    to,
    replyTo,
    subject,
    html,
    headers,
    attachments: calendar
      ? [
          {
            name: "invite.ics",
            contentType: `text/calendar; method=${calendar.method}; charset=utf-8`,
            content: calendar.content,
          },
        ]
      : [],
  };
}
