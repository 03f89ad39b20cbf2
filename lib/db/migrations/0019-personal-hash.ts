import { type Kysely, sql } from "kysely";

const statements = [
  // With a constraint the hash would be a key, and whoever writes it would lock the row against all
  // that refers to it: a mail on its way out and the link that is stored waited for each other.
  "alter table registrations drop constraint registrations_personal_hash_key",
  `create unique index registrations_personal_hash on registrations (personal_hash)
    where personal_hash is not null`,
];

/** Personal links are unique without being a key of their registration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
