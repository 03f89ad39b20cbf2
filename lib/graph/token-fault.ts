import { GraphFault } from "./faults";

/** Entra could not be asked now (network, time-out, 429, 5xx, garbage). The grant is untouched. */
export class TokenFault extends GraphFault {
  constructor(message: string, answer: { status?: number; retryAfter?: Date | null } = {}) {
    const { status = null, retryAfter = null } = answer;
    super({ kind: kindOf(status), message, status, retryAfter });
    this.name = "TokenFault";
  }
}

function kindOf(status: number | null) {
  if (status === 429) return "throttled";
  return status !== null && status >= 400 ? "unavailable" : "no-answer";
}
