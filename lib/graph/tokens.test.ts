import { describe, expect, it } from "vitest";
import { SCOPES, useSandbox } from "@/test/sandbox";
import { ines } from "../../sandbox/people.ts";
import { graph } from "./client";
import { getMeeting } from "./online-meetings";
import { refresh } from "./tokens";

const sandbox = useSandbox();

async function grantOf(scopes = SCOPES) {
  const { refreshToken } = await sandbox.control.grant(ines.oid, scopes);
  return { refreshToken, tid: ines.tid, scopes };
}

describe("refresh", () => {
  it.each(["short", "full"] as const)("gives new tokens, scopes named in %s", async (scopeForm) => {
    await sandbox.control.set({ scopeForm });
    const answer = await refresh(await grantOf());
    expect(answer).toMatchObject({
      kind: "fresh",
      refreshToken: expect.any(String),
      expiresIn: 3600,
      scopes: expect.arrayContaining(SCOPES),
    });
    const token = answer.kind === "fresh" ? answer.accessToken : "";
    expect(await getMeeting(graph({ token }), "none")).toBeNull();
  });

  it.each([
    [50173, "password-changed"],
    [700082, "expired"],
    [50078, "interaction"],
    [65001, "consent"],
    [50057, "user-gone"],
  ])("AADSTS%d: %s", async (code, reason) => {
    const grant = await grantOf();
    await sandbox.control.revoke(ines.oid, code);
    expect(await refresh(grant)).toEqual({ kind: "broken", reason });
  });

  it("is the operator's trouble when the client secret has expired", async () => {
    const grant = await grantOf();
    await sandbox.control.set({ clientSecret: "expired" });
    expect(await refresh(grant)).toEqual({ kind: "operator", code: "AADSTS7000222" });
  });

  it.each([
    [{ kind: "status", status: 503 }, "unavailable"],
    [{ kind: "throttle", retryAfter: 4 }, "throttled"],
    [{ kind: "reset" }, "no-answer"],
    [{ kind: "garbage" }, "no-answer"],
  ] as const)("%j is for later", async (fault, kind) => {
    const grant = await grantOf();
    await sandbox.control.fault({ service: "entra", match: { path: "token" }, fault });
    const thrown = await refresh(grant).catch((error) => error);
    expect(thrown).toMatchObject({ name: "TokenFault", kind, retry: true });
    expect(thrown.message).not.toContain(grant.refreshToken);
  });

  it("gives up after ten seconds", async () => {
    const grant = await grantOf();
    await sandbox.control.fault({
      service: "entra",
      match: { path: "token" },
      fault: { kind: "hang" },
    });
    const begun = Date.now();
    await expect(refresh(grant)).rejects.toMatchObject({ kind: "no-answer" });
    expect(Date.now() - begun).toBeLessThan(12_000);
  });
});
