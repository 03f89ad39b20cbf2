import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { closeDatabase, db, openDatabase, withTx } from "@/lib/db/database";
import { resetEnv } from "@/lib/env";
import { draftEvent } from "@/lib/events/draft-event";
import { publishEvent } from "@/lib/events/publish-event";
import { listJobs } from "@/lib/jobs/watch";
import { createWorker } from "@/lib/jobs/worker";
import { accessToken } from "@/lib/organizers/connection";
import { readDraft, saveDraft } from "@/lib/registrations/draft";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { runScript } from "@/test/child-process";
import { describeDatabases, type TestDatabase } from "@/test/database";
import { signUp } from "@/test/fixtures";
import { loggedLines } from "@/test/logged-lines";
import { useSandbox } from "@/test/sandbox";
import { scheduleReseal } from "./reseal";
import { SEALED } from "./reseal.job";

/*
 * TOKEN_KEYS rotated by design.md's steps while Usher is used: append, roll out, move to the front,
 * roll out, re-seal, drop. Between two steps processes of both run side by side.
 */

const sandbox = useSandbox();
const usual = process.env.TOKEN_KEYS;
const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const keys = (...bytes: number[]) => bytes.map(key).join(",");

function useKeys(...bytes: number[]): void {
  process.env.TOKEN_KEYS = keys(...bytes);
  resetEnv();
}

afterAll(() => {
  process.env.TOKEN_KEYS = usual;
  resetEnv();
});

const HOUR_MS = 60 * 60_000;

async function drain(): Promise<void> {
  await db()
    .updateTable("jobs")
    .set({ run_at: new Date(0) })
    .where("state", "=", "ready")
    .execute();
  await createWorker({ handlers: [...handlers] }).runDue();
}

/** A start of the product: re-sealing is asked for, and runs. */
async function startAnew(): Promise<void> {
  await withTx((tx) => scheduleReseal(tx, new Date()));
  await drain();
}

/** Ids of the keys that the database's values are sealed under. */
async function keysInUse(): Promise<string[]> {
  const found = new Set<string>();
  for (const { table, column } of SEALED) {
    const { rows } = await sql<{ kid: string }>`
      select distinct split_part(${sql.ref(column)}, '.', 2) as kid from ${sql.table(table)}
      where ${sql.ref(column)} is not null`.execute(db());
    for (const { kid } of rows) found.add(kid);
  }
  return [...found];
}

interface Kept {
  personId: string;
  slug: string;
  passes: string[];
  drafts: string[];
}

