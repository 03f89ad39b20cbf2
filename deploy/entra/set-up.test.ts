import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "@/lib/env";
import { FEATURE_SCOPES, organizerScope } from "@/lib/session/scopes";
import { makeCertificate } from "@/test/certificate";
import { mergeEnv } from "./env-file.mjs";
import { readOptions } from "./options.mjs";

// The set-up is run as an administrator runs it, with test/az in place of the Azure CLI. What
// Microsoft answers is as its reference says; no tenant was asked.

const here = fileURLToPath(new URL("./", import.meta.url));
const TENANT = "7e000000-0000-4000-8000-000000000007";
const OTHER_TENANT = "7e000000-0000-4000-8000-000000000008";
const GROUP = "90000000-0000-4000-8000-000000000009";
const CLIENT = "c0000000-0000-4000-8000-00000000000c";
const GRAPH_APP = "00000003-0000-0000-c000-000000000000";
const GRAPH_OBJECT = "9a000000-0000-4000-8000-000000000003";
const URL_OPTION = ["--url", "https://usher.example.org"];
const WEBINAR = ["--registrars", "external,webinar", "--policy", GROUP];

const SIGN_IN = organizerScope("Calendars.ReadBasic").split(" ");
/** What Graph offers; the ids are made up, so that the set-up can have them from here alone. */
const OFFERED = {
  Scope: [
    ...[...SIGN_IN, "Calendars.Read", "Calendars.ReadWrite", "Mail.Read", "Mail.Send"],
    ...["VirtualEvent.Read", "VirtualEvent.ReadWrite"],
  ],
  Role: ["Mail.Read", "VirtualEvent.Read.All", "VirtualEventRegistration-Anon.ReadWrite.All"],
};
type Kind = keyof typeof OFFERED;
const NEEDS_ADMIN = ["VirtualEvent.Read", "VirtualEvent.ReadWrite"];

let state: string;
let envFile: string;

beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), "usher-az-"));
  envFile = path.join(state, ".env");
  put("cloud.json", {
    name: "AzureCloud",
    endpoints: {
      activeDirectory: "https://login.microsoftonline.com",
      microsoftGraphResourceId: "https://graph.microsoft.com/",
    },
  });
  put("account.json", { tenantId: TENANT, user: { name: "admin@contoso.example" } });
  put("graph.json", {
    id: GRAPH_OBJECT,
    oauth2PermissionScopes: OFFERED.Scope.map((value) => ({
      id: idOf("Scope", value),
      value,
      type: NEEDS_ADMIN.includes(value) ? "Admin" : "User",
    })),
    appRoles: OFFERED.Role.map((value) => ({ id: idOf("Role", value), value })),
  });
  put("grants.json", []);
  put("roles.json", { value: [] });
  put("secrets", "");
});

afterEach(() => rmSync(state, { recursive: true, force: true }));

