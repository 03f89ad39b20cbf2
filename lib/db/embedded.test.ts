import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { OperatorError } from "@/lib/operator-error";
import { runScript } from "@/test/child-process";
import { closeDatabase, db, openDatabase, withTx } from "./database";
import { DirectoryLockedError } from "./directory-lock";
import { type Embedded, openEmbedded } from "./embedded";
import { keepHouse } from "./embedded-upkeep";

// The guards of the embedded database, one by one. That an outer handle is refused inside a
// transaction, that a swallowed fault rejects and that types are read alike (the other three)
// is in database.test.ts, over both databases.

let dataDir: string;
const open: Embedded[] = [];

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "usher-test-"));
  const from = path.join(inject("embeddedTemplate"), "database");
  fs.cpSync(from, path.join(dataDir, "database"), { recursive: true });
});

afterEach(async () => {
  await closeDatabase();
  for (const embedded of open.splice(0)) await embedded.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

async function openHere(): Promise<PGlite> {
  const embedded = await openEmbedded(dataDir);
  open.push(embedded);
  return embedded.pglite;
}

describe("the directory lock", () => {
  test("refuses a second process with a sentence, and goes with a killed one", async () => {
    const first = runScript(
      `import { openDatabase } from "@/lib/db/database";
       await openDatabase({ databaseUrl: null, dataDir: process.env.DIR });
       console.log("open");
       setInterval(() => {}, 1000);`,
      { DIR: dataDir },
    );
    await first.line((line) => line === "open");
    await expect(openEmbedded(dataDir)).rejects.toThrow(
      `Another Usher is already running on ${dataDir}. Stop it first, or give this one its own DATA_DIR.`,
    );
    await first.kill();
    const pglite = await openHere();
    expect((await pglite.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });

  test("refuses a second opening in this process, and frees the directory on close", async () => {
    const first = await openEmbedded(dataDir);
    await expect(openEmbedded(dataDir)).rejects.toThrow(DirectoryLockedError);
    await first.close();
    await openHere();
  });
});

describe("durability", () => {
  test("each transaction reaches the disk by an fsync", async () => {
    const pglite = await openHere();
    expect((await pglite.query("show fsync")).rows).toEqual([{ fsync: "on" }]);
    const fsync = vi.spyOn(fs, "fsyncSync");
    for (let n = 0; n < 25; n += 1) {
      await pglite.query("insert into lanes (lane) values ($1)", [`lane ${n}`]);
    }
    expect(fsync.mock.calls.length).toBeGreaterThanOrEqual(25);
    fsync.mockRestore();
  });

  test("loses nothing that was acknowledged before a kill -9", async () => {
    const writer = runScript(
      `import { sql } from "kysely";
       import { openDatabase, withTx } from "@/lib/db/database";
       await openDatabase({ databaseUrl: null, dataDir: process.env.DIR });
       for (let n = 0; ; n += 1) {
         await Promise.all([0, 1, 2].map((part) => withTx(async (tx) => {
           await sql\`insert into lanes (lane) values (\${n + "." + part + "a"})\`.execute(tx);
           await sql\`insert into lanes (lane) values (\${n + "." + part + "b"})\`.execute(tx);
         }).then(() => console.log(n + "." + part))));
       }`,
      { DIR: dataDir },
    );
    await writer.line((line) => line.startsWith("60."));
    await writer.kill();
    const pglite = await openHere();
    const { rows } = await pglite.query<{ lane: string }>("select lane from lanes");
    const stored = new Set(rows.map((row) => row.lane));
    expect(writer.lines.length).toBeGreaterThan(180);
    expect(writer.lines.filter((name) => !stored.has(`${name}a`))).toEqual([]);
    const halves = rows.filter(({ lane }) => {
      const other = lane.endsWith("a") ? "b" : "a";
      return !stored.has(lane.slice(0, -1) + other);
    });
    expect(halves).toEqual([]);
  });
});

describe("one instance a process", () => {
  test("two copies of the module share one database", async () => {
    await openDatabase({ databaseUrl: null, dataDir });
    vi.resetModules();
    const copy = await import("./database");
    expect(copy.db).not.toBe(db);
    expect(copy.db()).toBe(db());
    await copy.withTx(async (tx) => {
      await sql`insert into lanes (lane) values ('copy')`.execute(tx);
      // Each copy sees the other's transaction.
      expect(() => db()).toThrow("A transaction is open here");
    });
    expect(await db().selectFrom("lanes").select("lane").execute()).toEqual([{ lane: "copy" }]);
  });

  test("two first queries at once open it once", async () => {
    const create = vi.spyOn(PGlite, "create");
    await Promise.all([
      openDatabase({ databaseUrl: null, dataDir }),
      sql`select 1`.execute(db()),
      sql`select 1`.execute(db()),
    ]);
    expect(create).toHaveBeenCalledOnce();
    create.mockRestore();
  });

  test("a start that was refused opens once the directory is free", async () => {
    const other = await openEmbedded(dataDir);
    await expect(openDatabase({ databaseUrl: null, dataDir })).rejects.toThrow(
      DirectoryLockedError,
    );
    await other.close();
    expect((await sql`select 1 as one`.execute(db())).rows).toEqual([{ one: 1 }]);
  });
});

describe("a disk that is full", () => {
  const SENTENCE =
    "The disk of DATA_DIR has 63 MB left, and the database keeps 64 MB free: make room there.";
  const insert = (lane: string) => sql`insert into lanes (lane) values (${lane})`;

  function fill() {
    const bavail = 63;
    return vi.spyOn(fs, "statfsSync").mockReturnValue({ bavail, bsize: 2 ** 20 } as never);
  }

  test("takes no writing while the log still has room, and goes on being read", async () => {
    await openDatabase({ databaseUrl: null, dataDir });
    const disk = fill();
    const full = { name: "DatabaseTrouble", kind: "full", message: SENTENCE };
    await expect(withTx((tx) => insert("lost").execute(tx))).rejects.toMatchObject(full);
    const single = db().insertInto("lanes").values({ lane: "lost" });
    await expect(single.execute()).rejects.toMatchObject(full);
    expect(await db().selectFrom("lanes").select("lane").execute()).toEqual([]);
    disk.mockRestore();
    vi.spyOn(performance, "now").mockReturnValue(performance.now() + 2_000);
    await withTx((tx) => insert("kept").execute(tx));
    vi.restoreAllMocks();
    expect(await db().selectFrom("lanes").select("lane").execute()).toEqual([{ lane: "kept" }]);
  });

  test("is said in a sentence at the start", async () => {
    const disk = fill();
    await expect(openEmbedded(dataDir)).rejects.toThrow(new OperatorError(SENTENCE));
    disk.mockRestore();
    await openHere();
  });
});

describe("upkeep", () => {
  const NEVER = Number.MAX_SAFE_INTEGER;
  const write = (pglite: PGlite, rows: number) =>
    pglite.query(
      "insert into lanes (lane, reason) select gen_random_uuid()::text, repeat('x', 900) from generate_series(1, $1)",
      [rows],
    );
  /** Bytes of write-ahead log that a reopening would have to replay. */
  const unreplayed = async (pglite: PGlite) => {
    const { rows } = await pglite.query<{ bytes: string }>(
      "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::text as bytes from pg_control_checkpoint()",
    );
    return Number(rows[0]?.bytes);
  };

  test("begins with the opening", async () => {
    const timers = vi.spyOn(globalThis, "setInterval");
    await openHere();
    expect(timers.mock.calls.map(([, every]) => every)).toContain(15_000);
    timers.mockRestore();
  });

  test("makes a checkpoint when its time has come, if there were writes", async () => {
    const pglite = await openHere();
    const upkeep = keepHouse(pglite, { lookEvery: 60_000, checkpointAfter: 0, vacuumAfter: NEVER });
    await write(pglite, 2000);
    expect(await unreplayed(pglite)).toBeGreaterThan(1_000_000);
    await upkeep.look();
    expect(await unreplayed(pglite)).toBeLessThan(300_000);

    const query = vi.spyOn(pglite, "query");
    await upkeep.look();
    expect(query.mock.calls.map(([text]) => text)).not.toContain("checkpoint");
    await upkeep.stop();
  });

  test("does not wait for its time when much was written, so the log stays small", async () => {
    const pglite = await openHere();
    const upkeep = keepHouse(pglite, {
      lookEvery: 60_000,
      checkpointAfter: NEVER,
      vacuumAfter: NEVER,
    });
    for (let burst = 0; burst < 4; burst += 1) {
      await write(pglite, 60_000);
      await upkeep.look();
    }
    expect(await unreplayed(pglite)).toBeLessThan(70_000_000);
    expect(directorySize(path.join(dataDir, "database", "pg_wal"))).toBeLessThan(220_000_000);
    await upkeep.stop();
  });

  test("vacuums", async () => {
    const pglite = await openHere();
    const upkeep = keepHouse(pglite, { lookEvery: 60_000, checkpointAfter: NEVER, vacuumAfter: 0 });
    await write(pglite, 2000);
    await pglite.query("delete from lanes");
    await upkeep.look();
    const { rows } = await pglite.query("select pg_relation_size('lanes')::int as size");
    expect(rows).toEqual([{ size: 0 }]);
    await upkeep.stop();
  });
});

test("a first start makes a database that only its owner may read", async () => {
  fs.rmSync(dataDir, { recursive: true });
  const pglite = await openHere();
  expect((await pglite.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  for (const dir of [dataDir, path.join(dataDir, "database")]) {
    expect(fs.statSync(dir).mode & 0o777).toBe(0o700);
  }
});

test("a directory of another PostgreSQL is refused with a sentence", async () => {
  fs.writeFileSync(path.join(dataDir, "database", "PG_VERSION"), "17\n");
  await expect(openEmbedded(dataDir)).rejects.toThrow(
    "is of PostgreSQL 17 and this Usher reads 18",
  );
});

function directorySize(dir: string): number {
  return fs
    .readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
