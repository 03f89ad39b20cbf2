import { execFile } from "node:child_process";
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import fs from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resetEnv } from "@/lib/env";
import { openOperatorChannel } from "@/lib/operations/operator-channel";
import { operatorRoutes } from "@/lib/operations/operator-routes";
import { makeCertificate, writeCertificate } from "@/test/certificate";
import { describeDatabase, describeDatabases } from "@/test/database";
import { insertEvent, insertPerson } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { ifeoma, ines } from "../../sandbox/people.ts";
import type { Finding } from "./check";
import { examine } from "./examine";
import { makeMailDomainCheck } from "./mail-domain";
import { operatorChecks } from "./operator-checks";
import { OPERATOR_WORDS } from "./operator-words";
import { parseDoctor } from "./parse-doctor";
import { isWell, runChecks } from "./run-checks";
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
  const [checked] = await runChecks(
    operatorChecks.filter((check) => check.name === name),
    undefined,
  );
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

async function webServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Usher's own health address, at an address that Entra knows. */
async function beReachable(): Promise<void> {
  const answer = operatorRoutes({ jobs: null });
  const address = await webServer((req, res) => void answer(req, res));
  set({ NEXTAUTH_URL: address, NEXTAUTH_SECRET: "the same in all processes" });
  await sandbox.control.addRedirectUris(
    ["entra", "attendee"].map((provider) => `${address}/api/auth/callback/${provider}`),
  );
}

