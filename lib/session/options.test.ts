import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { beforeEach, expect, it, vi } from "vitest";
import { db } from "@/lib/db/database";
import { resetEnv } from "@/lib/env";
import { accessToken } from "@/lib/organizers/connection";
import { revokeSession } from "@/lib/organizers/revoke-session";
import { makeCertificate, writeCertificate } from "@/test/certificate";
import { describeDatabase } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { ada, aiko, ifeoma, ines, joe, kofi, type Person, per, sam } from "../../sandbox/people.ts";
import { signInAt } from "../../sandbox/sign-in.ts";
import { attendeeEvent } from "./attendee-event";
import { ATTENDEE_COOKIE, findHandoff } from "./handoff";
import { authOptions } from "./options";
import { problemOfEntra } from "./problems";
import type { SignInRequest } from "./providers";
import { reconnectTarget } from "./reconnect-target";
import { runNextAuth } from "./run-next-auth";
import { setSealed } from "./sealed-cookie";

/*
 * The sign-in over real HTTP against the sandbox's Entra, through next-auth, with a browser of our
 * own making: only Next's cookies are a double. Pages and actions are tried in e2e/.
 */
const jar = new Map<string, string>();

vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string) => jar.set(name, value),
  }),
  headers: async () => new Headers({ "x-lang": "fr" }),
}));

const CALLBACK = "http://localhost:3000/api/auth/callback";
const sandbox = useSandbox();

beforeEach(() => {
  jar.clear();
  for (const name of ["ORGANIZER_ROLE", "ORGANIZER_TENANTS", "ADMINISTRATOR_ROLE"])
    delete process.env[name];
  process.env.ENTRA_TENANT_ID = ines.tid;
  resetEnv();
});

/** One request to next-auth as the browser would make it; answers with where it leads. */
async function ask(
  path: string[],
  given: { query?: Record<string, string>; body?: Record<string, string> },
  wanted: SignInRequest = {},
): Promise<URL> {
  let location = "";
  const response = {
    status: () => response,
    setHeader: (name: string, value: string | string[]) => {
      if (name === "Location") location = String(value);
      if (name === "Set-Cookie") for (const cookie of [value].flat()) keep(cookie);
      return response;
    },
    getHeader: () => undefined,
    end: () => response,
    json: (body: { url?: string; csrfToken?: string }) => {
      location = body.url ?? "";
      return response;
    },
    send: (body: { csrfToken?: string }) => {
      if (body?.csrfToken) jar.set("test-token", body.csrfToken);
      return response;
    },
  };
  const request = {
    method: given.body ? "POST" : "GET",
    query: { nextauth: path, ...given.query },
    body: given.body,
    headers: { host: "localhost:3000" },
    cookies: Object.fromEntries(jar),
  };
  await NextAuth(request as never, response as never, authOptions(wanted));
  return new URL(location || "http://nowhere.invalid", "http://localhost:3000");
}

function keep(cookie: string): void {
  const [pair = "", ...attributes] = cookie.split("; ");
  const [name = "", ...value] = pair.split("=");
  if (attributes.includes("Max-Age=0")) jar.delete(name);
  else jar.set(name, decodeURIComponent(value.join("=")));
}

async function begin(provider: string, wanted: SignInRequest = {}): Promise<URL> {
  await ask(["csrf"], {});
  const csrfToken = jar.get("test-token") ?? "";
  return ask(["signin", provider], { body: { csrfToken, callbackUrl: "/dashboard" } }, wanted);
}

async function signIn(
  person: Person,
  options: {
    provider?: string;
    wanted?: SignInRequest;
    alter?: (authorize: URL) => void;
    consent?: "accept" | "decline";
  } = {},
): Promise<URL> {
  const { provider = "entra", wanted, consent } = options;
  const authorize = await begin(provider, wanted);
  options.alter?.(authorize);
  const back = await signInAt(authorize.href, person.oid, { consent });
  expect(back.href).toContain(`${CALLBACK}/${provider}`);
  const query = Object.fromEntries(back.searchParams);
  if (query.error) {
    const { problem } = problemOfEntra(query.error, query.error_description ?? null);
    return new URL(`http://localhost:3000/sign-in?problem=${problem}`);
  }
  return ask(["callback", provider], { query }, wanted);
}

/** What next-auth is told of a session at each request. */
const look = (sid: string) => authOptions().callbacks?.session?.({ token: { sid } } as never);