describe("a new app registration", () => {
  it("asks for exactly what sign-in asks, and writes what Usher reads for its owner's eyes", async () => {
    writeFileSync(envFile, "", { mode: 0o644 });
    const { code, out, told } = await setUp(...URL_OPTION);
    expect({ code, told }).toMatchObject({ code: 0 });
    expect(asked()).toEqual(sorted(SIGN_IN.map((name) => idOf("Scope", name))));
    expect(call("ad app create")).toEqual(
      expect.arrayContaining([
        ...["--display-name", "Usher", "--sign-in-audience", "AzureADMyOrg"],
        "https://usher.example.org/api/auth/callback/entra",
        "https://usher.example.org/api/auth/callback/attendee",
      ]),
    );

    const written = parseEnv(readFileSync(envFile, "utf8"));
    const usher = readEnv({ ...written, ...others });
    expect(usher.publicUrl).toBe("https://usher.example.org");
    expect(usher.entra).toMatchObject({ tenantId: TENANT, clientId: CLIENT });
    expect(usher.entra.clientSecret).toBe("Never~Shown.1");
    expect(parseEnv(out)).toEqual({ ...written, ENTRA_CLIENT_SECRET: undefined });
    expect(statSync(envFile).mode & 0o777).toBe(0o600);
    expect(out + told + calls().flat().join(" ")).not.toContain("Never~Shown");

    expect(told).toContain("An administrator may agree for everybody to openid (delegated)");
    expect(told).not.toContain("has to agree");
  });

  it("adds for webinars what the application does itself, the consent and the policy", async () => {
    const { told } = await setUp(...URL_OPTION, ...WEBINAR, "--new-meetings", "--own-mailbox");
    expect(asked()).toEqual(
      sorted([
        ...SIGN_IN.map((name) => idOf("Scope", name)),
        idOf("Scope", FEATURE_SCOPES["calendar-write"]),
        idOf("Scope", FEATURE_SCOPES["mail-send"]),
        idOf("Scope", "VirtualEvent.Read"),
        idOf("Role", "VirtualEvent.Read.All"),
        idOf("Role", "VirtualEventRegistration-Anon.ReadWrite.All"),
      ]),
    );
    expect(told).toContain(
      "(Privileged Role Administrator, or Global Administrator) has to agree to VirtualEvent.Read (delegated), VirtualEventRegistration-Anon.ReadWrite.All (application), VirtualEvent.Read.All (application)",
    );
    expect(told).toContain(
      `https://login.microsoftonline.com/${TENANT}/adminconsent?client_id=${CLIENT}&redirect_uri=https%3A%2F%2Fusher.example.org%2Fapi%2Fauth%2Fcallback%2Fentra`,
    );
    expect(told).toContain("webinars of the group Webinar hosts");
    expect(told).toContain(`-AppIds '${CLIENT}'`);
    expect(told).toContain(
      `Grant-CsApplicationAccessPolicy -PolicyName 'Usher-${CLIENT}' -Group '${GROUP}' -Rank 1`,
    );
  });

  it("has attendees asked for more only when told so, and takes that back", async () => {
    const more = idOf("Scope", "VirtualEvent.ReadWrite");
    const { out } = await setUp(...URL_OPTION, ...WEBINAR, "--self-registration");
    expect(asked()).toContain(more);
    expect(out).toContain("ENTRA_ATTENDEE_SCOPE=VirtualEvent.ReadWrite\n");
    const usher = readEnv({ ...parseEnv(readFileSync(envFile, "utf8")), ...others });
    expect(usher.attendeeScope).toBe("VirtualEvent.ReadWrite");
    await setUp(...URL_OPTION, ...WEBINAR);
    expect(asked()).not.toContain(more);
    expect(readFileSync(envFile, "utf8")).not.toContain("ENTRA_ATTENDEE_SCOPE");
  });

  it("waits until Entra shows it everywhere; gives every argument to az as it is", async () => {
    put("slow", "");
    const name = `Usher $(touch ${state}/owned); "x" & \\ *`;
    expect(await setUp(...URL_OPTION, "--name", name)).toMatchObject({ code: 0 });
    expect(calls().filter(isCommand("ad sp create"))).toHaveLength(2);
    expect(call("ad app create")).toContain(name);
    expect(existsSync(path.join(state, "owned"))).toBe(false);
  });

  it("serves several tenants, each with its own consent, and reads more of calendars if told", async () => {
    const tenants = ["--organizer-tenants", `${TENANT}, ${OTHER_TENANT}`];
    const policy = ["--registrars", "external,webinar", "--policy", GROUP];
    const many = await setUp(...URL_OPTION, ...tenants, ...policy);
    for (const tenant of [TENANT, OTHER_TENANT])
      expect(many.told).toContain(`Connect-MicrosoftTeams -TenantId '${tenant}'`);
    // The group is this tenant's; the other has one of its own.
    expect(many.told.match(new RegExp(`-Group '${GROUP}'`, "g"))).toHaveLength(1);
    expect(many.told).toContain("-Group 'OBJECT ID OF A GROUP THERE'");
    const { told } = await setUp(...URL_OPTION, ...tenants, "--calendar", "Calendars.Read");
    expect(call("ad app create")).toContain("AzureADMultipleOrgs");
    expect(told).toContain(`/${TENANT}/adminconsent`);
    expect(told).toContain(`/${OTHER_TENANT}/adminconsent`);
    const usher = readEnv({ ...parseEnv(readFileSync(envFile, "utf8")), ...others });
    expect(usher.entra.tenantId).toBe("organizations");
    expect(usher.organizerTenants).toEqual([TENANT, OTHER_TENANT]);
    const scopes = organizerScope(usher.calendarScope).split(" ");
    expect(scopes).toContain("Calendars.Read");
    expect(asked()).toEqual(sorted(scopes.map((name) => idOf("Scope", name))));
  });

  it("takes another cloud's addresses, and only the registrar that works there", async () => {
    const endpoints = {
      activeDirectory: "https://login.microsoftonline.us",
      microsoftGraphResourceId: "https://graph.microsoft.us/",
    };
    put("cloud.json", { name: "AzureUSGovernment", endpoints });
    const refused = await setUp(...URL_OPTION);
    expect(refused.told).toContain("Microsoft has no API for external: use --registrars direct");
    const { out } = await setUp(...URL_OPTION, "--registrars", "direct");
    expect(out).toContain("ENTRA_AUTHORITY=https://login.microsoftonline.us\n");
    expect(out).toContain("GRAPH_URL=https://graph.microsoft.us\n");
  });
});

