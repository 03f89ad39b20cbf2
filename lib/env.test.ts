import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runScript } from "@/test/child-process";
import { EnvError, isLoopback, readEnv } from "./env";

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");

const production = {
  NODE_ENV: "production",
  NEXTAUTH_URL: "https://usher.example.org",
  NEXTAUTH_SECRET: "sixteen characters or more",
  TOKEN_KEYS: `${key(1)}, ${key(2)}`,
  SMTP_URL: "smtps://mail.example.org",
  MAIL_FROM: "Usher <usher@example.org>",
  ENTRA_TENANT_ID: "7c9f1a52-5d3e-4c7a-9a30-0d5c8b6e1f01",
  ENTRA_CLIENT_ID: "client",
  ENTRA_CLIENT_SECRET: "secret",
};

let dataDir: string;
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-test-"));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

describe("outside production", () => {
  test("needs nothing, and makes its secrets once", () => {
    const first = readEnv({ DATA_DIR: dataDir });
    expect(first).toMatchObject({
      port: 3000,
      publicUrl: "http://localhost:3000",
      databaseUrl: null,
      role: "all",
      production: false,
      graphUrl: "https://graph.microsoft.com",
      entra: { authority: "https://login.microsoftonline.com", clientId: "" },
    });
    expect(first.authSecret.length).toBeGreaterThan(40);
    expect(first.tokenKeys.map((each) => each.length)).toEqual([32]);
    const again = readEnv({ DATA_DIR: dataDir });
    expect(again.authSecret).toBe(first.authSecret);
    expect(again.tokenKeys).toEqual(first.tokenKeys);
  });

  test("keeps the secrets for the owner's eyes only", () => {
    const made = path.join(dataDir, "made");
    readEnv({ DATA_DIR: made });
    expect(fs.statSync(path.join(made, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(fs.statSync(made).mode & 0o777).toBe(0o700);
    expect(fs.readdirSync(made)).toEqual(["secrets.json"]);
  });

  test("several processes that start at once have the same secrets", async () => {
    const processes = Array.from({ length: 4 }, () =>
      runScript(
        `import { readEnv } from "@/lib/env";
         console.log(readEnv({ DATA_DIR: process.env.DIR }).authSecret);`,
        { DIR: dataDir },
      ),
    );
    const secrets = await Promise.all(processes.map((child) => child.line(() => true)));
    expect(new Set(secrets).size).toBe(1);
  });

  test("prefers what is given", () => {
    const given = readEnv({
      DATA_DIR: dataDir,
      NEXTAUTH_SECRET: production.NEXTAUTH_SECRET,
      TOKEN_KEYS: production.TOKEN_KEYS,
    });
    expect(given.authSecret).toBe(production.NEXTAUTH_SECRET);
    expect(given.tokenKeys.map((each) => each[0])).toEqual([1, 2]);
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  test("NODE_ENV=production on this machine's own address is not production", () => {
    const source = { NODE_ENV: "production", PORT: "4000", DATA_DIR: dataDir };
    expect(readEnv(source)).toMatchObject({
      production: false,
      port: 4000,
      publicUrl: "http://localhost:4000",
    });
    expect(readEnv({ ...source, NEXTAUTH_URL: "http://127.0.0.1:4000/" })).toMatchObject({
      production: false,
      publicUrl: "http://127.0.0.1:4000",
    });
  });

  test("half an Entra configuration is named", () => {
    expect(() => readEnv({ DATA_DIR: dataDir, ENTRA_CLIENT_ID: "client" })).toThrow(
      "Usher can't start without ENTRA_TENANT_ID and ENTRA_CLIENT_SECRET: set them in the environment.",
    );
  });
});

describe("in production", () => {
  test("takes what it needs", () => {
    expect(readEnv(production)).toMatchObject({
      production: true,
      publicUrl: "https://usher.example.org",
      mailFrom: "Usher <usher@example.org>",
    });
  });

  test("names everything that is missing in one sentence", () => {
    const bare = {
      NODE_ENV: "production",
      NEXTAUTH_URL: "https://usher.example.org",
      TOKEN_KEYS: "",
      DATA_DIR: dataDir,
    };
    expect(() => readEnv(bare)).toThrow(
      "Usher can't start in production without TOKEN_KEYS, NEXTAUTH_SECRET, SMTP_URL, MAIL_FROM, ENTRA_TENANT_ID, ENTRA_CLIENT_ID, and ENTRA_CLIENT_SECRET: set them in the environment.",
    );
    expect(fs.readdirSync(dataDir)).toEqual([]);
  });

  test.each(
    Object.keys(production).filter((name) => name !== "NODE_ENV" && name !== "NEXTAUTH_URL"),
  )("does not start without %s", (name) => {
    expect(() => readEnv({ ...production, [name]: undefined })).toThrow(name);
  });

  test("an authority of many tenants needs the organizers' ones", () => {
    const many = { ...production, ENTRA_TENANT_ID: "organizations" };
    expect(() => readEnv(many)).toThrow("ORGANIZER_TENANTS");
    const [one, other] = [production.ENTRA_TENANT_ID, crypto.randomUUID()];
    const tenants = { ORGANIZER_TENANTS: `${one.toUpperCase()}, ${other}` };
    expect(readEnv({ ...many, ...tenants }).organizerTenants).toEqual([one, other]);
    // Entra takes any case, and would let in everybody.
    const loud = { ...production, ENTRA_TENANT_ID: "Organizations" };
    expect(() => readEnv(loud)).toThrow("ORGANIZER_TENANTS");
    expect(readEnv({ ...loud, ...tenants }).entra.tenantId).toBe("organizations");
  });
});

describe("values", () => {
  test.each([
    ["PORT", "eighty"],
    ["PORT", "70000"],
    ["NEXTAUTH_URL", "usher.example.org"],
    ["NEXTAUTH_URL", "https://example.org/usher"],
    ["NEXTAUTH_SECRET", "short"],
    ["ENTRA_AUTHORITY", "http://login.example.org"],
    ["GRAPH_URL", "http://graph.example.org"],
    ["GRAPH_URL", "ftp://localhost"],
    ["ENTRA_TENANT_ID", "consumers"],
    ["ENTRA_TENANT_ID", "9188040d-6c67-4c5b-b112-36a304b66dad"],
    ["ORGANIZER_TENANTS", "tidewater.example"],
    ["ORGANIZER_TENANTS", "9188040D-6c67-4c5b-b112-36a304b66dad"],
    ["DATABASE_URL", "mysql://localhost/usher"],
    ["SMTP_URL", "mail.example.org"],
    ["MAIL_FROM", "nobody"],
    ["MAIL_FROM", "a@b.c\r\nBcc: d@e.f"],
    ["TOKEN_KEYS", "c2hvcnQ="],
    ["TOKEN_KEYS", `${key(1)},not base64!`],
    ["USHER_ROLE", "boss"],
    ["TRUSTED_PROXIES", "10.0.0.0/33"],
    ["TRUSTED_PROXIES", "proxy.example.org"],
    ["METRICS_TOKEN", "short"],
    ["OPERATOR_CONTACT", "javascript:alert(1)"],
    ["OPERATOR_CONTACT", "help desk"],
    ["ENTRA_ATTENDEE_SCOPE", "VirtualEvent.Read"],
    ["BOUNCE_ADDRESS", "Usher <bounces@example.org>"],
    ["BOUNCE_IMAP_URL", "https://me:secret@mail.example.org"],
    ["BOUNCE_IMAP_URL", "imaps://mail.example.org/INBOX"],
    ["BOUNCE_IMAP_URL", "imaps://me:100%@mail.example.org/INBOX"],
    ["MAIL_EVENTS", "sixteen characters or more"],
    ["MAIL_EVENTS", "mailgun:short"],
    ["MAIL_EVENTS", "pigeon:sixteen characters or more"],
  ])("%s can't be %j", (name, value) => {
    const reading = () => readEnv({ ...production, [name]: value });
    expect(reading).toThrow(EnvError);
    expect(reading).toThrow(name);
  });

  test.each(["http://localhost:4001", "http://127.0.0.1:4001/", "http://[::1]:4001"])(
    "services may be at %s, without encryption",
    (address) => {
      const read = readEnv({ ...production, GRAPH_URL: address, ENTRA_AUTHORITY: address });
      expect(read.graphUrl).toBe(address.replace(/\/$/, ""));
      expect(read.entra.authority).toBe(read.graphUrl);
    },
  );

  test("the embedded database has one role", () => {
    expect(() => readEnv({ ...production, USHER_ROLE: "web" })).toThrow("DATABASE_URL");
    const database = { DATABASE_URL: "postgres://usher@db/usher" };
    expect(readEnv({ ...production, ...database, USHER_ROLE: "web" }).role).toBe("web");
  });

  test("several faults are said at once, and no value", () => {
    const reading = () => readEnv({ PORT: "x", NEXTAUTH_SECRET: "hunter2", DATA_DIR: dataDir });
    expect(reading).toThrow(
      "PORT must be a port number; NEXTAUTH_SECRET must have at least 16 characters.",
    );
  });

  test("a mail provider has a name and a secret, which may hold colons", () => {
    const read = readEnv({ ...production, MAIL_EVENTS: "mailgun:key:of sixteen characters" });
    expect(read.mailEvents).toEqual({ provider: "mailgun", secret: "key:of sixteen characters" });
    expect(readEnv(production)).toMatchObject({ mailEvents: null, bounceImapUrl: null });
  });

  test("proxies are addresses and blocks", () => {
    const proxies = { TRUSTED_PROXIES: "10.0.0.0/8, ::1,192.168.1.1" };
    expect(readEnv({ ...production, ...proxies }).trustedProxies).toEqual([
      "10.0.0.0/8",
      "::1",
      "192.168.1.1",
    ]);
  });
});

test.each([
  ["localhost", true],
  ["usher.localhost", true],
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["[::1]", true],
  ["127.example.org", false],
  ["localhost.example.org", false],
  ["10.0.0.1", false],
])("%s is loopback: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