/** Somebody signs up with what is sealed on the way: pass, join link, draft. */
async function useIt(kept: Kept): Promise<void> {
  const outcome = await register(signUp(kept.slug), new Date());
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}`);
  kept.passes.push(outcome.pass);
  const values = {
    firstName: "Amara",
    lastName: "Diallo",
    email: "amara@example.org",
    code: "",
    answers: {},
  };
  const draft = await saveDraft(kept.slug, { values, errors: {}, problem: "full" }, new Date());
  kept.drafts.push(draft ?? "");
  await drain();
}

/** What does not open any more, of everything that was ever sealed. */
async function unopened(kept: Kept): Promise<string[]> {
  const problems: string[] = [];
  for (const pass of kept.passes) {
    const view = await readPass(pass, new Date());
    const link = view && !view.ended ? view.link.kind : "no pass";
    if (link !== "ready") problems.push(`pass: ${link}`);
  }
  for (const draft of kept.drafts)
    if (!(await readDraft(draft, kept.slug, new Date()))) problems.push("draft");
  // Another access token than the one that is held: so the refresh token has to open.
  const held = await accessToken(kept.personId);
  if (held.kind !== "token") return [...problems, `connection: ${held.kind}`];
  const fresh = await accessToken(kept.personId, { reject: held.token });
  if (fresh.kind !== "token") problems.push(`refresh: ${fresh.kind}`);
  return problems;
}

async function begin(): Promise<Kept> {
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
  return { personId, slug: published.slug, passes: [], drafts: [] };
}

/**
 * The same by an instance that has not been rolled out to yet (or has been, before this one). On
 * PostgreSQL a process of its own at the same time; the embedded database has one, so it stops.
 */
async function asOther(database: TestDatabase, bytes: number[], kept: Kept): Promise<void> {
  if (database.kind === "embedded") {
    const before = process.env.TOKEN_KEYS;
    const options = database.options();
    await closeDatabase();
    useKeys(...bytes);
    await openDatabase(options);
    await useIt(kept);
    expect(await unopened(kept)).toEqual([]);
    await closeDatabase();
    process.env.TOKEN_KEYS = before;
    resetEnv();
    await openDatabase(options);
    return;
  }
  const other = runScript(
    `import { closeDatabase } from "@/lib/db/database";
     import { accessToken } from "@/lib/organizers/connection";
     import { saveDraft } from "@/lib/registrations/draft";
     import { readPass } from "@/lib/registrations/read-pass";
     import { register } from "@/lib/registrations/register";
     const { slug, personId, passes, input } = JSON.parse(process.env.KEPT);
     for (const pass of passes) {
       const view = await readPass(pass, new Date());
       if (view?.link?.kind !== "ready") throw new Error("A pass: " + view?.link?.kind);
     }
     const held = await accessToken(personId);
     const fresh = await accessToken(personId, { reject: held.token });
     if (fresh.kind !== "token") throw new Error("The connection: " + fresh.kind);
     const { pass } = await register(input, new Date());
     const values = { firstName: "Amara", lastName: "Diallo", email: "amara@example.org" };
     const draft = await saveDraft(slug, { values, errors: {}, problem: "full" }, new Date());
     await closeDatabase();
     console.log(JSON.stringify({ pass, draft }));`,
    {
      DATABASE_URL: database.options().databaseUrl ?? "",
      TOKEN_KEYS: keys(...bytes),
      KEPT: JSON.stringify({ ...kept, input: signUp(kept.slug) }),
    },
  );
  const { pass, draft } = JSON.parse(await other.line((line) => line.startsWith("{")));
  expect(await other.ended).toBe(0);
  kept.passes.push(pass);
  kept.drafts.push(draft);
  await drain();
}

describeDatabases("rotating TOKEN_KEYS", (database) => {
  test("every column of sealed values is gone through", async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and column_name like '%sealed'`.execute(db());
    const known = SEALED.map(({ table, column }) => `${table}.${column}`);
    expect(known.sort()).toEqual(rows.map((row) => row.name).sort());
  });

  test("three keys, one after the other: everything opens at every step", async () => {
    useKeys(1);
    const kept = await begin();
    await useIt(kept);
    expect(await unopened(kept)).toEqual([]);

    for (const [old, fresh] of [
      [1, 2],
      [2, 3],
    ] as const) {
      // Appended, and rolled out to half of the instances: both seal under the old one.
      useKeys(old, fresh);
      await startAnew();
      await useIt(kept);
      await asOther(database, [old], kept);
      expect(await unopened(kept)).toEqual([]);

      // Moved to the front, and rolled out to half: each opens what the other seals.
      useKeys(fresh, old);
      await startAnew();
      await useIt(kept);
      await asOther(database, [old, fresh], kept);
      expect(await unopened(kept)).toEqual([]);
      expect(await keysInUse()).toHaveLength(2);

      // Everywhere. The run of an hour later finds what the others sealed since the first.
      expect((await listJobs(db(), { state: "dead" })).length).toBe(0);
      await withTx((tx) => scheduleReseal(tx, new Date(Date.now() + HOUR_MS)));
      await drain();
      expect(await keysInUse()).toHaveLength(1);
      expect(await unopened(kept)).toEqual([]);

      // Dropped.
      useKeys(fresh);
      await startAnew();
      await useIt(kept);
      expect(await unopened(kept)).toEqual([]);
    }
    expect(kept.passes).toHaveLength(1 + 2 * 5);
  });

  test("a key that was dropped too early: said, nothing lost, and whole again with the key", async () => {
    useKeys(1);
    const kept = await begin();
    await useIt(kept);
    const sealedBefore = await everythingSealed();
    const [first] = await keysInUse();

    useKeys(2);
    await startAnew();
    const said = loggedLines().findLast((line) => /put the missing keys back/.test(line.msg));
    expect(said).toMatchObject({ level: "error", job: "retention.reseal", missing: [first] });
    // Nothing that can't be opened was touched, and no job died of it.
    expect(await everythingSealed()).toEqual(sealedBefore);
    expect(await listJobs(db(), { state: "dead" })).toEqual([]);
    const [pass = ""] = kept.passes;
    expect(await readPass(pass, new Date())).toMatchObject({ link: { kind: "delayed" } });
    expect(await accessToken(kept.personId)).toEqual({ kind: "operator", code: "TOKEN_KEYS" });
    // Places are taken meanwhile; the link waits and says whose trouble it is.
    const late = await register(signUp(kept.slug), new Date());
    if (late.kind !== "registered" || !late.pass) throw new Error(`Not in: ${late.kind}`);
    await drain();
    expect(await readPass(late.pass, new Date())).toMatchObject({ link: { kind: "delayed" } });

    useKeys(2, 1);
    await startAnew();
    await db().deleteFrom("lanes").execute();
    await drain();
    kept.passes.push(late.pass);
    expect(await unopened(kept)).toEqual([]);
    expect(await keysInUse()).toHaveLength(1);
  });
});

async function everythingSealed(): Promise<string[]> {
  const values: string[] = [];
  for (const { table, column } of SEALED) {
    const { rows } = await sql<{ sealed: string }>`
      select ${sql.ref(column)} as sealed from ${sql.table(table)}
      where ${sql.ref(column)} is not null`.execute(db());
    values.push(...rows.map((row) => row.sealed));
  }
  return values.sort();
}
