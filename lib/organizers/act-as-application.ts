import { applicationToken } from "@/lib/graph/application-token";
import { type GraphCall, graph } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { log } from "@/lib/log";
import { operatorTrouble } from "./act-for";

/**
 * Runs `work` against Graph as Usher itself, in this tenant. A 401 is answered once with a fresh
 * token. Throws OperatorTrouble, GraphFault `forbidden` where the tenant's administrator has not
 * consented, or what `work` throws. Never call it in a transaction.
 */
export async function actAsApplication<T>(
  tid: string,
  work: (call: GraphCall) => Promise<T>,
): Promise<T> {
  const token = await tokenOrThrow(tid);
  try {
    return await work(graph({ token }));
  } catch (error) {
    if (!(error instanceof GraphFault && error.kind === "unauthorized")) throw error;
    const fresh = await tokenOrThrow(tid, token);
    try {
      return await work(graph({ token: fresh }));
    } catch (again) {
      if (!(again instanceof GraphFault && again.kind === "unauthorized")) throw again;
      // A token without any role: nobody consented to one.
      const { message, status, code, requestId } = again;
      throw new GraphFault({ kind: "forbidden", message, status, code, requestId });
    }
  }
}

async function tokenOrThrow(tid: string, reject?: string): Promise<string> {
  const answer = await applicationToken(tid, reject);
  switch (answer.kind) {
    case "token":
      return answer.token;
    case "no-consent":
      log.warn({ code: answer.code }, "a tenant has not consented to Usher");
      throw new GraphFault({
        kind: "forbidden",
        message: `Entra gives Usher no token in that tenant (${answer.code}).`,
        code: answer.code,
      });
    case "operator":
      throw operatorTrouble(answer.code);
  }
}
