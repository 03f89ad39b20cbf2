import { beforeEach, expect, test } from "vitest";
import { useSandbox } from "@/test/sandbox";
import { ifeoma, ines } from "../../sandbox/people.ts";
import {
  applicationToken,
  forgetApplicationTokens,
  freshApplicationToken,
} from "./application-token";

const sandbox = useSandbox();

beforeEach(() => forgetApplicationTokens());

async function asked(): Promise<number> {
  const ledger = await sandbox.control.ledger();
  return ledger.filter(({ service, path }) => service === "entra" && path.endsWith("/token"))
    .length;
}

test("is asked for once at a time, kept, and asked for anew when it was refused or nears its end", async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => applicationToken(ines.tid)));
  const [first] = all;
  expect(new Set(all.map((each) => each.kind === "token" && each.token)).size).toBe(1);
  expect(await asked()).toBe(1);
  expect(await applicationToken(ines.tid)).toEqual(first);
  expect(await asked()).toBe(1);
  await applicationToken(ines.tid, first?.kind === "token" ? first.token : "");
  expect(await asked()).toBe(2);
  forgetApplicationTokens();
  await sandbox.control.set({ accessTokenSeconds: 200 });
  await applicationToken(ines.tid);
  await applicationToken(ines.tid);
  expect(await asked()).toBe(4);
});

test("tells a tenant that never consented from credentials that are Usher's trouble", async () => {
  expect(await applicationToken(ifeoma.tid)).toEqual({ kind: "no-consent", code: "AADSTS7000229" });
  await sandbox.control.set({ clientSecret: "expired" });
  expect(await applicationToken(ines.tid)).toEqual({ kind: "operator", code: "AADSTS7000222" });
  await sandbox.control.set({ clientSecret: "valid" });
  await sandbox.control.fault({
    service: "entra",
    match: { path: "/token$" },
    fault: { kind: "status", status: 503 },
  });
  await expect(applicationToken(ines.tid)).rejects.toMatchObject({ kind: "unavailable" });
  expect((await applicationToken(ines.tid)).kind).toBe("token");
});

test("each tenant has its own, and what keeps Usher out of one is that one's alone", async () => {
  expect(await applicationToken(ifeoma.tid)).toMatchObject({ kind: "no-consent" });
  const before = await asked();
  expect(await applicationToken(ifeoma.tid)).toMatchObject({ kind: "no-consent" });
  expect(await asked()).toBe(before);
  expect(await applicationToken(ines.tid)).toMatchObject({
    kind: "token",
    roles: expect.arrayContaining(["VirtualEvent.Read.All"]),
  });
  await sandbox.control.setRoles(ifeoma.tid, ["VirtualEvent.Read.All"]);
  expect(await freshApplicationToken(ifeoma.tid)).toMatchObject({
    kind: "token",
    roles: ["VirtualEvent.Read.All"],
  });
  await sandbox.control.fault({
    service: "entra",
    match: { path: "/token$" },
    fault: {
      kind: "status",
      status: 400,
      body: { error: "unauthorized_client", error_codes: [7000112] },
    },
  });
  expect(await freshApplicationToken(ifeoma.tid)).toEqual({
    kind: "kept-out",
    code: "AADSTS7000112",
  });
  expect(await applicationToken(ines.tid)).toMatchObject({ kind: "token" });
});
