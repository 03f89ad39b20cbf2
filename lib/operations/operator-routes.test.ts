import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { closeDatabase, db, openDatabase, withTx } from "@/lib/db/database";
import { resetEnv } from "@/lib/env";
import { draftEvent } from "@/lib/events/draft-event";
import { publishEvent } from "@/lib/events/publish-event";
import { createHttpServer, type HttpServer } from "@/lib/http/http-server";
import { wrapRequests } from "@/lib/http/wrap-requests";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";
import { createWorker } from "@/lib/jobs/worker";
import { log } from "@/lib/log";
import { actFor } from "@/lib/organizers/act-for";
import { register } from "@/lib/registrations/register";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { startCuttableProxy } from "@/test/cuttable-proxy";
import { describeDatabase, describeDatabases } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { loggedLines } from "@/test/logged-lines";
import { useSandbox } from "@/test/sandbox";
import { ines } from "../../sandbox/people.ts";
import { operatorRoutes } from "./operator-routes";
import { readGauges } from "./read-gauges";

const sandbox = useSandbox();
let http: HttpServer;
let port = 0;

beforeAll(async () => {
  const answer = operatorRoutes({ jobs: null });
  http = createHttpServer(
    wrapRequests(
      async (req, res) => {
        if (await answer(req, res)) return;
        // Any other page: signs somebody up, as the form's action does.
        await register(signUp(String(req.url).slice("/e/".length)), new Date());
        log.info("signed somebody up");
        res.end();
      },
      {
        publicUrl: "http://localhost:3000",
        formTargets: [],
        trustedProxies: ["10.0.0.0/8"],
        strict: true,
        troubleSince: () => false,
        onAnswer: () => {},
        onFault: () => {},
        onStoppedScript: () => {},
      },
    ),
  );
  http.server.listen(0);
  await once(http.server, "listening");
  port = (http.server.address() as AddressInfo).port;
});
afterAll(() => http.drain());

afterEach(() => {
  delete process.env.METRICS_TOKEN;
  process.env.NEXTAUTH_URL = "http://localhost:3000";
  delete process.env.DATABASE_URL;
  Object.assign(process.env, { NODE_ENV: "test" });
  resetEnv();
});

async function ask(path: string, headers: Record<string, string> = {}) {
  const req = httpRequest({ port, host: "127.0.0.1", path, agent: false, headers });
  req.end();
  const [res] = await once(req, "response");
  let text = "";
  for await (const chunk of res) text += chunk;
  return { status: res.statusCode as number, headers: res.headers, text };
}

type Samples = Map<string, number>;

