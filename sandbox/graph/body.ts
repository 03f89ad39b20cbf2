import type { Call } from "../http.ts";
import { GraphError } from "./errors.ts";

export type JsonObject = Record<string, unknown>;

export function readBody(call: Call): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(call.body);
  } catch {
    throw new GraphError(
      400,
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    );
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new GraphError(400, "Empty Payload. JSON content expected.");
  }
  return body as JsonObject;
}

export function refuseUnknownFields(body: JsonObject, known: string[], type: string): void {
  for (const name of Object.keys(body)) {
    if (!known.includes(name)) {
      throw new GraphError(
        400,
        `The property '${name}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
      );
    }
  }
}

export function requireType(body: JsonObject, type: string): void {
  if (body["@odata.type"] !== `#${type}`) {
    const sent = body["@odata.type"];
    throw new GraphError(
      400,
      sent === undefined
        ? `A type named with '@odata.type' is required: #${type}.`
        : `The type '${String(sent)}' is not compatible with '${type}' here.`,
    );
  }
}
