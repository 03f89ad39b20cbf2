import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readEnv, resetEnv } from "@/lib/env";
import { makeCertificate, writeCertificate } from "@/test/certificate";
import { useSandbox } from "@/test/sandbox";
import { ines } from "../../sandbox/people.ts";
import { applicationToken, forgetApplicationTokens } from "./application-token";
import { refresh } from "./tokens";

const sandbox = useSandbox();
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-certificate-"));
const made = makeCertificate();
const file = writeCertificate(dir, made);

beforeEach(() => {
  forgetApplicationTokens();
  delete process.env.ENTRA_CLIENT_SECRET;
  process.env.ENTRA_CLIENT_CERTIFICATE = file;
  resetEnv();
});
afterAll(() => {
  delete process.env.ENTRA_CLIENT_CERTIFICATE;
  resetEnv();
  fs.rmSync(dir, { recursive: true });
});

test("proves with its certificate alone who asks, in each tenant and for each grant", async () => {
  // Entra doesn't know it yet: Usher's own trouble, in every tenant.
  expect(await applicationToken(ines.tid)).toEqual({ kind: "operator", code: "AADSTS700027" });
  await sandbox.control.addCertificate(made.certificate);
  await sandbox.control.set({ clientSecret: "expired" });
  expect(await applicationToken(ines.tid)).toMatchObject({ kind: "token" });
  const { refreshToken, scopes } = await sandbox.control.grant(ines.oid, ["Calendars.ReadBasic"]);
  const again = { refreshToken, tid: ines.tid, scopes };
  expect(await refresh(again)).toMatchObject({ kind: "fresh" });
  expect(await refresh(again)).toMatchObject({ kind: "fresh" });
});

test.each([
  ["no file", () => path.join(dir, "nothing.pem"), "can't be read (ENOENT)"],
  ["a certificate alone", () => write(made.certificate), "has no private key"],
  ["a key alone", () => write(made.pem.split("-----BEGIN CERT")[0] ?? ""), "has no certificate of"],
  [
    "another key's certificate",
    () => write(`${made.pem.split("-----BEGIN CERT")[0]}${makeCertificate().certificate}`),
    "has no certificate of its private key",
  ],
])("does not start with %s", (_name, put, said) => {
  const env = { DATA_DIR: dir, ENTRA_TENANT_ID: ines.tid, ENTRA_CLIENT_ID: "c" };
  const start = () => readEnv({ ...env, ENTRA_CLIENT_CERTIFICATE: put() });
  expect(start).toThrow(`ENTRA_CLIENT_CERTIFICATE ${said}`);
});

function write(pem: string): string {
  return writeCertificate(fs.mkdtempSync(path.join(dir, "one-")), { pem });
}
