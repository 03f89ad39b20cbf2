import { type GraphCall, graph } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { accessToken, breakConnection } from "./connection";

/** The organizer has to sign in again before Usher can act for them. */
export class ConnectionBroken extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`The organizer's connection is broken: ${reason}.`);
    this.name = "ConnectionBroken";
    this.reason = reason;
  }
}

/** Usher's own registration at Entra is at fault (expired secret, unknown client). */
export class OperatorTrouble extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`Entra refuses Usher itself: ${code}.`);
    this.name = "OperatorTrouble";
    this.code = code;
  }
}

/** Entra refuses Usher itself: told to the operator, and thrown by whoever met it. */
export function operatorTrouble(code: string): OperatorTrouble {
  log.error({ code }, "Entra refuses Usher's own credentials");
  metrics().operatorTrouble.inc({ service: "entra", code });
  return new OperatorTrouble(code);
}

/**
 * Runs `work` against Graph with this person's grant. A 401 is answered once with a fresh token.
 * Throws ConnectionBroken, OperatorTrouble, or what `work` throws. Never call it in a transaction.
 */
export async function actFor<T>(
  personId: string,
  work: (call: GraphCall) => Promise<T>,
): Promise<T> {
  const token = await tokenOrThrow(personId);
  try {
    return await work(graph({ token }));
  } catch (error) {
    if (!(error instanceof GraphFault && error.kind === "unauthorized")) throw error;
    const fresh = await tokenOrThrow(personId, {
      reject: token,
      claims: error.claims,
    });
    try {
      return await work(graph({ token: fresh }));
    } catch (again) {
      if (!(again instanceof GraphFault && again.kind === "unauthorized" && again.claims))
        throw again;
      await breakConnection(personId, { token: fresh, claims: again.claims });
      throw new ConnectionBroken("interaction");
    }
  }
}

async function tokenOrThrow(
  personId: string,
  options: { reject?: string; claims?: string | null } = {},
): Promise<string> {
  const answer = await accessToken(personId, options);
  switch (answer.kind) {
    case "token":
      return answer.token;
    case "operator":
      throw operatorTrouble(answer.code);
    case "broken":
      throw new ConnectionBroken(answer.reason);
    case "none":
      throw new ConnectionBroken("never-connected");
  }
}