describe("run again", () => {
  it("changes nothing", async () => {
    const first = await setUp(...URL_OPTION, ...WEBINAR);
    const file = readFileSync(envFile, "utf8");
    rmSync(path.join(state, "calls"));
    const second = await setUp(...URL_OPTION, ...WEBINAR);
    expect(second.code).toBe(0);
    expect(second.out).toBe(first.out);
    expect(readFileSync(envFile, "utf8")).toBe(file);
    const changing = ["ad app create", "ad app update", "ad sp create", "ad app credential reset"];
    expect(calls().filter((args) => changing.some((name) => isCommand(name)(args)))).toEqual([]);
  });

  it("makes the permissions of an app that asks for others exactly the needed ones", async () => {
    haveApp({ access: [["Scope", "openid"] as const, ["Role", "Mail.Read"] as const] });
    const { code, told } = await setUp(...URL_OPTION);
    expect(code).toBe(0);
    expect(asked()).toEqual(sorted(SIGN_IN.map((name) => idOf("Scope", name))));
    expect(told).toContain("permission removed: Mail.Read (application)");
    expect(told).toContain("permission added: OnlineMeetings.ReadWrite (delegated)");
    expect(told).not.toContain("added: openid");
  });

  it("adds a lacking address and keeps those that somebody else may use", async () => {
    haveApp({ redirects: [...OURS.slice(0, 1), "https://old.example.org/callback"] });
    const { told } = await setUp(...URL_OPTION);
    expect(JSON.parse(`[${get("redirects")}]`)).toEqual([
      OURS[0],
      "https://old.example.org/callback",
      OURS[1],
    ]);
    expect(told).toContain("redirect address kept: https://old.example.org/callback");
  });

  it("leaves an app alone that only has the same name, until it is named by its id", async () => {
    haveApp({ redirects: ["https://another.example.org/callback"] });
    const { code, told } = await setUp(...URL_OPTION);
    expect(code).toBe(1);
    expect(told).toContain(`There is an app registration named Usher (${CLIENT}), without`);
    expect(calls().some(isCommand("ad app update"))).toBe(false);
    expect(await setUp(...URL_OPTION, "--app-id", CLIENT)).toMatchObject({ code: 0 });
    expect(calls().some(isCommand("ad app update"))).toBe(true);
  });

  it("says nothing is left when everything was agreed to", async () => {
    grant(SIGN_IN);
    expect((await setUp(...URL_OPTION)).told).toContain("Nothing is left to do in Entra.");
  });

  it("names what is granted beyond need, with the command that takes it back", async () => {
    grant([...SIGN_IN, "Mail.Read"], ["Mail.Read"]);
    const { told } = await setUp(...URL_OPTION);
    expect(told).toContain("no longer asked for: Mail.Read (delegated)");
    expect(told).toContain(`--body '{"scope":"${SIGN_IN.join(" ")}"}'`);
    expect(told).toContain("no longer asked for: Mail.Read (application)");
    expect(told).toContain("--method delete --url 'https://graph.microsoft.com/v1.0/");
    expect(told).toContain("/appRoleAssignments/role-0'");
  });

  it("gives the consent link also to somebody who may not see what was granted", async () => {
    put("refused", "rest");
    const { code, told } = await setUp(...URL_OPTION);
    expect(code).toBe(0);
    expect(told).toContain("This account may not see what was granted.");
    expect(told).toContain("/adminconsent?");
  });
});