/** Name and labels of each sample, as Prometheus tells them apart. */
async function scrape(headers: Record<string, string> = {}): Promise<Samples> {
  const { status, text, headers: answered } = await ask("/api/metrics", headers);
  expect(status).toBe(200);
  expect(answered["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  const samples: Samples = new Map();
  for (const line of text.split("\n")) {
    const [, name, value] = /^([a-z0-9_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (name === undefined) continue;
    expect(samples.has(name), `${name} is told once`).toBe(false);
    samples.set(name, Number(value));
  }
  return samples;
}

/** The figures of the database are kept for five seconds: this waits until they are new. */
function scrapeUntil(name: string, value: number): Promise<Samples> {
  return vi.waitFor(
    async () => {
      const samples = await scrape();
      expect(samples.get(name), name).toBe(value);
      return samples;
    },
    { timeout: 60_000, interval: 250 },
  );
}

const hurry = () =>
  db()
    .updateTable("jobs")
    .set({ run_at: new Date(0) })
    .where("state", "=", "ready")
    .execute();
const drain = () => createWorker({ handlers: [...handlers] }).runDue();

async function publishSample(): Promise<{ slug: string; personId: string }> {
  const personId = await sandbox.connect();
  const meeting = await sandbox.control.sample();
  const { eventId } = await draftEvent(
    { id: personId, name: "Tidewater" },
    {
      graphId: meeting.id,
      subject: meeting.subject,
      joinUrl: meeting.joinWebUrl,
      startsAt: new Date(meeting.start),
      endsAt: new Date(meeting.end),
      zone: "Europe/Paris",
    },
  );
  const access = await authorizeEvent(db(), personId, eventId, "own");
  if (!access) throw new Error("The organizer owns the event.");
  const published = await publishEvent(access, new Date());
  if (published.kind !== "published") throw new Error(`Not published: ${published.kind}`);
  return { slug: published.slug, personId };
}

const REGISTRANTS = { service: "graph", match: { method: "POST", path: "registrants$" } } as const;

describeDatabases("the operator's addresses", (database) => {
  test("what happened is told: sign-ups, links, mails, jobs, Graph", {
    timeout: 60_000,
  }, async () => {
    const { slug } = await publishSample();
    const full = await insertEvent({ capacity: 1, registrar: "direct" });
    const before = await scrape();
    for (const _ of [1, 2, 3]) await register(signUp(slug), new Date());
    await register(signUp(full.slug), new Date());
    await register(signUp(full.slug), new Date());
    await register(signUp(slug, { email: "no address" }), new Date());
    await register(signUp("no-such-event"), new Date());
    const waiting = await scrapeUntil('usher_enrolments{state="none"}', 4);
    expect(waiting.get('usher_enrolment_oldest_seconds{state="none"}')).toBeGreaterThan(0);
    expect(waiting.get('usher_mails{state="waiting"}')).toBe(4);
    expect(waiting.get('usher_jobs{job="enrolment.reconcile",state="due"}')).toBe(4);
    expect(waiting.get('usher_jobs{job="registrations.deliver-mail",state="scheduled"}')).toBe(4);

    await drain();
    await hurry();
    await drain();
    const after = await scrapeUntil('usher_mails{state="waiting"}', 0);
    const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(grown('usher_sign_ups_total{outcome="registered"}')).toBe(4);
    expect(grown('usher_sign_ups_total{outcome="full"}')).toBe(1);
    expect(grown('usher_sign_ups_total{outcome="invalid-email"}')).toBe(1);
    expect(grown('usher_sign_ups_total{outcome="no-such-event"}')).toBe(1);
    expect(grown('usher_enrolments_total{outcome="enrolled"}')).toBe(4);
    expect(grown("usher_enrolment_lag_seconds_count")).toBe(4);
    expect(grown("usher_enrolment_lag_seconds_sum")).toBeGreaterThan(0);
    expect(grown('usher_mails_total{kind="confirmation",outcome="sent"}')).toBe(4);
    const graph = 'usher_graph_request_seconds_count{operation="createRegistrant",status="200"}';
    expect(grown(graph)).toBe(3);
    expect(after.get('usher_enrolments{state="none"}')).toBe(0);
    expect(after.get('usher_connections{state="working",reason=""}')).toBe(1);
    expect(after.get("usher_database_up")).toBe(1);
    expect(after.has("nodejs_eventloop_lag_p99_seconds")).toBe(true);
    expect(after.has("process_resident_memory_bytes")).toBe(true);
    expect(after.has('usher_database_connections{state="busy"}')).toBe(
      database.kind === "postgres",
    );
  });

  test("what is wrong is told: lanes, connections, the dead", { timeout: 60_000 }, async () => {
    const { slug, personId } = await publishSample();
    await sandbox.control.fault({
      ...REGISTRANTS,
      times: 1,
      fault: { kind: "throttle", retryAfter: 600 },
    });
    await register(signUp(slug), new Date());
    await drain();
    const throttled = await scrapeUntil(
      'usher_lanes_paused{kind="organizer",reason="throttled"}',
      1,
    );
    expect(throttled.get('usher_jobs{job="enrolment.reconcile",state="paused"}')).toBe(1);
    expect(throttled.get('usher_enrolments{state="pending"}')).toBe(1);

    await db().deleteFrom("lanes").execute();
    await sandbox.control.revoke(ines.oid, 50173, "access");
    await hurry();
    await drain();
    const broken = await scrapeUntil(
      'usher_connections{state="broken",reason="password-changed"}',
      1,
    );
    expect(
      broken.get('usher_lanes_paused{kind="organizer",reason="connection:password-changed"}'),
    ).toBe(1);

    const doomed = defineJob({ name: "test.doomed", payload: z.object({}) });
    await withTx((tx) => enqueue(tx, doomed, {}, { lane: "test" }));
    await sql`update jobs set state = 'dead', finished_at = now() - interval '90 seconds'
      where name = 'test.doomed'`.execute(db());
    await db().updateTable("meetings").set({ registration_gone_at: new Date() }).execute();
    const dead = await scrapeUntil('usher_jobs{job="test.doomed",state="dead"}', 1);
    expect(dead.get('usher_job_oldest_seconds{job="test.doomed",state="dead"}')).toBeGreaterThan(
      89,
    );
    expect(dead.get("usher_deleted_registrations")).toBe(1);
    // No label holds a person, an address or an id.
    for (const name of dead.keys()) expect(name).not.toMatch(/[0-9a-f]{8}-|@|\/r\/[^[]/);
    expect([...dead.keys()].join()).not.toContain(personId);
  });

  test("who may see the figures", async () => {
    expect((await ask("/api/metrics", { host: `localhost:${port}` })).status).toBe(200);
    // Handed on by a proxy on this machine, or by a page whose name leads here: not from here.
    const handedOn: Record<string, string>[] = [
      { "x-forwarded-for": "203.0.113.9" },
      { forwarded: "for=203.0.113.9" },
      { via: "1.1 proxy" },
      { host: "usher.example.org" },
    ];
    for (const headers of handedOn) expect((await ask("/api/metrics", headers)).status).toBe(404);

    process.env.METRICS_TOKEN = "a token of sixteen";
    resetEnv();
    expect((await ask("/api/metrics")).status).toBe(401);
    const wrong = await ask("/api/metrics", { authorization: "Bearer a token of sixteeN" });
    expect([wrong.status, wrong.headers["www-authenticate"]]).toEqual([401, "Bearer"]);
    await scrape({ authorization: "Bearer a token of sixteen", host: "usher.example.org" });

    delete process.env.METRICS_TOKEN;
    Object.assign(process.env, {
      NODE_ENV: "production",
      NEXTAUTH_URL: "https://usher.example.org",
    });
    resetEnv();
    expect((await ask("/api/metrics")).status).toBe(404);
    expect((await ask("/api/internal/operator")).status).toBe(404);
  });

  test("a request's id is on its lines, in its job and at Microsoft", async () => {
    const { slug } = await publishSample();
    await sandbox.control.fault({
      ...REGISTRANTS,
      times: 1,
      fault: { kind: "status", status: 503 },
    });
    const asked = await ask(`/e/${slug}`, { "x-request-id": "stranger-names-it" });
    const requestId = String(asked.headers["x-request-id"]);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    await drain();

    const lines = loggedLines().filter((line) => line.requestId === requestId);
    expect(lines.map((line) => line.msg)).toContain("signed somebody up");
    const failed = lines.find((line) => line.msg === "a call to Graph failed");
    expect(failed).toMatchObject({
      job: "enrolment.reconcile",
      operation: "createRegistrant",
      status: 503,
      clientRequestId: requestId,
    });
    expect(lines.find((line) => line.msg === "a job failed")).toMatchObject({
      jobId: failed?.jobId,
    });
    const ledger = await sandbox.control.ledger();
    const refused = ledger.find((entry) => entry.requestId === failed?.graphRequestId);
    expect(refused).toMatchObject({ clientRequestId: requestId, status: 503, method: "POST" });

    // Later attempts, and the mails that came of it, still say whose they are.
    await hurry();
    await drain();
    const sent = loggedLines().filter((line) => line.requestId === requestId);
    const done = ledger.length;
    expect(sent.filter((line) => line.msg === "called Graph").length).toBeGreaterThan(0);
    expect((await sandbox.control.ledger()).slice(done)[0]?.clientRequestId).toBe(requestId);
  });

  test("calls without a request have an id of their own", async () => {
    const { personId } = await publishSample();
    await sandbox.control.resetLedger();
    await actFor(personId, (call) =>
      call.get("/me/calendarView?startDateTime=2030-01-01&endDateTime=2030-01-02", z.unknown(), {
        operation: "calendarView",
      }),
    );
    const [call] = await sandbox.control.ledger();
    expect(call?.clientRequestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describeDatabase("postgres", "readiness", (database) => {
  test("is lost with the database and comes back with it, by itself", {
    timeout: 60_000,
  }, async () => {
    const url = database.options().databaseUrl ?? "";
    const proxy = await startCuttableProxy(url);
    await closeDatabase();
    await openDatabase({ databaseUrl: proxy.url, dataDir: "" });
    expect(await ask("/api/ready")).toMatchObject({ status: 200, text: "ready\n" });
    proxy.cut();
    const away = await ask("/api/ready");
    expect(away).toMatchObject({ status: 503, text: "not ready: the database can't be reached\n" });
    // Alive all the same, and its own figures are told.
    expect((await ask("/api/health")).status).toBe(200);
    const figures = await scrapeUntil("usher_database_up", 0);
    expect(figures.has("process_cpu_seconds_total")).toBe(true);
    expect(figures.has('usher_mails{state="failed"}')).toBe(false);
    proxy.mend();
    await vi.waitFor(async () => expect((await ask("/api/ready")).status).toBe(200));
    await scrapeUntil("usher_database_up", 1);

    await sql`update kysely_migration set name = 'gone' where name = '0004-operations'`.execute(
      db(),
    );
    const older = await ask("/api/ready");
    expect(older).toMatchObject({
      status: 503,
      text: "not ready: the database is of another version\n",
    });
    await sql`update kysely_migration set name = '0004-operations' where name = 'gone'`.execute(
      db(),
    );
    expect((await ask("/api/ready")).status).toBe(200);
    await closeDatabase();
    await proxy.stop();
    await openDatabase(database.options());
  });

  test("the figures cost what is not settled, not all there is", { timeout: 60_000 }, async () => {
    const { meetingId, id } = await insertEvent();
    await sql`insert into registrations (event_id, first_name, last_name, email, email_normalized, place, locale)
      select ${id}, 'A', 'B', n || '@example.org', n || '@example.org', 'taken', 'en'
      from generate_series(1, 20000) n`.execute(db());
    await sql`insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id, wanted, state)
      select id, 1, 'external', ${meetingId}, id, 'enrolled', 'enrolled' from registrations`.execute(
      db(),
    );
    await sql`insert into mails (registration_id, kind, state)
      select id, 'confirmation', 'sent' from registrations`.execute(db());
    await sql`update enrolments set state = 'failed' where id in (select id from enrolments limit 7)`.execute(
      db(),
    );
    await sql`analyze enrolments, mails, meetings`.execute(db());
    const read = async () => {
      const { rows } = await sql<{ read: string }>`select sum(seq_tup_read)::text as read
        from pg_stat_user_tables where relname in ('enrolments', 'mails', 'registrations')`.execute(
        db(),
      );
      return rows[0]?.read;
    };
    await sql`select pg_stat_force_next_flush()`.execute(db());
    const before = await read();
    const rows = await readGauges();
    expect(rows).toContainEqual(
      expect.objectContaining({ what: "enrolments", state: "failed", count: 7 }),
    );
    await sql`select pg_stat_force_next_flush()`.execute(db());
    expect(await read()).toBe(before);
  });
});
