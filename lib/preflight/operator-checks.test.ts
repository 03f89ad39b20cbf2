import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resetEnv } from "@/lib/env";
import { openOperatorChannel } from "@/lib/operations/operator-channel";
import { describeDatabase, describeDatabases } from "@/test/database";
import { useSandbox } from "@/test/sandbox";
import type { Finding } from "./check";
import { examine } from "./examine";
import { OPERATOR_WORDS } from "./operator-words";
import { isWell } from "./run-checks";
import { sayExamination } from "./say-examination";

const sandbox = useSandbox();
const closers: (() => Promise<void>)[] = [];
let before: NodeJS.ProcessEnv;

beforeEach(() => {
  before = { ...process.env };
});
afterEach(async () => {
  process.env = before;
  resetEnv();
  for (const close of closers.splice(0)) await close();
});

function set(variables: Record<string, string>): void {
  Object.assign(process.env, variables);
  resetEnv();
}

async function look(name: string): Promise<Finding[]> {
  const { operator } = await examine({ kind: "doctor" });
  const checked = operator.find((each) => each.name === name);
  for (const finding of checked?.findings ?? [])
    if (finding.kind !== "green")
      expect(Object.keys(OPERATOR_WORDS[name]?.reasons ?? {})).toContain(finding.reason);
  return checked?.findings ?? [];
}

async function mailServer(options: SMTPServerOptions): Promise<string> {
  const server = new SMTPServer({ authOptional: true, logger: false, ...options });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  return `127.0.0.1:${(server.server.address() as { port: number }).port}`;
}

describeDatabases("what the operator can mend", () => {
  test("all is well, and said in plain sentences", async () => {
    const examination = await examine({ kind: "doctor" });
    expect(isWell(examination.operator), sayExamination(examination)).toBe(true);
    const said = sayExamination(examination);
    expect(said).toMatch(/^ok {4}Database: /m);
    expect(said).toMatch(/Nothing is red\.$/);
    expect(said).not.toContain("undefined");
  });
});

describeDatabase("postgres", "each in trouble", () => {
  test("a client secret that is wrong, has run out, or is another tenant's", async () => {
    await sandbox.control.set({ clientSecret: "expired" });
    expect(await look("client-secret")).toMatchObject([
      { kind: "red", reason: "expired", by: "operator", values: { code: "AADSTS7000222" } },
    ]);
    await sandbox.control.set({ clientSecret: "valid" });
    set({ ENTRA_CLIENT_SECRET: "not the one" });
    expect(await look("client-secret")).toMatchObject([{ kind: "red", reason: "wrong" }]);
    set({ ENTRA_CLIENT_ID: "5a1d8c0e-0000-4000-8000-000000000000" });
    expect(await look("client-secret")).toMatchObject([{ kind: "red", reason: "unknown-client" }]);
    set({ ENTRA_AUTHORITY: "http://127.0.0.1:1" });
    expect(await look("client-secret")).toMatchObject([
      { kind: "red", reason: "unreachable", by: "microsoft" },
    ]);
  });

  test("with several tenants each is asked", async () => {
    const [one = "", other = ""] = (await sandbox.control.people()).tenants.map(({ id }) => id);
    set({ ENTRA_TENANT_ID: "organizations", ORGANIZER_TENANTS: `${one},${other}` });
    expect(await look("client-secret")).toMatchObject([
      { kind: "green", values: { tenant: one } },
      { kind: "green", values: { tenant: other } },
    ]);
  });

  test("a mail server that is away, or refuses login or sender; nothing is sent", async () => {
    let sent = 0;
    const refuses = await mailServer({
      onMailFrom: (_address, _session, done) =>
        done(Object.assign(new Error("no"), { responseCode: 553 })),
      onData: () => sent++,
    });
    set({ SMTP_URL: `smtp://${refuses}`, MAIL_FROM: "Usher <places@usher.example>" });
    expect(await look("mail-server")).toMatchObject([
      { reason: "sender", values: { sender: "places@usher.example", code: "553" } },
    ]);
    const users = await mailServer({
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        password === "right" ? done(null, { user: username }) : done(new Error("no")),
      onData: () => sent++,
    });
    set({ SMTP_URL: `smtp://me:wrong@${users}` });
    expect(await look("mail-server")).toMatchObject([{ reason: "login", values: { code: "535" } }]);
    set({ SMTP_URL: `smtp://${users}` });
    expect(await look("mail-server")).toMatchObject([{ reason: "login", values: { code: "530" } }]);
    set({ SMTP_URL: `smtp://me:right@${users}` });
    expect(await look("mail-server")).toMatchObject([{ kind: "green" }]);
    set({ SMTP_URL: `smtps://${users}` });
    expect(await look("mail-server")).toMatchObject([{ reason: "tls" }]);
    set({ SMTP_URL: "smtp://127.0.0.1:1" });
    expect(await look("mail-server")).toMatchObject([
      { reason: "unreachable", values: { code: "ECONNREFUSED" } },
    ]);
    expect(sent).toBe(0);
  });
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function command(args: string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    const { DATABASE_URL: _, ...rest } = process.env;
    execFile(
      process.execPath,
      ["scripts/doctor.mjs", ...args],
      { env: { ...rest, ...env } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describeDatabase("postgres", "npm run doctor", (database) => {
  test("looks, says, and ends as it says", { timeout: 60_000 }, async () => {
    const env = { DATABASE_URL: database.options().databaseUrl ?? "" };
    const well = await command(["--json"], env);
    expect(well).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(well.stdout).operator).toContainEqual({
      name: "database",
      findings: [{ kind: "green", values: { kind: "PostgreSQL" } }],
    });
    const away = await command([], { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });
    expect(away).toMatchObject({ code: 1, stderr: "" });
    expect(away.stdout).toMatch(/^RED {3}Database: It can't be used \(ECONNREFUSED\)/m);
    expect(away.stdout).toMatch(/^ok {4}Mail server: /m);
    const wrong = await command([], { ...env, ENTRA_TENANT_ID: "consumers" });
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.stdout).toMatch(/^RED {3}Settings: ENTRA_TENANT_ID can't be consumers/);
  });

  test("makes no database, and asks no product that was killed", async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-doctor-"));
    openOperatorChannel(dataDir, 1);
    const answer = await command([], { DATA_DIR: dataDir });
    expect(answer.stdout).toMatch(/^note {2}Database: There is none yet/m);
    expect(fs.existsSync(path.join(dataDir, "database"))).toBe(false);
    fs.rmSync(dataDir, { recursive: true });
  });
});
