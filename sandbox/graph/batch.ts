import { type Answer, type Call, json } from "../http.ts";
import { type JsonObject, readBody } from "./body.ts";
import { GraphError } from "./errors.ts";

const MOST = 20;

/** Each part is answered on its own; the order of the answers is not that of the requests. */
export async function batch(call: Call, run: (part: Call) => Promise<Answer>): Promise<Answer> {
  const { requests } = readBody(call);
  if (!Array.isArray(requests))
    throw new GraphError(400, "Invalid batch payload: 'requests' is missing.");
  if (requests.length > MOST) {
    throw new GraphError(
      400,
      `The batch request contains ${requests.length} requests. The maximum is ${MOST}.`,
      "MaximumValueExceeded",
    );
  }
  const ids = requests.map((part: JsonObject) => part?.id);
  if (new Set(ids).size !== ids.length || ids.some((id) => typeof id !== "string")) {
    throw new GraphError(400, "Each request of a batch needs an id of its own, a string.");
  }
  const responses = [];
  for (const part of requests as JsonObject[]) {
    const answer = await run(toCall(call, part));
    const type = String(answer.headers?.["content-type"] ?? "");
    const text = String(answer.body ?? "");
    responses.push({
      id: part.id,
      status: answer.status,
      headers: answer.headers ?? {},
      ...(text !== "" && { body: type.startsWith("application/json") ? JSON.parse(text) : text }),
    });
  }
  return json(200, { responses: responses.reverse() });
}

function toCall(outer: Call, part: JsonObject): Call {
  const [, version] = outer.path.split("/");
  const url = new URL(`http://batch/${version}${String(part.url).replace(/^(?!\/)/, "/")}`);
  const headers: Call["headers"] = {
    authorization: outer.headers.authorization,
    "client-request-id": undefined,
  };
  for (const [name, value] of Object.entries((part.headers ?? {}) as Record<string, string>)) {
    headers[name.toLowerCase()] = value;
  }
  return {
    method: String(part.method).toUpperCase(),
    path: url.pathname,
    search: url.search,
    query: url.searchParams,
    headers,
    body: part.body === undefined ? "" : JSON.stringify(part.body),
  };
}
