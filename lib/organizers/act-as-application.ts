import { applicationToken, outlive } from "@/lib/graph/application-token";
import { type GraphCall, graph } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { operatorTrouble } from "./act-for";

/**
 * Runs `work` against Graph as Usher itself, in this tenant. A 401 is answered once with a fresh
 * token. Throws OperatorTrouble, GraphFault `forbidden` where the tenant gives Usher no token or a
 * token without any role (`noConsent`), or what `work` throws. Never call it in a transaction.
 * @param role an application permission without which `work` would be refused for certain: it isn't
 *   begun then.
 * @param user oid of the person that `work` is about (`call.root`); null where it names them itself.
 */
export async function actAsApplication<T>(
  tid: string,
  work: (call: GraphCall) => Promise<T>,
  role: string | null = null,
  user: string | null = null,
): Promise<T> {
  const callWith = (token: string) => graph(user === null ? { token } : { token, user });
  const { token, roles } = await tokenOrThrow(tid);
  if (role !== null && roles !== null && !roles.includes(role)) {
    outlive(tid, token);
    const message = `The application has no role ${role} in that tenant.`;
    throw new GraphFault({ kind: "forbidden", message, noConsent: true });
  }
  try {
    return await work(callWith(token));
  } catch (error) {
    if (!(error instanceof GraphFault)) throw error;
    if (error.kind === "forbidden" && !error.noAccessPolicy) outlive(tid, token);
    if (error.kind !== "unauthorized") throw error;
    const fresh = await tokenOrThrow(tid, token);
    try {
      return await work(callWith(fresh.token));
    } catch (again) {
      if (!(again instanceof GraphFault && again.kind === "unauthorized")) throw again;
      // A token without any role: nobody consented to one.
      const { message, status, code, requestId } = again;
      throw new GraphFault({
        kind: "forbidden",
        message,
        status,
        code,
        requestId,
        noConsent: true,
      });
    }
  }
}

async function tokenOrThrow(tid: string, reject?: string) {
  const answer = await applicationToken(tid, reject);
  switch (answer.kind) {
    case "token":
      return answer;
    case "no-consent":
    case "kept-out":
      throw new GraphFault({
        kind: "forbidden",
        message: `Entra gives Usher no token in that tenant (${answer.code}).`,
        code: answer.code,
        noConsent: answer.kind === "no-consent",
      });
    case "operator":
      throw operatorTrouble(answer.code);
  }
}
