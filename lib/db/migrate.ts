import { Kysely, PostgresDialect, type QueryExecutorProvider, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { databaseOptions, db } from "@/lib/db/database";
import * as initial from "@/lib/db/migrations/0001-initial";
import * as faults from "@/lib/db/migrations/0002-faults";
import * as handoffUsedFor from "@/lib/db/migrations/0003-handoff-used-for";
import * as operations from "@/lib/db/migrations/0004-operations";
import * as pace from "@/lib/db/migrations/0005-pace";
import * as form from "@/lib/db/migrations/0006-form";
import * as places from "@/lib/db/migrations/0007-places";
import * as page from "@/lib/db/migrations/0008-page";
import * as reminders from "@/lib/db/migrations/0009-reminders";
import * as guard from "@/lib/db/migrations/0010-guard";
import * as messages from "@/lib/db/migrations/0011-messages";
import * as answers from "@/lib/db/migrations/0012-answers";
import * as webinar from "@/lib/db/migrations/0013-webinar";
import * as joinPresses from "@/lib/db/migrations/0014-join-presses";
import * as following from "@/lib/db/migrations/0015-following";
import * as moves from "@/lib/db/migrations/0016-moves";
import * as webinarTerms from "@/lib/db/migrations/0017-webinar-terms";
import * as series from "@/lib/db/migrations/0018-series";
import * as personalHash from "@/lib/db/migrations/0019-personal-hash";
import * as attendeeTokens from "@/lib/db/migrations/0020-attendee-tokens";
import * as bounces from "@/lib/db/migrations/0021-bounces";
import * as followedDates from "@/lib/db/migrations/0022-followed-dates";
import * as administratorRole from "@/lib/db/migrations/0023-administrator-role";
import * as ownMailbox from "@/lib/db/migrations/0024-own-mailbox";
import { openPool } from "@/lib/db/postgres";
import { OperatorError } from "@/lib/operator-error";

/** Every migration by its file's name, in order. A list and no folder: the server is one bundle. */
export const MIGRATIONS: Record<string, Migration> = {
  "0001-initial": initial,
  "0002-faults": faults,
  "0003-handoff-used-for": handoffUsedFor,
  "0004-operations": operations,
  "0005-pace": pace,
  "0006-form": form,
  "0007-places": places,
  "0008-page": page,
  "0009-reminders": reminders,
  "0010-guard": guard,
  "0011-messages": messages,
  "0012-answers": answers,
  "0013-webinar": webinar,
  "0014-join-presses": joinPresses,
  "0015-following": following,
  "0016-moves": moves,
  "0017-webinar-terms": webinarTerms,
  "0018-series": series,
  "0019-personal-hash": personalHash,
  "0020-attendee-tokens": attendeeTokens,
  "0021-bounces": bounces,
  "0022-followed-dates": followedDates,
  "0023-administrator-role": administratorRole,
  "0024-own-mailbox": ownMailbox,
};

const OLDEST_POSTGRES = 15;

/** The database can't be served by this version. */
export class SchemaError extends OperatorError {
  override name = "SchemaError";
}

/**
 * Brings the schema up to date. Any number of processes may start at once: one migrates, the
 * others wait for it.
 * @throws SchemaError when the database is of a newer Usher or an older PostgreSQL.
 */
export async function migrate(migrations = MIGRATIONS): Promise<void> {
  await withMigrationDb(async (kysely) => {
    await refuseOldPostgres(kysely);
    await refuseNewerSchema(kysely, migrations);
    const migrator = new Migrator({
      db: kysely,
      provider: { getMigrations: async () => migrations },
    });
    const { error } = await migrator.migrateToLatest();
    if (error) {
      // A newer Usher may have migrated while this one waited for its turn.
      await refuseNewerSchema(kysely, migrations);
      throw error;
    }
  });
}

/**
 * Are all migrations of this version in place? Further ones don't count: during a deploy a newer
 * version migrates while this one serves on.
 */
export async function isMigrated(migrations = MIGRATIONS): Promise<boolean> {
  const applied = await appliedMigrations(db());
  return Object.keys(migrations).every((name) => applied.includes(name));
}

/** Migrations have no limits, so on PostgreSQL they get connections of their own. */
async function withMigrationDb(work: (kysely: Kysely<unknown>) => Promise<void>): Promise<void> {
  const { databaseUrl } = databaseOptions();
  if (databaseUrl === null) return work(db() as unknown as Kysely<unknown>);
  const kysely = new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: openPool({ url: databaseUrl, size: 2, unlimited: true }),
    }),
  });
  try {
    await work(kysely);
  } finally {
    await kysely.destroy();
  }
}

async function refuseOldPostgres(kysely: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ version: number }>`
    select current_setting('server_version_num')::int / 10000 as version`.execute(kysely);
  const version = rows[0]?.version ?? 0;
  if (version < OLDEST_POSTGRES) {
    throw new SchemaError(
      `Usher needs PostgreSQL ${OLDEST_POSTGRES} or later, and DATABASE_URL leads to ${version}.`,
    );
  }
}

async function refuseNewerSchema(
  kysely: Kysely<unknown>,
  migrations: Record<string, Migration>,
): Promise<void> {
  const unknown = (await appliedMigrations(kysely)).filter((name) => !(name in migrations));
  if (unknown.length > 0) {
    throw new SchemaError(
      `A newer Usher has migrated this database (${unknown.join(", ")}): start that version or a later one.`,
    );
  }
}

async function appliedMigrations(kysely: QueryExecutorProvider): Promise<string[]> {
  const { rows } = await sql<{ found: boolean }>`
    select to_regclass('kysely_migration') is not null as found`.execute(kysely);
  if (!rows[0]?.found) return [];
  const applied = await sql<{ name: string }>`select name from kysely_migration`.execute(kysely);
  return applied.rows.map((row) => row.name);
}
