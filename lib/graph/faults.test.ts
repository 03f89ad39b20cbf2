import { describe, expect, it } from "vitest";
import { faultOf, type GraphFaultKind } from "./faults";

const now = new Date("2026-11-24T10:00:00Z");

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return faultOf("createRegistrant", new Response(null, { status, headers }), text, now);
}

describe("faultOf", () => {
  it.each<[number, GraphFaultKind, boolean]>([
    [302, "no-answer", true],
    [400, "bad-request", false],
    [401, "unauthorized", false],
    [403, "forbidden", false],
    [404, "not-found", false],
    [405, "not-supported", false],
    [408, "unavailable", true],
    [409, "conflict", false],
    [410, "gone", false],
    [412, "conflict", false],
    [418, "bad-request", false],
    [423, "unavailable", true],
    [429, "throttled", true],
    [500, "unavailable", true],
    [501, "not-supported", false],
    [502, "unavailable", true],
    [503, "unavailable", true],
    [504, "unavailable", true],
    [599, "unavailable", true],
  ])("%d is %s, retry %s", (status, kind, retry) => {
    expect(answer(status)).toMatchObject({ kind, retry, status });
  });

  it("keeps Microsoft's code and request id", () => {
    const body = { error: { code: "Forbidden", message: "No application access policy found" } };
    const fault = answer(403, body, { "request-id": "6b1b-1f" });
    expect(fault).toMatchObject({ code: "Forbidden", requestId: "6b1b-1f" });
    expect(fault.message).toBe("Graph answered createRegistrant with 403 (Forbidden).");
  });

  it("keeps Retry-After of a 503 as of a 429", () => {
    for (const status of [429, 503])
      expect(answer(status, {}, { "retry-after": "20" }).retryAfter).toEqual(
        new Date("2026-11-24T10:00:20Z"),
      );
  });

  it("decodes the claims challenge of a 401", () => {
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: "1" } } });
    const header = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString("base64url")}"`;
    expect(answer(401, {}, { "www-authenticate": header }).claims).toBe(claims);
    expect(
      answer(401, {}, { "www-authenticate": 'Bearer claims="bm90IGpzb24"' }).claims,
    ).toBeNull();
    expect(answer(403, {}, { "www-authenticate": header }).claims).toBeNull();
  });

  it.each(["<html>503</html>", "", "null", '{"error":"x"}', '{"error":{"code":{"a":1}}}'])(
    "takes nothing of the body %j into its message",
    (body) => {
      const fault = answer(503, body);
      expect(fault.code).toBeNull();
      expect(fault.message).toBe("Graph answered createRegistrant with 503.");
    },
  );

  it("takes no code that is a sentence with an address in it", () => {
    expect(answer(400, { error: { code: "bad amara@example.org" } }).code).toBeNull();
  });
});