describe("the client secret", () => {
  it("is not made anew where its value is not known, except when asked for", async () => {
    haveApp({ secrets: [["Usher", "2098-05-06T00:00:00Z"]] });
    const { code, out, told } = await setUp(...URL_OPTION);
    expect(code).toBe(0);
    expect(out).toContain("# ENTRA_CLIENT_SECRET: not in the file");
    expect(told).toContain("There is a client secret until 2098-05-06");
    await setUp(...URL_OPTION, "--new-secret");
    expect(readFileSync(envFile, "utf8")).toContain("ENTRA_CLIENT_SECRET=Never~Shown.2\n");
    expect(get("secrets")).toContain("2098-05-06");
  });

  it("is renewed in its last thirty days, and the old one goes on working", async () => {
    const soon = new Date(Date.now() + 20 * 86_400_000).toISOString();
    haveApp({
      secrets: [
        ["Usher", soon],
        ["somebody else's", "2098-05-06T00:00:00Z"],
      ],
    });
    await setUp(...URL_OPTION);
    expect(readFileSync(envFile, "utf8")).toContain("ENTRA_CLIENT_SECRET=Never~Shown.3\n");
    expect(get("secrets")).toContain(soon);
  });

  it("of another app does not stay beside this app's id", async () => {
    haveApp({ secrets: [["Usher", "2098-05-06T00:00:00Z"]] });
    writeFileSync(envFile, `ENTRA_CLIENT_ID=${OTHER_TENANT}\nENTRA_CLIENT_SECRET=other\n`);
    await setUp(...URL_OPTION);
    const written = parseEnv(readFileSync(envFile, "utf8"));
    expect(written).toMatchObject({ ENTRA_CLIENT_ID: CLIENT });
    expect(written).not.toHaveProperty("ENTRA_CLIENT_SECRET");
  });
});

describe("a certificate", () => {
  it("is uploaded once, its key never, and takes the secret's place in the file", async () => {
    const { pem, certificate } = makeCertificate();
    const file = path.join(state, "usher.pem");
    writeFileSync(file, pem);
    writeFileSync(envFile, `ENTRA_CLIENT_ID=${CLIENT}\nENTRA_CLIENT_SECRET=old\n`);
    const { code, out, told } = await setUp(...URL_OPTION, "--certificate", file);
    expect({ code, told }).toMatchObject({ code: 0 });
    expect(get("uploaded").trim()).toBe(certificate.trim());
    expect(get("calls")).not.toContain("PRIVATE KEY");
    expect(get("secrets")).toBe("");
    expect(out).toContain(`ENTRA_CLIENT_CERTIFICATE=${file}\n`);
    expect(told).toContain("Certificate uploaded, good until");
    const usher = readEnv({ ...parseEnv(readFileSync(envFile, "utf8")), ...others });
    expect(usher.entra).toMatchObject({
      clientSecret: "",
      certificate: { until: expect.any(Date) },
    });

    const { fingerprint } = new X509Certificate(certificate);
    const bytes = Buffer.from(fingerprint.replaceAll(":", ""), "hex");
    put("certificates", JSON.stringify({ customKeyIdentifier: bytes.toString("base64") }));
    rmSync(path.join(state, "uploaded"));
    const again = await setUp(...URL_OPTION, "--certificate", file);
    expect(again.told).toContain("Certificate is there, good until");
    expect(existsSync(path.join(state, "uploaded"))).toBe(false);
    const broken = await setUp(...URL_OPTION, "--certificate", envFile);
    expect(broken.told).toContain("has no RSA key");
  });
});

