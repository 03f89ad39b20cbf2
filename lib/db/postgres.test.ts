import { Kysely, PostgresDialect, sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { runForRequest } from "@/lib/request-scope";
import { type CuttableProxy, startCuttableProxy } from "@/test/cuttable-proxy";
import { describeDatabase } from "@/test/database";
import { guardedDialect } from "./guarded-dialect";
import { openPool, type PostgresOptions } from "./postgres";
import { troubleSince } from "./trouble";

const LIMITS = { request: 150, job: 450, connection: 300, lock: 150, close: 150 };

describeDatabase("postgres", "a pool whose server has trouble", (database) => {
  let ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    ends = [];
  });

  const address = () => database.options().databaseUrl ?? "";

  async function proxied(): Promise<CuttableProxy> {
    const proxy = await startCuttableProxy(address());
    ends.push(() => proxy.stop());
    return proxy;
  }

  function open(url: string, options: Partial<PostgresOptions> = {}) {
    const pool = openPool({ url, limits: LIMITS, ...options });
    const kysely = new Kysely<unknown>({ dialect: guardedDialect(new PostgresDialect({ pool })) });
    ends.push(() => kysely.destroy());
    return { pool, kysely };
  }

  const one = sql<{ one: number }>`select 1 as one`;
  const inRequest = <T>(work: () => Promise<T>) => runForRequest({ requestId: "a" }, work);

  test("that hangs is not waited for, for a request less long than for a job", async () => {
    const proxy = await proxied();
    const { pool, kysely } = open(proxy.url);
    await Promise.all([one.execute(kysely), one.execute(kysely)]);
    proxy.hang();
    const before = performance.now();
    const answers = await Promise.allSettled([
      inRequest(() => one.execute(kysely)),
      runForRequest({ requestId: "a", job: "b" }, () => one.execute(kysely)),
    ]);
    expect(answers).toMatchObject([
      { reason: { name: "DatabaseTrouble", kind: "slow", message: "No answer within 0.15 s." } },
      { reason: { name: "DatabaseTrouble", kind: "slow", message: "No answer within 0.45 s." } },
    ]);
    expect(troubleSince(before)).toBe(true);
    // Neither connection serves anybody else.
    expect(pool.totalCount).toBe(0);
    await expect(one.execute(kysely)).rejects.toMatchObject({ kind: "away" });
    proxy.mend();
    expect((await one.execute(kysely)).rows).toEqual([{ one: 1 }]);
  });

  test("that hangs keeps nobody from closing the pool", async () => {
    const proxy = await proxied();
    const { pool, kysely } = open(proxy.url, { unlimited: true });
    await one.execute(kysely);
    proxy.hang();
    const waiting = one.execute(kysely).catch((error: unknown) => error);
    // Closing takes no connection away from the statement until its time is up.
    await new Promise((done) => setImmediate(done));
    await kysely.destroy();
    expect(await waiting).toMatchObject({ name: "DatabaseTrouble", kind: "away" });
    expect(pool.totalCount).toBe(0);
  });

  test("that goes away in the middle of a transaction", async () => {
    const proxy = await proxied();
    const { kysely } = open(proxy.url);
    const work = kysely.transaction().execute(async (tx) => {
      await one.execute(tx);
      proxy.cut();
      await one.execute(tx);
    });
    await expect(work).rejects.toMatchObject({ name: "DatabaseTrouble", kind: "away" });
    await expect(one.execute(kysely)).rejects.toMatchObject({ kind: "away" });
    proxy.mend();
    expect((await one.execute(kysely)).rows).toEqual([{ one: 1 }]);
  });

  test("that hangs in the middle of a transaction", async () => {
    const proxy = await proxied();
    const { kysely } = open(proxy.url, { limits: { job: 300 } });
    const work = kysely.transaction().execute(async (tx) => {
      await one.execute(tx);
      proxy.hang();
      await one.execute(tx);
    });
    await expect(work, "not what the way back met").rejects.toMatchObject({ kind: "slow" });
    proxy.mend();
    expect((await one.execute(kysely)).rows).toEqual([{ one: 1 }]);
  });

  test("that ends a connection in use does not end the process", async () => {
    const { kysely } = open(address());
    const work = kysely.connection().execute(async (connection) => {
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(connection);
    });
    await expect(work).rejects.toMatchObject({ kind: "away" });
    expect((await one.execute(kysely)).rows).toEqual([{ one: 1 }]);
  });

  test("whose connections are all in use", async () => {
    const { kysely } = open(address(), { size: 1 });
    const work = kysely.connection().execute(async (connection) => {
      await one.execute(connection);
      return one.execute(kysely).catch((error: unknown) => error);
    });
    expect(await work).toMatchObject({ name: "DatabaseTrouble", kind: "crowded" });
    expect((await one.execute(kysely)).rows).toEqual([{ one: 1 }]);
  });

  test("whose lock somebody else holds", async () => {
    const { kysely } = open(address());
    const lock = sql`select pg_advisory_xact_lock(1)`;
    const work = kysely.transaction().execute(async (tx) => {
      await lock.execute(tx);
      return lock.execute(kysely).catch((error: unknown) => error);
    });
    expect(await work).toMatchObject({ name: "DatabaseTrouble", kind: "locked", code: "55P03" });
  });

  test("who has no room on the disk", async () => {
    const { kysely } = open(address());
    const full = sql`do $$ begin raise exception 'full' using errcode = 'disk_full'; end $$`;
    await expect(full.execute(kysely)).rejects.toMatchObject({
      name: "DatabaseTrouble",
      kind: "full",
      code: "53100",
    });
  });

  test("and a fault of ours stays one", async () => {
    const { kysely } = open(address());
    const fault = sql`select * from nowhere`.execute(kysely);
    await expect(fault).rejects.toMatchObject({ name: "error", code: "42P01" });
  });
});
