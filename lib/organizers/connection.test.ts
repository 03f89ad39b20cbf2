import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { laneState, pauseLane } from "@/lib/jobs/lanes";
import { runScript } from "@/test/child-process";
import { describeDatabase, describeDatabases } from "@/test/database";
import { insertPerson } from "@/test/fixtures";
import { startTokenServer, type TokenServer } from "@/test/token-server";
import { accessToken } from "./connection";
import { connectionHealth } from "./connection-health";
import { disconnect } from "./disconnect";
import { keepConnection } from "./keep-connection";
import { organizerLane } from "./lane";

const SCOPES = ["OnlineMeetings.ReadWrite", "Calendars.ReadBasic"];

let entra: TokenServer;

beforeEach(async () => {
  entra = await startTokenServer();
});
afterEach(() => entra.stop());

/** Somebody whose access token has `expiresIn` seconds left; their refresh token is the first. */
async function connect(expiresIn = 0): Promise<string> {
  const personId = await insertPerson();
  await keep(personId, expiresIn);
  return personId;
}

function keep(personId: string, expiresIn: number, refreshToken = "refresh-0", scopes = SCOPES) {
  return withTx((tx) =>
    keepConnection(tx, personId, { accessToken: "access-0", refreshToken, expiresIn, scopes }),
  );
}

function connection(personId: string) {
  return db()
    .selectFrom("connections")
    .selectAll()
    .where("person_id", "=", personId)
    .executeTakeFirstOrThrow();
}

const many = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 20 }, work));