it("leaves what else is in the file as it was", () => {
  const before = [
    "# Mail",
    "SMTP_URL=smtps://user:p=w@mail.example.org",
    'export ENTRA_CLIENT_ID="old"',
    "ENTRA_CALENDAR_SCOPE=Calendars.Read",
    "",
    "TOKEN_KEYS=abc=",
  ];
  const after = mergeEnv(before.join("\n"), {
    ENTRA_CLIENT_ID: "new",
    ENTRA_CLIENT_SECRET: "s",
    ENTRA_CALENDAR_SCOPE: null,
    GRAPH_URL: null,
  });
  expect(after.split("\n")).toEqual([
    "# Mail",
    "SMTP_URL=smtps://user:p=w@mail.example.org",
    "export ENTRA_CLIENT_ID=new",
    "",
    "TOKEN_KEYS=abc=",
    "ENTRA_CLIENT_SECRET=s",
    "",
  ]);
});

describe("what stops it before anything is made", () => {
  it.each([
    ["no sign-in", () => put("signed-out", ""), "Not signed in. Run `az login"],
    ["no right to register apps", () => put("refused", "ad app create"), "Application Developer"],
    [
      "a permission that the tenant doesn't know",
      () => put("graph.json", { id: GRAPH_OBJECT, oauth2PermissionScopes: [], appRoles: [] }),
      "Microsoft Graph has no Scope openid in this tenant.",
    ],
  ])("%s", async (_, arrange, said) => {
    arrange();
    const { code, told } = await setUp(...URL_OPTION);
    expect(code).toBe(1);
    expect(told).toContain(said);
    expect(told).not.toContain("    at ");
    expectNothingMade();
  });

  it.each([
    ["another tenant", ["--tenant", OTHER_TENANT], `az is signed in to ${TENANT}`],
    ["a file in no folder", ["--out", "no/such/folder/.env"], "can't be written (ENOENT)"],
    ["an option that isn't there", ["--secret", "x"], "Unknown option '--secret'"],
  ])("%s", async (_, args, said) => {
    const { code, told } = await setUp(...URL_OPTION, ...args);
    expect(code).toBe(1);
    expect(told).toContain(said);
    expectNothingMade();
  });

  it.each([
    ["an unknown registrar", ["--registrars", "zoom"], "--registrars takes"],
    ["webinars of nobody", ["--registrars", "webinar"], "webinar needs --policy"],
    ["a policy for nothing", ["--policy", "everyone"], "--policy is for webinar alone"],
    ["an apostrophe", ["--name", "Usher' or 1 eq 1"], "can't hold an apostrophe"],
    ["an address with a path", ["--url", "https://example.org/usher"], "without a path"],
    ["plain http", ["--url", "http://usher.example.org"], "--url is Usher's address"],
    ["an id that is none", ["--app-id", "usher"], "usher is not an id"],
  ])("%s", (_, args, said) => {
    expect(() => readOptions([...URL_OPTION, ...args])).toThrow(said);
  });

  it("no Azure CLI", async () => {
    const { code, told } = await setUp({ bin: state }, ...URL_OPTION);
    expect(code).toBe(1);
    expect(told).toContain("This needs the Azure CLI");
  });
});

it("is explained: docs/entra.md names every permission that can be asked for", () => {
  const guide = readFileSync(path.join(here, "../../docs/entra.md"), "utf8");
  const all = [...SIGN_IN, "Calendars.Read", FEATURE_SCOPES["calendar-write"]];
  const webinar = ["VirtualEvent.Read", ...OFFERED.Role.filter((name) => name !== "Mail.Read")];
  for (const name of [...all, ...webinar]) expect(guide).toContain(`\`${name}\``);
});

const OURS = ["entra", "attendee"].map((id) => `https://usher.example.org/api/auth/callback/${id}`);

/** What Usher needs beside the set-up's variables to start in production. */
const others = {
  NODE_ENV: "production",
  NEXTAUTH_SECRET: "a secret for the tests only",
  TOKEN_KEYS: Buffer.alloc(32, 7).toString("base64"),
  SMTP_URL: "smtp://mail.example.org",
  MAIL_FROM: "usher@example.org",
};

