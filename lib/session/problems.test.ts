import { describe, expect, it } from "vitest";
import { isProblem, problemOfEntra, problemOfThrown, problemPath } from "./problems";

describe("problemOfEntra", () => {
  it.each([
    ["access_denied", "AADSTS65004: User declined to consent to access the app.", "declined"],
    ["access_denied", null, "declined"],
    ["permission_denied", "The admin canceled the request.", "declined"],
    ["consent_required", "AADSTS90094: The grant requires admin permission.", "admin-consent"],
    ["access_denied", "AADSTS90094: The grant requires admin permission.", "admin-consent"],
    ["invalid_client", "AADSTS65001: not consented", "admin-consent"],
    ["access_denied", "AADSTS50020: User account does not exist in the tenant", "wrong-tenant"],
    [
      "access_denied",
      "AADSTS50020: User account 's@outlook.com' from identity provider 'live.com' does not exist",
      "personal-account",
    ],
    ["invalid_request", "AADSTS500200: User account is a personal account", "personal-account"],
    ["invalid_grant", "AADSTS50105: not assigned to a role", "not-organizer"],
    ["interaction_required", "AADSTS53003: Conditional Access", "blocked"],
    ["server_error", null, "entra-down"],
    ["temporarily_unavailable", "AADSTS90033: transient", "entra-down"],
    ["invalid_client", "AADSTS7000222: The provided client secret keys are expired", "set-up"],
    ["something_new", "AADSTS1: unheard of", "try-again"],
  ])("%s, %s is %s", (error, description, problem) => {
    expect(problemOfEntra(error, description).problem).toBe(problem);
  });

  it("keeps Microsoft's code and nothing else of the description", () => {
    expect(problemOfEntra("access_denied", "AADSTS65004: ines@tidewater.example <script>")).toEqual(
      {
        problem: "declined",
        code: "AADSTS65004",
      },
    );
    expect(problemOfEntra("x", "no code").code).toBeNull();
  });
});

describe("problemOfThrown", () => {
  it.each([
    [new TypeError("State cookie was missing."), "start-again"],
    [new TypeError("PKCE code_verifier cookie was missing."), "start-again"],
    [new TypeError("State value could not be parsed."), "start-again"],
    [
      { error: new Error("state mismatch, expected a, got: b"), providerId: "entra" },
      "start-again",
    ],
    [new Error("nonce mismatch, expected a, got: b"), "start-again"],
    [new Error("invalid_grant (AADSTS54005: already redeemed)"), "start-again"],
    [new Error("invalid_client (AADSTS7000215: Invalid client secret provided.)"), "set-up"],
    [{ error: new Error("connect ECONNREFUSED 127.0.0.1:1") }, "entra-down"],
    [{ error: Object.assign(new Error(""), { code: "ECONNREFUSED" }) }, "entra-down"],
    [new Error("outgoing request timed out after 10000ms"), "entra-down"],
    [new Error("expected 200 OK, got: 503 Service Unavailable"), "entra-down"],
    [new SyntaxError("Unexpected token '<', \"<html>\"... is not valid JSON"), "entra-down"],
    [new Error("unexpected iss value, expected x, got: y"), "wrong-tenant"],
    [new Error("the database is closed"), "try-again"],
    ["a string", "try-again"],
    [null, "try-again"],
  ])("%s", (thrown, problem) => {
    expect(problemOfThrown(thrown).problem).toBe(problem);
  });
});

it("sends to a problem that the page knows", () => {
  const url = new URL(
    problemPath({ problem: "declined", code: "AADSTS65004" }, "/a?b=c"),
    "http://x",
  );
  expect(isProblem(url.searchParams.get("problem"))).toBe(true);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    problem: "declined",
    code: "AADSTS65004",
    from: "/a?b=c",
  });
  expect(isProblem("<script>")).toBe(false);
});
