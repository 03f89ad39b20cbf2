import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { pauseLane } from "@/lib/jobs/lanes";
import { createWorker } from "@/lib/jobs/worker";
import { organizerLane } from "@/lib/organizers/lane";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { handlers } from "@/lib/worker";
import { describeDatabase, describeDatabases } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { askRunning, openOperatorChannel } from "./operator-channel";
import { type OperatorAnswer, type OperatorCommand, runOperatorCommand } from "./operator-command";
import { parseArguments } from "./parse-arguments";
import { exitCodeOf, sayAnswer } from "./say-answer";

const sandbox = useSandbox();
const run = (command: OperatorCommand) => runOperatorCommand(command, handlers);
const list = async () => (await run({ kind: "list" })) as Extract<OperatorAnswer, { kind: "list" }>;
const drain = () => createWorker({ handlers: [...handlers] }).runDue();

/** Somebody whose link and mail were given up after all attempts: registrar `direct`, mail refused. */
async function giveUpOn(slug: string): Promise<string> {
  const outcome = await register(signUp(slug), new Date());
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}`);
  await db()
    .updateTable("jobs")
    .set({ run_at: new Date(0), attempts: sql`max_attempts - 1` })
    .execute();
  // What has to be opened can't be: each job fails at its last attempt.
  await db().updateTable("meetings").set({ join_url_sealed: "damaged" }).execute();
  await sandbox.control.fault({
    service: "smtp",
    times: 1,
    fault: { kind: "status", status: 451 },
  });
  await drain();
  return outcome.pass;
}

describeDatabases("npm run jobs", () => {
  test("lists what waits, is paused, dead and broken; in sentences too", async () => {
    const nothing = await list();
    expect(nothing).toMatchObject({ waiting: [], paused: [], deadCount: 0, dead: [], broken: [] });
    expect(sayAnswer(nothing)).toBe(
      "Nothing waits.\n\nNo lane is paused.\n\nNo job is dead.\n\nNo connection is broken.",
    );

    const personId = await sandbox.connect();
    const { slug } = await insertEvent({ organizerId: personId });
    await register(signUp(slug), new Date());
    const lane = organizerLane(personId);
    const until = new Date(Date.now() + 60_000);
    await withTx((tx) => pauseLane(tx, lane, until, "throttled"));
    await withTx((tx) => pauseLane(tx, "mail", null, "unreachable"));
    await db()
      .updateTable("connections")
      .set({ state: "broken", broken_reason: "revoked", broken_at: new Date() })
      .execute();
    await db()
      .updateTable("jobs")
      .set({
        state: "dead",
        attempts: 20,
        last_error: "MailFault: no",
        finished_at: new Date("2026-01-02T03:04:05Z"),
        request_id: "the-request",
      })
      .where("lane", "=", "mail")
      .execute();
    const found = await list();
    expect(found.waiting).toMatchObject([{ lane, organizer: "Ines Castillo", count: 1, due: 1 }]);
    expect(found.paused).toContainEqual({
      ...{ lane, organizer: "Ines Castillo", reason: "throttled", waiting: 1 },
      until: until.toISOString(),
    });
    expect(found.paused).toContainEqual(expect.objectContaining({ lane: "mail", until: null }));
    const said = sayAnswer(found);
    expect(said).toMatch(
      /Waiting:\n {2}organizer:\S+ \(Ines Castillo\): 1 job, 1 due, the oldest for/,
    );
    expect(said).toContain("mail: unreachable, until it is mended; 0 jobs wait");
    expect(said).toMatch(
      /Dead, 1 in all:\n {2}\S{36} {2}registrations.deliver-mail in mail, 20 attempts, 2026-01-02 03:04 UTC\n {6}MailFault: no\n {6}request the-request/,
    );
    expect(said).toMatch(/Broken connections.*\n {2}Ines Castillo \(\S{36}\): revoked, since \d/);
  });

  test("a retry brings the link and the mail that were given up", { timeout: 60_000 }, async () => {
    const event = await insertEvent({ registrar: "direct" });
    const { join_url_sealed: sealed } = await db()
      .selectFrom("meetings")
      .select("join_url_sealed")
      .executeTakeFirstOrThrow();
    const pass = await giveUpOn(event.slug);
    const { dead } = await list();
    expect(dead.map((job) => job.name).sort()).toEqual([
      "enrolment.reconcile",
      "registrations.deliver-mail",
    ]);
    expect(await readPass(pass, new Date())).toMatchObject({ link: { kind: "delayed" } });

    await db().updateTable("meetings").set({ join_url_sealed: sealed }).execute();
    const [first, second] = [...dead].sort((one, other) => one.name.localeCompare(other.name));
    const byId = await run({ kind: "retry", ids: [first?.id ?? ""], name: null });
    expect(byId).toEqual({ kind: "retry", found: 1, retried: 1 });
    expect(sayAnswer(byId)).toBe("1 job is tried again now.");
    expect(await run({ kind: "retry", ids: null, name: "no.such-job" })).toMatchObject({
      found: 0,
    });
    const byName = await run({ kind: "retry", ids: null, name: second?.name ?? "" });
    expect(byName).toMatchObject({ found: 1, retried: 1 });
    await drain();
    expect(await readPass(pass, new Date())).toMatchObject({ link: { kind: "ready" } });
    const mails = await db().selectFrom("mails").select(["kind", "state"]).execute();
    expect(mails).toContainEqual({ kind: "confirmation", state: "sent" });
    expect(mails.filter((mail) => mail.state !== "sent")).toEqual([]);
    expect(exitCodeOf(await run({ kind: "retry", ids: null, name: null }))).toBe(1);
  });

  test("resumes a lane", async () => {
    await withTx((tx) => pauseLane(tx, "mail", null, "unreachable"));
    const first = await run({ kind: "resume", lane: "mail" });
    const second = await run({ kind: "resume", lane: "mail" });
    expect([first, second].map(exitCodeOf)).toEqual([0, 1]);
    expect((await list()).paused).toEqual([]);
  });
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function command(args: string[], env: Record<string, string>): Promise<Ended> {
  const { DATABASE_URL: _, ...rest } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["scripts/jobs.mjs", ...args],
      { env: { ...rest, ...env } },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describeDatabase("postgres", "the command itself", (database) => {
  test("works on DATABASE_URL, and ends as it says", { timeout: 60_000 }, async () => {
    const env = { DATABASE_URL: database.options().databaseUrl ?? "" };
    await withTx((tx) => pauseLane(tx, "mail", null, "unreachable"));
    const listed = await command(["--json"], env);
    expect(listed.stderr).toBe("");
    expect(JSON.parse(listed.stdout)).toMatchObject({ kind: "list", paused: [{ lane: "mail" }] });
    expect(await command(["resume", "mail"], env)).toMatchObject({
      code: 0,
      stdout: "The lane mail is open. If its trouble lasts, it will be paused again.\n",
    });
    expect(await command(["retry", "--dead"], env)).toMatchObject({
      code: 1,
      stdout: "No such job is dead.\n",
    });
    expect(await command(["explode"], env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no "explode".'),
    });
    const away = await command([], { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });
    expect(away).toMatchObject({ code: 1, stdout: "" });
    expect(away.stderr).toMatch(/^The database of DATABASE_URL \(127\.0\.0\.1:1\) can't be used/);
  });

  test("with no database it makes none", async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-jobs-"));
    const answer = await command([], { DATA_DIR: dataDir });
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining("no database in") });
    expect(fs.readdirSync(dataDir)).toEqual([]);
    // A product that was killed leaves its file behind.
    openOperatorChannel(dataDir, 1);
    expect(fs.statSync(path.join(dataDir, "operator.json")).mode & 0o777).toBe(0o600);
    expect(await askRunning(dataDir, { kind: "list" })).toBeNull();
    fs.rmSync(dataDir, { recursive: true });
  });
});

test.each([
  [[], { json: false, asked: { kind: "list" } }],
  [["--json", "list"], { json: true, asked: { kind: "list" } }],
  [["--help"], { json: false, asked: null }],
  [["retry", "--dead"], { json: false, asked: { kind: "retry", ids: null, name: null } }],
  [
    ["retry", "--dead", "--name", "enrolment.reconcile"],
    { json: false, asked: { kind: "retry", ids: null, name: "enrolment.reconcile" } },
  ],
  [["resume", "mail"], { json: false, asked: { kind: "resume", lane: "mail" } }],
])("understands %j", (typed, parsed) => {
  expect(parseArguments(typed)).toEqual(parsed);
});

test.each([
  [["retry"], "takes ids"],
  [["retry", "1"], "no id"],
  [["retry", "3f0c7c1e-0000-4000-8000-000000000000", "--dead"], "takes ids"],
  [["retry", "3f0c7c1e-0000-4000-8000-000000000000", "--name", "x"], "goes with --dead"],
  [["retry", "--dead", "--name"], "takes the name"],
  [["resume"], "takes one lane"],
  [["list", "more"], "takes nothing more"],
])("refuses %j with a sentence", (typed, sentence) => {
  expect(parseArguments(typed)).toContain(sentence);
});
