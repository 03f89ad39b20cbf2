import { type GraphCall, graph } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { accessToken } from "./connection";

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
    return work(graph({ token: fresh }));
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
      throw new OperatorTrouble(answer.code);
    case "broken":
      throw new ConnectionBroken(answer.reason);
    case "none":
      throw new ConnectionBroken("never-connected");
  }
}