async function lastSession(): Promise<string> {
  const sessions = db().selectFrom("sessions").orderBy("created_at", "desc");
  return (await sessions.select("id").executeTakeFirstOrThrow()).id;
}

const problem = (url: URL) => url.searchParams.get("problem");
const sessionCookie = () => jar.get("next-auth.session-token");
const withoutScope = (scope: string) => (authorize: URL) => {
  const scopes = authorize.searchParams.get("scope") ?? "";
  authorize.searchParams.set("scope", scopes.replace(` ${scope}`, ""));
};

describeDatabase("embedded", "signing in", () => {
  it("asks for the code flow with PKCE, state and nonce, and every scope at once", async () => {
    const authorize = await begin("entra");
    expect(Object.fromEntries(authorize.searchParams)).toMatchObject({
      response_type: "code",
      redirect_uri: `${CALLBACK}/entra`,
      code_challenge_method: "S256",
      state: expect.any(String),
      nonce: expect.any(String),
      prompt: "select_account",
      scope: "openid profile email offline_access OnlineMeetings.ReadWrite Calendars.ReadBasic",
    });
  });

  it("keeps the person, a session and sealed tokens, and puts no token in a cookie", async () => {
    expect((await signIn(ines)).pathname).toBe("/dashboard");
    const person = await db().selectFrom("persons").selectAll().executeTakeFirstOrThrow();
    expect(person).toMatchObject({ tid: ines.tid, oid: ines.oid, name: ines.name, locale: "fr" });
    const connection = await db().selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    expect(connection).toMatchObject({
      person_id: person.id,
      state: "working",
      scopes: "OnlineMeetings.ReadWrite Calendars.ReadBasic",
    });
    expect(connection.refresh_token_sealed).toMatch(/^v1\./);
    expect(connection.access_token_sealed).toMatch(/^v1\./);
    expect(sessionCookie()?.length).toBeLessThan(400);
  });

  it("is over at once when the session is revoked", async () => {
    await signIn(ines);
    const id = await lastSession();
    expect(await look(id)).toMatchObject({ person: { name: ines.name } });
    await revokeSession(db(), id);
    expect(await look(id)).toEqual({});
  });

  it("makes an administrator of whoever has the role, until they sign in without it", async () => {
    process.env.ADMINISTRATOR_ROLE = "usher.administrator";
    resetEnv();
    const roles = [...kofi.roles];
    await signIn(kofi);
    const before = await lastSession();
    expect(await look(before)).toMatchObject({ isAdministrator: true, person: { oid: kofi.oid } });
    await signIn(ines);
    expect(await look(await lastSession())).toMatchObject({ isAdministrator: false });
    try {
      kofi.roles.splice(0, Infinity, "Usher.Organizer");
      await signIn(kofi);
      expect(await look(await lastSession())).toMatchObject({ isAdministrator: false });
    } finally {
      kofi.roles.splice(0, Infinity, ...roles);
    }
    // What was decided then counts while the setting is the same.
    expect(await look(before)).toMatchObject({ isAdministrator: true });
    for (const role of ["Usher.Operator", ""]) {
      process.env.ADMINISTRATOR_ROLE = role;
      resetEnv();
      expect(await look(before)).toMatchObject({ isAdministrator: false });
    }
    await revokeSession(db(), before);
    expect(await look(before)).toEqual({});
  });

  it("says each refusal by its own name, and lets nobody in", async () => {
    expect(problem(await signIn(ines, { consent: "decline" }))).toBe("declined");
    expect(problem(await signIn(ada))).toBe("admin-consent");
    const lacking = withoutScope("OnlineMeetings.ReadWrite");
    expect(problem(await signIn(ines, { alter: lacking }))).toBe("missing-scopes");
    const leaving = withoutScope("offline_access");
    expect(problem(await signIn(ines, { alter: leaving }))).toBe("no-refresh-token");
    process.env.ORGANIZER_ROLE = "Usher.Organizer";
    resetEnv();
    expect(problem(await signIn(per))).toBe("not-organizer");
    expect(sessionCookie()).toBeUndefined();
    expect(await db().selectFrom("persons").selectAll().execute()).toEqual([]);
    expect((await signIn(ines)).pathname).toBe("/dashboard");
  });

  it("takes a role from groups as well", async () => {
    process.env.ORGANIZER_ROLE = ines.groups[0];
    resetEnv();
    expect((await signIn(ines)).pathname).toBe("/dashboard");
    expect(problem(await signIn(aiko))).toBe("not-organizer");
  });

  it.each(["organizations", "common"])("verifies tokens of many tenants at %s", async (tenant) => {
    process.env.ENTRA_TENANT_ID = tenant;
    process.env.ORGANIZER_TENANTS = ines.tid;
    resetEnv();
    expect((await signIn(ines)).pathname).toBe("/dashboard");
    const unlisted = await signIn(ifeoma);
    expect(problem(unlisted)).toBe("unlisted-tenant");
    // For whoever runs Usher to let it in.
    expect(unlisted.searchParams.get("tenant")).toBe(ifeoma.tid);
    if (tenant === "common") expect(problem(await signIn(sam))).toBe("personal-account");

    process.env.ORGANIZER_TENANTS = `${ines.tid},${ifeoma.tid}`;
    resetEnv();
    expect((await signIn(ifeoma)).pathname).toBe("/dashboard");
    const persons = await db().selectFrom("persons").select(["id", "tid"]).execute();
    expect(persons.map(({ tid }) => tid).sort()).toEqual([ines.tid, ifeoma.tid].sort());
    // Each grant is renewed where it was given.
    await sandbox.control.resetLedger();
    for (const { id, tid } of persons) {
      const before = await accessToken(id);
      if (before.kind !== "token") throw new Error(before.kind);
      await accessToken(id, { reject: before.token });
      const ledger = await sandbox.control.ledger();
      expect(ledger.at(-1)?.path).toBe(`/${tid}/oauth2/v2.0/token`);
    }
    // Taken off the list, they are out at once.
    const { id } = await db()
      .selectFrom("sessions")
      .innerJoin("persons", "persons.id", "sessions.person_id")
      .select("sessions.id")
      .where("persons.tid", "=", ifeoma.tid)
      .executeTakeFirstOrThrow();
    expect(await look(id)).toMatchObject({ person: { name: ifeoma.name } });
    process.env.ORGANIZER_TENANTS = ines.tid;
    resetEnv();
    expect(await look(id)).toEqual({});
  });

  it.each([ines.tid, "organizations"])("signs in with a certificate at %s", async (tenant) => {
    const made = makeCertificate();
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-certificate-"));
    const secret = process.env.ENTRA_CLIENT_SECRET;
    process.env.ENTRA_CLIENT_CERTIFICATE = writeCertificate(dir, made);
    process.env.ENTRA_TENANT_ID = tenant;
    process.env.ORGANIZER_TENANTS = ines.tid;
    delete process.env.ENTRA_CLIENT_SECRET;
    resetEnv();
    try {
      // Entra doesn't know it yet.
      expect((await signIn(ines)).searchParams.get("error")).toBe("OAuthCallback");
      await sandbox.control.addCertificate(made.certificate);
      expect((await signIn(ines)).pathname).toBe("/dashboard");
    } finally {
      process.env.ENTRA_CLIENT_SECRET = secret;
      delete process.env.ENTRA_CLIENT_CERTIFICATE;
      fs.rmSync(dir, { recursive: true });
    }
  });

  it("refuses a state or nonce that is not the one it sent", async () => {
    for (const tenant of [ines.tid, "organizations"]) {
      process.env.ENTRA_TENANT_ID = tenant;
      process.env.ORGANIZER_TENANTS = ines.tid;
      resetEnv();
      const forged = (name: string) => (authorize: URL) =>
        authorize.searchParams.set(name, "another-value-than-the-cookie-has");
      for (const name of ["state", "nonce"]) {
        const end = await signIn(ines, { alter: forged(name) });
        expect(`${end.pathname}${end.search}`).toBe("/api/auth/error?error=OAuthCallback");
      }
    }
    expect(sessionCookie()).toBeUndefined();
  });

  it("mends a connection for its own person only", async () => {
    await signIn(ines);
    const before = sessionCookie();
    await setSealed(reconnectTarget, { tid: ines.tid, oid: ines.oid });
    expect(problem(await signIn(aiko))).toBe("other-person");
    expect(sessionCookie()).toBe(before);
    expect(await db().selectFrom("persons").selectAll().execute()).toHaveLength(1);
    expect((await signIn(ines)).pathname).toBe("/dashboard");
  });

  it("asks for more when a feature needs it", async () => {
    const scope =
      "openid profile email offline_access OnlineMeetings.ReadWrite Calendars.ReadBasic Calendars.ReadWrite";
    await signIn(ines, { wanted: { authorization: { scope, prompt: undefined } } });
    const { scopes } = await db()
      .selectFrom("connections")
      .select("scopes")
      .executeTakeFirstOrThrow();
    expect(scopes.split(" ")).toContain("Calendars.ReadWrite");
  });
});

