import { sql } from "kysely";
import { expect, test } from "vitest";
import { withTx } from "@/lib/db/database";
import { describeDatabase } from "@/test/database";
import { onceMoreIfDeadlocked } from "./deadlock";

describeDatabase("postgres", "a transaction that PostgreSQL ended", () => {
  const ended = async (codes: string[]) => {
    let runs = 0;
    const outcome = await onceMoreIfDeadlocked(() =>
      withTx(async (tx) => {
        const code = codes[runs];
        runs += 1;
        if (code)
          await sql
            .raw(`do $$ begin raise exception 'ended' using errcode = '${code}'; end $$`)
            .execute(tx);
        return "done";
      }),
    ).catch(() => "failed");
    return { outcome, runs };
  };

  test("for a deadlock is run once more, and for anything else isn't", async () => {
    expect(await ended(["40P01"])).toEqual({ outcome: "done", runs: 2 });
    expect(await ended(["40P01", "40P01"])).toEqual({ outcome: "failed", runs: 2 });
    expect(await ended(["55P03"])).toEqual({ outcome: "failed", runs: 1 });
  });
});
