import { PauseLane } from "@/lib/jobs/faults";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { MailFault } from "./mail-fault";

const SERVER_PAUSE_MS = 30_000;
const OPERATOR_PAUSE_MS = 5 * 60_000;

/**
 * What a failed mail means for the lane of all mail. A server that answers nobody, or refuses Usher
 * itself, pauses it and costs no mail an attempt; anything else is that one mail's.
 */
export function mailLaneFault(error: unknown): unknown {
  if (!(error instanceof MailFault) || error.scope === "mail") return error;
  if (error.scope === "operator") {
    log.error({ code: error.code }, "the mail server refuses Usher itself");
    metrics().operatorTrouble.inc({ service: "smtp", code: error.code });
  }
  const pause = error.scope === "operator" ? OPERATOR_PAUSE_MS : SERVER_PAUSE_MS;
  return new PauseLane(error.message, {
    until: new Date(Date.now() + pause),
    reason: error.reason,
    cause: error,
  });
}