interface Run {
  code: number;
  out: string;
  told: string;
}

/** Runs the set-up on the tenant in `state`; `bin` is a folder that holds no `az`. */
function setUp(...given: (string | { bin: string })[]): Promise<Run> {
  const args = given.filter((one) => typeof one === "string");
  const bin = given.find((one) => typeof one === "object")?.bin ?? `${here}test:/usr/bin:/bin`;
  const env = { PATH: bin, FAKE_AZ: state, USHER_ENTRA_PAUSE_MS: "0" };
  const script = path.join(here, "set-up.mjs");
  return new Promise((resolve) => {
    const all = [script, "--out", envFile, ...args];
    execFile(process.execPath, all, { env: { ...env, NODE_ENV: "test" } }, (error, out, told) => {
      resolve({ code: error ? Number(error.code) : 0, out, told });
    });
  });
}

function put(name: string, content: unknown): void {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  writeFileSync(path.join(state, name), text);
}

function get(name: string): string {
  return readFileSync(path.join(state, name), "utf8");
}

/** An app registration that is there already. */
function haveApp(app: {
  access?: (readonly [Kind, string])[];
  redirects?: string[];
  secrets?: [string, string][];
}): void {
  const access = (app.access ?? []).map(([type, name]) => ({ id: idOf(type, name), type }));
  put("appId", CLIENT);
  put("name", "Usher");
  put("audience", "AzureADMyOrg");
  put("redirects", (app.redirects ?? OURS).map((uri) => `"${uri}"`).join(","));
  put("access", [{ resourceAppId: GRAPH_APP, resourceAccess: access }]);
  put("sp", "");
  const secrets = (app.secrets ?? []).map(([displayName, endDateTime]) =>
    JSON.stringify({ displayName, endDateTime }),
  );
  put("secrets", secrets.map((line) => `${line}\n`).join(""));
}

/** What an administrator has agreed to for everybody. */
function grant(scopes: string[], roles: string[] = []): void {
  const scope = ` ${scopes.join(" ")}`;
  const everybody = { resourceId: GRAPH_OBJECT, consentType: "AllPrincipals", scope };
  const oneself = { resourceId: GRAPH_OBJECT, consentType: "Principal", scope: "Mail.Read" };
  put("grants.json", [
    { id: "grant-0", ...everybody },
    { id: "grant-1", ...oneself },
  ]);
  const value = roles.map((name, index) => ({
    id: `role-${index}`,
    appRoleId: idOf("Role", name),
    resourceId: GRAPH_OBJECT,
  }));
  put("roles.json", { value });
}

/** Ids of what the app registration asks of Graph now. */
function asked(): string[] {
  const [graph, ...more] = JSON.parse(get("access"));
  expect(more).toEqual([]);
  expect(graph.resourceAppId).toBe(GRAPH_APP);
  for (const { id, type } of graph.resourceAccess) {
    expect(OFFERED[type as Kind].some((name) => idOf(type, name) === id)).toBe(true);
  }
  return sorted(graph.resourceAccess.map(({ id }: { id: string }) => id));
}

function idOf(kind: Kind, name: string): string {
  const number = OFFERED[kind].indexOf(name).toString().padStart(12, "0");
  return `${kind === "Scope" ? "5c" : "40"}000000-0000-4000-8000-${number}`;
}

/** How az was called, the arguments of each call. */
function calls(): string[][] {
  if (!existsSync(path.join(state, "calls"))) return [];
  const lines = get("calls").split("\n").filter(Boolean);
  return lines.map((line) => line.split("\t").slice(0, -1));
}

function isCommand(command: string): (args: string[]) => boolean {
  return (args) => `${args.join(" ")} `.startsWith(`${command} --`);
}

function call(command: string): string[] | undefined {
  return calls().find(isCommand(command));
}

function expectNothingMade(): void {
  for (const name of ["appId", "sp", ".env"]) {
    expect(existsSync(path.join(state, name))).toBe(false);
  }
  expect(get("secrets")).toBe("");
}

function sorted(values: string[]): string[] {
  return [...values].sort();
}
