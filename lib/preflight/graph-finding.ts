import { GraphFault, type GraphFaultKind } from "@/lib/graph/faults";
import { ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
import type { Finding } from "./check";

/** What a live call's failure means, unless `known` says what it means for this call. */
export function graphFinding(
  error: unknown,
  known: Partial<Record<GraphFaultKind, Finding>> = {},
): Finding {
  if (error instanceof ConnectionBroken)
    return { kind: "red", reason: "broken", by: "organizer", values: { why: error.reason } };
  if (error instanceof OperatorTrouble)
    return { kind: "red", reason: "operator", by: "operator", values: { code: error.code } };
  if (!(error instanceof GraphFault)) throw error;
  const finding = known[error.kind];
  if (finding) return finding;
  switch (error.kind) {
    case "throttled":
      return { kind: "note", reason: "throttled" };
    case "unauthorized":
      return { kind: "red", reason: "refused", by: "organizer" };
    case "unavailable":
    case "no-answer":
      return { kind: "red", reason: "away", by: "microsoft" };
    default: {
      const values = { code: error.code ?? String(error.status), request: error.requestId ?? "–" };
      return { kind: "red", reason: "rejected", by: "operator", values };
    }
  }
}