describeDatabases("accessToken", () => {
  it("gives the token that is there while it lasts five minutes more", async () => {
    const personId = await connect(330);
    expect(await accessToken(personId)).toEqual({
      kind: "token",
      token: "access-0",
      scopes: SCOPES,
    });
    expect(entra.asked).toHaveLength(0);
  });

  it("refreshes it before, at the tenant of the grant, and keeps both tokens sealed", async () => {
    const personId = await connect(270);
    expect(await accessToken(personId)).toEqual({
      kind: "token",
      token: "access-1",
      scopes: SCOPES,
    });
    expect(Object.fromEntries(entra.asked[0] ?? [])).toEqual({
      grant_type: "refresh_token",
      client_id: process.env.ENTRA_CLIENT_ID,
      client_secret: process.env.ENTRA_CLIENT_SECRET,
      refresh_token: "refresh-0",
      scope: "OnlineMeetings.ReadWrite Calendars.ReadBasic offline_access",
    });
    const row = await connection(personId);
    expect(JSON.stringify(row)).not.toMatch(/access-1|refresh-1/);
    expect(row.refresh_lease).toBeNull();
    expect((await accessToken(personId)).kind).toBe("token");
    expect(entra.asked).toHaveLength(1);
  });

  it("refreshes once for many at the same time", async () => {
    const personId = await connect();
    entra.delayMs = 100;
    const answers = await many(() => accessToken(personId));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(entra.asked).toHaveLength(1);
  });

  it("fetches another one for a token that Graph refused, once", async () => {
    const personId = await connect(3_600);
    const claims = '{"access_token":{}}';
    const answers = await many(() => accessToken(personId, { reject: "access-0", claims }));
    expect(new Set(answers.map((answer) => answer.kind === "token" && answer.token))).toEqual(
      new Set(["access-1"]),
    );
    expect(entra.asked).toHaveLength(1);
    expect(entra.asked[0]?.get("claims")).toBe(claims);
    // Who comes late with the old one gets what is there.
    expect(await accessToken(personId, { reject: "access-0" })).toMatchObject({
      token: "access-1",
    });
    expect(entra.asked).toHaveLength(1);
  });

  it("keeps the refresh token when none came", async () => {
    const personId = await connect();
    entra.answer = () => ({ status: 200, body: { access_token: "access-x", expires_in: "3600" } });
    expect(await accessToken(personId)).toMatchObject({ token: "access-x", scopes: SCOPES });
    entra.answer = null;
    expect(await accessToken(personId, { reject: "access-x" })).toMatchObject({ kind: "token" });
    expect(entra.asked[1]?.get("refresh_token")).toBe("refresh-0");
  });

  it("takes over from one that died between answer and commit", async () => {
    entra.strict = false;
    const personId = await connect();
    await db()
      .updateTable("connections")
      .set({
        refresh_lease: randomUUID(),
        refresh_until: sql<Date>`now() + interval '0.4 seconds'`,
      })
      .execute();
    const begun = Date.now();
    expect(await accessToken(personId)).toMatchObject({ token: "access-1" });
    expect(Date.now() - begun).toBeGreaterThan(300);
  });

  it("uses a token in its last minutes while somebody else refreshes, or Entra is down", async () => {
    const personId = await connect(200);
    await db()
      .updateTable("connections")
      .set({ refresh_lease: randomUUID(), refresh_until: sql<Date>`now() + interval '1 minute'` })
      .execute();
    expect(await accessToken(personId)).toMatchObject({ token: "access-0" });
    await db().updateTable("connections").set({ refresh_lease: null }).execute();
    entra.answer = () => ({ status: 503, body: "<html>" });
    expect(await accessToken(personId)).toMatchObject({ token: "access-0" });
  });

  it.each([
    ["50173", "password-changed"],
    ["700082", "expired"],
    ["70008", "expired"],
    ["50078", "interaction"],
    ["65001", "consent"],
    ["50057", "user-gone"],
    ["70000", "revoked"],
  ])("AADSTS%s breaks the connection: %s", async (code, reason) => {
    const personId = await connect();
    entra.answer = () => refused(400, "invalid_grant", code);
    expect(await accessToken(personId)).toEqual({ kind: "broken", reason });
    // Asked again, nobody goes to Entra for it.
    expect(await accessToken(personId)).toEqual({ kind: "broken", reason });
    expect(entra.asked).toHaveLength(1);
    expect(await connectionHealth(db(), personId, 37)).toMatchObject({
      state: "broken",
      reason,
      since: expect.any(String),
      waiting: 37,
    });
  });

  it("keeps the claims that the next sign-in has to pass on", async () => {
    const personId = await connect(3_600);
    entra.answer = () => refused(400, "interaction_required", "50076");
    const claims = '{"access_token":{"acrs":{}}}';
    expect(await accessToken(personId, { reject: "access-0", claims })).toMatchObject({
      reason: "interaction",
    });
    expect((await connection(personId)).claims).toBe(claims);
  });

  it.each([
    [503, "<html>nginx</html>", "unavailable", undefined],
    [500, { error: "server_error" }, "unavailable", undefined],
    [429, { error: "temporarily_unavailable" }, "throttled", "9"],
    [400, { error: "temporarily_unavailable" }, "unavailable", undefined],
    [200, "garbage", "no-answer", undefined],
    [404, "<html>", "unavailable", undefined],
  ])("%d leaves the grant as it is, for later", async (status, body, kind, retryAfter) => {
    const personId = await connect();
    entra.answer = () => ({ status, body, retryAfter });
    await expect(accessToken(personId)).rejects.toMatchObject({
      name: "TokenFault",
      kind,
      retry: true,
      retryAfter: retryAfter ? expect.any(Date) : null,
    });
    expect(await connection(personId)).toMatchObject({ state: "working", refresh_lease: null });
    entra.answer = null;
    expect(await accessToken(personId)).toMatchObject({ token: "access-1" });
  });

  it.each([
    ["invalid_client", "7000222"],
    ["invalid_client", "7000215"],
    ["unauthorized_client", "700016"],
    ["invalid_scope", "70011"],
  ])("%s is the operator's trouble and burns no grant", async (error, code) => {
    const personId = await connect();
    entra.answer = () => refused(401, error, code);
    expect(await accessToken(personId)).toEqual({ kind: "operator", code: `AADSTS${code}` });
    expect(await connection(personId)).toMatchObject({ state: "working", refresh_lease: null });
  });

  it("does not take a new grant for broken because the old one was", async () => {
    const personId = await connect();
    entra.delayMs = 300;
    entra.answer = () => refused(400, "invalid_grant", "50173");
    const answer = accessToken(personId);
    await new Promise((done) => setTimeout(done, 150));
    await keep(personId, 3_600, "refresh-0");
    expect(await answer).toMatchObject({ kind: "token", token: "access-0" });
    expect(await connection(personId)).toMatchObject({ state: "working" });
  });

  it("has nothing for somebody who never connected", async () => {
    expect(await accessToken(await insertPerson())).toEqual({ kind: "none" });
    expect((await connectionHealth(db(), randomUUID())).state).toBe("none");
  });

  it("is nothing that one may ask for inside a transaction", async () => {
    const personId = await connect();
    await expect(withTx(() => accessToken(personId))).rejects.toThrow();
  });
});