describeDatabase("embedded", "signing in to attend", () => {
  const attend = async (person: Person, tid = ines.tid, scope: string | null = null) => {
    const event = await insertEvent();
    await setSealed(attendeeEvent, {
      eventId: event.id,
      slug: event.slug,
      tid,
      query: "",
      scope,
    });
    const wanted = { attendeeTenant: tid, attendeeScope: scope };
    const end = await signIn(person, { provider: "attendee", wanted });
    return { event, end };
  };

  it("hands over who they are, once and for that event, and makes no session", async () => {
    await signIn(ines);
    const before = sessionCookie();
    const { event, end } = await attend(per);
    expect(end.pathname).toBe(`/e/${event.slug}/register`);
    const secret = jar.get(ATTENDEE_COOKIE) ?? "";
    expect(await findHandoff(db(), secret, event.slug)).toEqual({
      tid: per.tid,
      oid: per.oid,
      name: per.name,
      email: per.email,
    });
    expect(sessionCookie()).toBe(before);
    expect(await db().selectFrom("connections").selectAll().execute()).toHaveLength(1);
  });

  it("asks for nothing but who they are", async () => {
    const authorize = await begin("attendee");
    expect(authorize.searchParams.get("scope")).toBe("openid profile email");
  });

  it("asks for more where it is told, and keeps that token sealed, out of every cookie", async () => {
    const scope = "VirtualEvent.ReadWrite";
    const authorize = await begin("attendee", { attendeeScope: scope });
    expect(authorize.searchParams.get("scope")).toBe(`openid profile email ${scope}`);
    const tokens = () => db().selectFrom("attendee_tokens").selectAll().execute();
    const { end, event } = await attend(per, ines.tid, scope);
    expect(end.pathname).toBe(`/e/${event.slug}/register`);
    const [kept] = await tokens();
    expect(kept).toMatchObject({ registration_id: null, token_sealed: expect.any(String) });
    const minutes = ((kept?.expires_at.getTime() ?? 0) - Date.now()) / 60_000;
    expect(Math.round(minutes)).toBe(60);
    const cookies = [...jar].flat().join(" ");
    expect(cookies).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
    // Whoever agreed once is not asked again; who isn't asked has nothing kept.
    await attend(per);
    expect(await tokens()).toHaveLength(1);
  });

  it("goes on without it where somebody said no", async () => {
    const back = async (scope: string | null, error: string) => {
      await setSealed(attendeeEvent, {
        eventId: crypto.randomUUID(),
        slug: "tides",
        tid: ines.tid,
        query: "?ref=x",
        scope,
      });
      const url = `${CALLBACK}/attendee?${new URLSearchParams({ error, state: "s" })}`;
      const answer = await runNextAuth(new NextRequest(url), ["callback", "attendee"]);
      return answer.headers.get("location");
    };
    const scope = "VirtualEvent.ReadWrite";
    for (const error of ["access_denied", "consent_required", "invalid_scope"])
      expect(await back(scope, error)).toBe("/e/tides/register?problem=ask-less&ref=x");
    expect(await back(null, "access_denied")).toBe("/e/tides/register?problem=declined&ref=x");
    const away = "/e/tides/register?problem=entra-down&ref=x";
    expect(await back(scope, "server_error")).toBe(away);
  });

  it("works at the organizer's own tenant, where many may organize", async () => {
    process.env.ENTRA_TENANT_ID = "organizations";
    process.env.ORGANIZER_TENANTS = `${ines.tid},${joe.tid}`;
    resetEnv();
    const { event, end } = await attend(joe, joe.tid);
    expect(end.pathname).toBe(`/e/${event.slug}/register`);
  });

  it("is lost without its event", async () => {
    const end = await signIn(per, { provider: "attendee" });
    expect(problem(end)).toBe("attendee-start-again");
    expect(jar.has(ATTENDEE_COOKIE)).toBe(false);
  });

  it("takes no event that the browser made up", async () => {
    jar.set(attendeeEvent.name, JSON.stringify({ eventId: crypto.randomUUID(), slug: "x" }));
    expect(problem(await signIn(per, { provider: "attendee" }))).toBe("attendee-start-again");
  });
});
