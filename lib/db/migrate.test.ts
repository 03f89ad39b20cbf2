import { sql } from "kysely";
import { expect, test } from "vitest";
import { runScript } from "@/test/child-process";
import { describeDatabase, describeDatabases } from "@/test/database";
import { db } from "./database";
import { isMigrated, MIGRATIONS, migrate, SchemaError } from "./migrate";

const next = {
  ...MIGRATIONS,
  "9999-next": { up: async () => {} },
};

async function undo(): Promise<void> {
  await sql`drop schema public cascade`.execute(db());
  await sql`create schema public`.execute(db());
}

describeDatabases("migrations", () => {
  test("make the schema once, however often they run", async () => {
    await undo();
    expect(await isMigrated()).toBe(false);
    await migrate();
    expect(await isMigrated()).toBe(true);
    await migrate();
    expect(await db().selectFrom("jobs").selectAll().execute()).toEqual([]);
  });

  test("a failing migration leaves nothing behind", async () => {
    await undo();
    const broken = {
      ...MIGRATIONS,
      "9999-broken": { up: async () => Promise.reject(new Error("no")) },
    };
    await expect(migrate(broken)).rejects.toThrow("no");
    expect(await isMigrated()).toBe(false);
    await migrate();
    expect(await isMigrated()).toBe(true);
  });

  test("an older Usher refuses a newer schema", async () => {
    await migrate(next);
    await expect(migrate()).rejects.toThrow(SchemaError);
    await expect(migrate()).rejects.toThrow(
      "A newer Usher has migrated this database (9999-next): start that version or a later one.",
    );
    // One that serves already serves on: additions come first, removals a release later.
    expect(await isMigrated()).toBe(true);
    await sql`delete from kysely_migration where name = '9999-next'`.execute(db());
  });
});

describeDatabase("postgres", "migrations of several processes", (database) => {
  test("four that start at once all find the schema in place", async () => {
    await undo();
    const processes = Array.from({ length: 4 }, () =>
      runScript(
        `import { closeDatabase, openDatabase } from "@/lib/db/database";
         import { isMigrated, migrate } from "@/lib/db/migrate";
         await openDatabase({ databaseUrl: process.env.URL_OF_DATABASE, dataDir: "/dev/null" });
         await migrate();
         console.log(String(await isMigrated()));
         await closeDatabase();`,
        { URL_OF_DATABASE: database.options().databaseUrl ?? "" },
      ),
    );
    const answers = await Promise.all(processes.map((child) => child.line(() => true)));
    expect(answers).toEqual(["true", "true", "true", "true"]);
    expect(await Promise.all(processes.map((child) => child.ended))).toEqual([0, 0, 0, 0]);
  });
});
