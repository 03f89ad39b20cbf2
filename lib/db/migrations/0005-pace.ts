import { type Kysely, sql } from "kysely";

const statements = [
  // lib/jobs/pace.ts says what these are. A lane that was never throttled has no resumed_at.
  `alter table lanes
    add column resumed_at timestamptz,
    add column throttlings integer not null default 0,
    add column next_at timestamptz,
    add column calls integer not null default 0,
    add column pace_start double precision,
    add column pace_ceiling double precision,
    add column pace_plateau integer not null default 0,
    add column budget double precision`,
];

/** How fast a lane that was throttled may go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
