import type { Answer } from "../http.ts";
import { json } from "../http.ts";

const codes: Record<number, string> = {
  400: "BadRequest",
  401: "InvalidAuthenticationToken",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  409: "Conflict",
  410: "Gone",
  415: "UnsupportedMediaType",
  429: "TooManyRequests",
  501: "NotImplemented",
};

/** Thrown anywhere below Graph's routes; becomes Graph's error answer. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    code?: string,
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code ?? codes[status] ?? "UnknownError";
    this.headers = headers;
  }
}

export interface RequestIds {
  requestId: string;
  clientRequestId: string;
}

export function errorAnswer(error: GraphError, ids: RequestIds): Answer {
  const body = {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        date: new Date().toISOString().slice(0, 19),
        "request-id": ids.requestId,
        "client-request-id": ids.clientRequestId,
      },
    },
  };
  return json(error.status, body, error.headers);
}
