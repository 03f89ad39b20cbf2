import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import { describeDatabase, describeDatabases } from "@/test/database";
import { afterCommit, closeDatabase, db, openDatabase, withTx } from "./database";
import { OutsideTransactionError } from "./guarded-dialect";

const insertLane = (lane: string) => sql`insert into lanes (lane) values (${lane})`;
const lanes = async () =>
  (await db().selectFrom("lanes").select("lane").orderBy("lane").execute()).map((row) => row.lane);

describeDatabases("the database", () => {
  test("keeps what a transaction wrote and forgets what a failed one wrote", async () => {
    await withTx((tx) => insertLane("kept").execute(tx));
    const failing = withTx(async (tx) => {
      await insertLane("lost").execute(tx);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await lanes()).toEqual(["kept"]);
  });

  test("refuses the outer handle inside a transaction, and lives on", async () => {
    const outer = db();
    await withTx(async (tx) => {
      expect(() => db()).toThrow(OutsideTransactionError);
      await expect(withTx(async () => {})).rejects.toThrow(OutsideTransactionError);
      // One that was kept from before, too: without the guard this waits for ever on PGlite.
      await expect(insertLane("outside").execute(outer)).rejects.toThrow(OutsideTransactionError);
      await insertLane("inside").execute(tx);
    });
    expect(await lanes()).toEqual(["inside"]);
  });

  test("gives work that outlives its transaction the outer handle again", async () => {
    let later: Promise<string[]> | undefined;
    const gate = Promise.withResolvers<void>();
    await withTx(async () => {
      later = gate.promise.then(lanes);
    });
    gate.resolve();
    expect(await later).toEqual([]);
  });

  test("rejects a transaction in which a failed statement was swallowed", async () => {
    const swallowing = withTx(async (tx) => {
      await insertLane("first").execute(tx);
      await insertLane("first")
        .execute(tx)
        .catch(() => {});
      return "registered";
    });
    await expect(swallowing).rejects.toThrow();
    expect(await lanes()).toEqual([]);
    await withTx((tx) => insertLane("next").execute(tx));
    expect(await lanes()).toEqual(["next"]);
  });

  test("calls back after the commit, never after a rollback", async () => {
    const committed = vi.fn(() => {
      expect(() => db()).not.toThrow();
    });
    const rolledBack = vi.fn();
    await withTx(async () => {
      afterCommit(committed);
      expect(committed).not.toHaveBeenCalled();
    });
    await expect(
      withTx(async () => {
        afterCommit(rolledBack);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(committed).toHaveBeenCalledOnce();
    expect(rolledBack).not.toHaveBeenCalled();
  });

  test("stands by a commit whose callback throws", async () => {
    const second = vi.fn();
    const result = await withTx(async () => {
      afterCommit(() => {
        throw new Error("no");
      });
      afterCommit(second);
      return "done";
    });
    expect(result).toBe("done");
    expect(second).toHaveBeenCalledOnce();
  });

  test("reads every type the same way on both databases", async () => {
    const { rows } = await sql`
      select 9007199254740993::int8 as int8, '2026-03-29'::date as date, count(*) as count,
        1.50::numeric as numeric, 7::int4 as int4, 1.5::float8 as float8, true as bool,
        '{"a": [1]}'::jsonb as jsonb, array['a', 'b'] as texts,
        array[9007199254740993]::int8[] as int8s, array['2026-03-29']::date[] as dates,
        '2026-03-29T01:30:00.123456Z'::timestamptz as timestamptz,
        '9999-01-01T00:00:00Z'::timestamptz as far,
        '00000000-0000-4000-8000-000000000000'::uuid as uuid, null as nothing`.execute(db());
    expect(rows).toEqual([
      {
        int8: "9007199254740993",
        date: "2026-03-29",
        count: "1",
        numeric: "1.50",
        int4: 7,
        float8: 1.5,
        bool: true,
        jsonb: { a: [1] },
        texts: ["a", "b"],
        int8s: ["9007199254740993"],
        dates: ["2026-03-29"],
        timestamptz: new Date("2026-03-29T01:30:00.123Z"),
        far: new Date("9999-01-01T00:00:00Z"),
        uuid: "00000000-0000-4000-8000-000000000000",
        nothing: null,
      },
    ]);
  });

  test("writes dates, JSON and arrays the same way on both databases", async () => {
    const moment = new Date("2026-10-25T00:30:00.000Z");
    const { rows } = await sql`
      select ${moment}::timestamptz = '2026-10-25T00:30:00Z'::timestamptz as moment,
        (${JSON.stringify({ a: "ü" })}::jsonb ->> 'a') as json,
        ${["x", 'y"z']}::text[] as texts,
        ${[randomId]}::uuid[] as ids`.execute(db());
    expect(rows).toEqual([{ moment: true, json: "ü", texts: ["x", 'y"z'], ids: [randomId] }]);
  });

  test("tells a unique violation by its code", async () => {
    await insertLane("once").execute(db());
    await expect(insertLane("once").execute(db())).rejects.toMatchObject({
      code: "23505",
      constraint: "lanes_pkey",
    });
  });

  test("serves many transactions at once", async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => withTx((tx) => insertLane(`lane ${n}`).execute(tx))),
    );
    expect(await lanes()).toHaveLength(50);
  });
});

const randomId = "3f0d3f53-6f3c-4b6e-8a7e-3d9f6f0f7a11";

describeDatabase("postgres", "a pooled database", () => {
  test("ends a statement that takes too long, and reads committed", async () => {
    const { rows } = await withTx((tx) =>
      sql`select current_setting('statement_timeout') as timeout,
        current_setting('transaction_isolation') as isolation`.execute(tx),
    );
    expect(rows).toEqual([{ timeout: "15s", isolation: "read committed" }]);
  });
});

test("a PostgreSQL that does not answer is said in a sentence, without its password", async () => {
  const databaseUrl = "postgres://usher:hunter2@127.0.0.1:1/usher";
  const opening = openDatabase({ databaseUrl, dataDir: "/dev/null" });
  await expect(opening).rejects.toThrow(
    "The database of DATABASE_URL (127.0.0.1:1) can't be used: connect ECONNREFUSED 127.0.0.1:1.",
  );
  await closeDatabase();
});

describe("afterCommit outside of a transaction", () => {
  test("calls back at once", () => {
    const callback = vi.fn();
    afterCommit(callback);
    expect(callback).toHaveBeenCalledOnce();
  });
});