/** A name server that knows these TXT records; a name with none of its own exists for those below it. */
async function nameServer(records: Record<string, string>): Promise<Resolver> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const labels: string[] = [];
    let at = 12;
    for (; query[at]; at += (query[at] ?? 0) + 1)
      labels.push(query.toString("ascii", at + 1, at + 1 + (query[at] ?? 0)));
    const name = labels.join(".");
    const text = records[name];
    const exists = Object.keys(records).some((known) => `.${known}`.endsWith(`.${name}`));
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(exists ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(text ? 1 : 0, 6);
    head.fill(0, 8);
    const data = Buffer.from(text ?? "");
    const record = Buffer.from([
      0xc0,
      12,
      0,
      16,
      0,
      1,
      0,
      0,
      0,
      1,
      0,
      data.length + 1,
      data.length,
    ]);
    const parts = [head, query.subarray(12, at + 5), ...(text ? [record, data] : [])];
    socket.send(Buffer.concat(parts), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  closers.push(() => new Promise((resolve) => socket.close(() => resolve())));
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return resolver;
}

describeDatabases("what the operator can mend", () => {
  test("all is well, and said in plain sentences", async () => {
    await beReachable();
    const examination = await examine({ kind: "doctor", organizer: null, mail: null });
    expect(isWell(examination.operator), sayExamination(examination)).toBe(true);
    const said = sayExamination(examination);
    expect(said.match(/^ok {4}/gm)).toHaveLength(10);
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

  test("an address that is another's, sends on, or is not there", async () => {
    await beReachable();
    expect(await look("public-address")).toMatchObject([{ kind: "green" }]);
    // Of another installation: it signs with a secret of its own.
    const other = await webServer((_req, res) => res.setHeader("x-usher-proof", "1234").end("ok"));
    set({ NEXTAUTH_URL: other });
    expect(await look("public-address")).toMatchObject([{ reason: "other-instance" }]);
    const moved = await webServer((_req, res) => res.writeHead(301, { location: other }).end());
    set({ NEXTAUTH_URL: moved });
    expect(await look("public-address")).toMatchObject([{ reason: "redirects" }]);
    set({ NEXTAUTH_URL: await webServer((_req, res) => res.writeHead(502).end()) });
    expect(await look("public-address")).toMatchObject([
      { reason: "other-answer", values: { status: 502 } },
    ]);
    set({ NEXTAUTH_URL: moved });
    await closers.splice(0).reduce((closing, close) => closing.then(close), Promise.resolve());
    expect(await look("public-address")).toMatchObject([{ reason: "unreachable" }]);
  });

  test("a redirect address or a client that Entra doesn't know", async () => {
    set({ NEXTAUTH_URL: "https://usher.example.org" });
    await sandbox.control.addRedirectUris(["https://usher.example.org/api/auth/callback/entra"]);
    const attendee = "https://usher.example.org/api/auth/callback/attendee";
    expect(await look("sign-in")).toMatchObject([
      { kind: "green" },
      { kind: "red", reason: "redirect", by: "operator", values: { address: attendee } },
    ]);
    set({ ENTRA_CLIENT_ID: "5a1d8c0e-0000-4000-8000-000000000000" });
    expect(await look("sign-in")).toMatchObject([
      { reason: "unknown-client" },
      { reason: "unknown-client" },
    ]);
    set({ NEXTAUTH_URL: "http://usher.example.org" });
    expect(await look("sign-in")).toMatchObject([{ reason: "http" }]);
  });

  test("a tenant that is not there, in another cloud, or out of order", async () => {
    set({ ENTRA_TENANT_ID: "nobody.example" });
    expect(await look("discovery")).toMatchObject([{ kind: "red", reason: "unknown-tenant" }]);
    expect(await look("sign-in")).toMatchObject([{ kind: "note", reason: "no-discovery" }]);
    await sandbox.control.fault({
      service: "entra",
      times: null,
      fault: { kind: "throttle", retryAfter: 5 },
    });
    expect(await look("discovery")).toMatchObject([{ reason: "away", by: "microsoft" }]);
    const endpoint = "https://login.example/token";
    const government = await webServer((_req, res) =>
      res.end(
        JSON.stringify({
          authorization_endpoint: endpoint,
          token_endpoint: endpoint,
          cloud_instance_name: "microsoftonline.us",
        }),
      ),
    );
    set({ ENTRA_AUTHORITY: government });
    expect(await look("discovery")).toMatchObject([{ kind: "note", reason: "other-cloud" }]);
  });

  test.each([
    ["behind", 20_000],
    ["ahead", -20_000],
    [null, 5_000],
  ])("a clock that is %s", async (reason, theirs) => {
    const entra = await webServer((_req, res) => {
      res.setHeader("date", new Date(Date.now() + theirs).toUTCString()).end("{}");
    });
    set({ ENTRA_AUTHORITY: entra });
    expect(await look("clock")).toMatchObject([
      reason ? { kind: "red", reason } : { kind: "green" },
    ]);
  });

  test("hints of DNS, which never fail", async () => {
    set({ MAIL_FROM: "Usher <places@usher.cafe>" });
    const ask = async (records: Record<string, string>) =>
      makeMailDomainCheck(await nameServer(records)).run();
    const spf = { "usher.cafe": "v=spf1 include:spf.example -all" };
    const dkim = { "selector1._domainkey.usher.cafe": "v=DKIM1; p=x" };
    expect(await ask({ ...spf, ...dkim })).toMatchObject({ kind: "green" });
    expect(await ask({ "usher.cafe": "hello", ...dkim })).toMatchObject([{ reason: "no-spf" }]);
    expect(await ask(spf)).toMatchObject([{ kind: "note", reason: "no-dkim" }]);
    expect(await ask({})).toMatchObject([{ reason: "no-spf" }, { reason: "no-dkim" }]);
    const nobody = new Resolver({ timeout: 200, tries: 1 });
    nobody.setServers(["127.0.0.1:1"]);
    expect(await makeMailDomainCheck(nobody).run()).toMatchObject({
      kind: "note",
      reason: "untold",
    });
  });

  test("with several tenants each is asked", async () => {
    set({ ENTRA_TENANT_ID: "organizations", ORGANIZER_TENANTS: `${ines.tid},${ifeoma.tid}` });
    expect(await look("discovery")).toMatchObject([
      { kind: "green", values: { tenant: "organizations" } },
      { kind: "green", values: { tenant: ines.tid } },
      { kind: "green", values: { tenant: ifeoma.tid } },
    ]);
    const theirs = { tenant: ifeoma.tid, page: expect.stringContaining(`/${ifeoma.tid}/adminc`) };
    expect(await look("client-secret")).toMatchObject([
      { kind: "green", values: { tenant: ines.tid } },
      // Nobody there has consented to the application yet.
      { kind: "red", reason: "no-consent", by: "administrator", values: theirs },
    ]);
    const agreed = { kind: "green", values: { tenant: ines.tid } };
    expect(await look("application")).toMatchObject([
      agreed,
      { kind: "note", reason: "app-unused", values: theirs },
    ]);
    // Once somebody there has a webinar with a page, it is missing.
    await insertEvent({ organizerId: await insertPerson(ifeoma), registrar: "webinar" });
    expect(await look("application")).toMatchObject([
      agreed,
      { kind: "red", reason: "app-consent", by: "administrator", values: theirs },
    ]);
  });

  test("a certificate that Entra doesn't know, that is about to run out, or has", async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-doctor-"));
    const use = (days: number) => {
      const made = makeCertificate(new Date(Date.now() + days * 86_400_000));
      set({ ENTRA_CLIENT_CERTIFICATE: writeCertificate(dir, made) });
      return made.certificate;
    };
    const soon = use(10.5);
    expect(await look("client-secret")).toMatchObject([
      { kind: "red", reason: "certificate-unknown", by: "operator" },
      { kind: "note", reason: "certificate-ends", values: { days: 10 } },
    ]);
    await sandbox.control.addCertificate(soon);
    expect(await look("client-secret")).toMatchObject([
      { kind: "green", values: { what: "certificate" } },
      { kind: "note" },
    ]);
    await sandbox.control.addCertificate(use(-1));
    expect((await look("client-secret")).at(-1)).toMatchObject({ reason: "certificate-ended" });
    fs.rmSync(dir, { recursive: true });
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

  test("a return mailbox that can't be read, for each reason; none is a hint", async () => {
    expect(await look("return-path")).toEqual([{ kind: "note", reason: "not-set-up" }]);
    set({ MAIL_EVENTS: "generic:sixteen characters or more" });
    expect(await look("return-path")).toEqual([{ kind: "note", reason: "provider" }]);
    const at = `127.0.0.1:${sandbox.urls().imapPort}`;
    const mailbox = async (address: string) => {
      set({ BOUNCE_IMAP_URL: address });
      const [finding] = await look("return-path");
      return finding;
    };
    expect(await mailbox(`imap://me%40example.org:sandbox@${at}/INBOX`)).toEqual({
      kind: "green",
      values: { server: at },
    });
    const red = (reason: string, code: string) => ({ reason, values: { server: at, code } });
    expect(await mailbox(`imap://me:wrong@${at}/INBOX`)).toMatchObject(
      red("login", "AUTHENTICATIONFAILED"),
    );
    expect(await mailbox(`imap://me:sandbox@${at}/Bounces`)).toMatchObject(
      red("mailbox", "NONEXISTENT"),
    );
    expect(await mailbox(`imaps://me:sandbox@${at}/INBOX`)).toMatchObject({ reason: "tls" });
    expect(await mailbox("imap://me:sandbox@127.0.0.1:1/INBOX")).toMatchObject({
      reason: "unreachable",
      values: { code: "ECONNREFUSED" },
    });
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
    await beReachable();
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

  test("makes no database, and asks no product that was killed", { timeout: 60_000 }, async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-doctor-"));
    openOperatorChannel(dataDir, 1);
    const answer = await command([], { DATA_DIR: dataDir });
    expect(answer.stdout).toMatch(/^note {2}Database: There is none yet/m);
    expect(fs.existsSync(path.join(dataDir, "database"))).toBe(false);
    fs.rmSync(dataDir, { recursive: true });
  });
});

const ASKED = { kind: "doctor", organizer: null, mail: null } as const;

test.each([
  [[], { json: false, asked: ASKED }],
  [["--json", "--mail", "a@b.cafe"], { json: true, asked: { ...ASKED, mail: "a@b.cafe" } }],
  [["--organizer", "x"], { json: false, asked: { ...ASKED, organizer: "x" } }],
  [["--help"], { json: false, asked: null }],
])("understands %j", (typed, parsed) => {
  expect(parseDoctor(typed)).toEqual(parsed);
});

test.each([
  [["explode"], 'There is no "explode"'],
  [["--organizer"], "takes an address or an id"],
  [["--mail", "me"], "takes an address"],
])("refuses %j with a sentence", (typed, sentence) => {
  expect(parseDoctor(typed)).toContain(sentence);
});
