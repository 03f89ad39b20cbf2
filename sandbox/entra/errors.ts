import { randomUUID } from "node:crypto";
import { type Answer, json } from "../http.ts";
import { knownErrors, otherError } from "./error-table.ts";

export interface EntraError {
  code: number;
  error: string;
  status: number;
  description: string;
  suberror: string | undefined;
  traceId: string;
  correlationId: string;
  timestamp: string;
}

export function entraError(code: number, detail = ""): EntraError {
  const found = knownErrors[code] ?? otherError;
  const traceId = randomUUID();
  const correlationId = randomUUID();
  const timestamp = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;
  const text = detail === "" ? found.text : `${found.text} ${detail}`;
  return {
    code,
    error: found.error,
    status: found.status,
    description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    suberror: found.suberror,
    traceId,
    correlationId,
    timestamp,
  };
}

export function errorAnswer(problem: EntraError): Answer {
  return json(problem.status, {
    error: problem.error,
    error_description: problem.description,
    error_codes: [problem.code],
    timestamp: problem.timestamp,
    trace_id: problem.traceId,
    correlation_id: problem.correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${problem.code}`,
    ...(problem.suberror !== undefined && { suberror: problem.suberror }),
  });
}