describeDatabases("keepConnection", () => {
  const paused = (personId: string) =>
    laneState(db(), organizerLane(personId)).then(({ paused }) => paused);
  const pause = (personId: string) =>
    withTx((tx) => pauseLane(tx, organizerLane(personId), null, "connection"));

  it("mends a broken connection and lets what waited go on", async () => {
    const personId = await connect();
    entra.answer = () => refused(400, "invalid_grant", "50173");
    await accessToken(personId);
    await pause(personId);
    expect(await keep(personId, 3_600)).toEqual({ wasBroken: true });
    expect(await paused(personId)).toBe(false);
    expect(await connectionHealth(db(), personId)).toMatchObject({
      state: "working",
      reason: null,
    });
    expect(await accessToken(personId)).toMatchObject({ token: "access-0" });
  });

  it("leaves a pause that Retry-After asked for, unless more is granted", async () => {
    const personId = await connect();
    await pause(personId);
    expect(await keep(personId, 3_600)).toEqual({ wasBroken: false });
    expect(await paused(personId)).toBe(true);
    await keep(personId, 3_600, "refresh-0", [...SCOPES, "Calendars.ReadWrite"]);
    expect(await paused(personId)).toBe(false);
    expect((await connectionHealth(db(), personId)).canWriteCalendar).toBe(true);
  });

  it("opens for its own row only", async () => {
    const [one, other] = [await connect(), await connect()];
    const { access_token_sealed, refresh_token_sealed } = await connection(one);
    await db()
      .updateTable("connections")
      .set({ access_token_sealed, refresh_token_sealed })
      .where("person_id", "=", other)
      .execute();
    expect(await accessToken(other)).toEqual({ kind: "operator", code: "TOKEN_KEYS" });
    expect(entra.asked).toHaveLength(0);
  });

  it("is gone after a disconnect", async () => {
    const personId = await connect(3_600);
    await disconnect(personId);
    expect(await accessToken(personId)).toEqual({ kind: "broken", reason: "disconnected" });
    expect((await connection(personId)).refresh_token_sealed).toBe("");
  });
});

describeDatabase("postgres", "accessToken across processes", (database) => {
  it("four processes with ten callers each, strict rotation: one refresh", async () => {
    const personId = await connect();
    entra.delayMs = 200;
    const { databaseUrl } = database.options();
    const source = `
      import { accessToken } from "@/lib/organizers/connection";
      import { closeDatabase, openDatabase } from "@/lib/db/database";
      await openDatabase();
      console.log("ready");
      while (Date.now() < Number(process.env.BEGIN)) await new Promise((done) => setTimeout(done, 1));
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => accessToken(${JSON.stringify(personId)})));
      console.log("tokens " + answers.map((answer) => answer.token).join(","));
      await closeDatabase();`;
    const begin = String(Date.now() + 4_000);
    const children = Array.from({ length: 4 }, () =>
      runScript(source, { DATABASE_URL: databaseUrl ?? "", BEGIN: begin, LOG_LEVEL: "silent" }),
    );
    const lines = await Promise.all(
      children.map((child) => child.line((line) => line.startsWith("tokens"))),
    );
    await Promise.all(children.map((child) => child.ended));
    expect(new Set(lines)).toEqual(new Set([`tokens ${Array(10).fill("access-1").join(",")}`]));
    expect(entra.asked).toHaveLength(1);
  });
});

function refused(status: number, error: string, code: string) {
  const error_description = `AADSTS${code}: something. Trace ID: x`;
  return { status, body: { error, error_description, error_codes: [Number(code)] } };
}
