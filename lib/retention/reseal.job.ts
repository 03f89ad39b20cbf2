import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { joinLinkSecret, meetingSecret, personalSecretOf } from "@/lib/enrolment/meeting";
import { codeSecret } from "@/lib/events/invitation-code";
import { handle } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { connectionSecret } from "@/lib/organizers/connection-secret";
import { draftSecret } from "@/lib/registrations/draft-secret";
import { passSecret } from "@/lib/registrations/pass-secrets";
import { open, SealError, seal, sealPrefix } from "@/lib/seal";
import { attendeeTokenSecret } from "@/lib/session/attendee-token";
import { reseal } from "./reseal";

/** A column of sealed values: by which key its rows are gone through, and what binds a value. */
interface SealedColumn {
  table: string;
  column: string;
  key: string;
  /** SQL of what the AAD names, when that isn't the key. */
  about?: string;
  aad: (about: string) => string;
}

/** Every column that lib/seal seals. A test looks for columns that are missing here. */
export const SEALED: readonly SealedColumn[] = [
  {
    table: "connections",
    column: "refresh_token_sealed",
    key: "person_id",
    aad: (id) => connectionSecret(id, "refresh"),
  },
  {
    table: "connections",
    column: "access_token_sealed",
    key: "person_id",
    aad: (id) => connectionSecret(id, "access"),
  },
  { table: "meetings", column: "join_url_sealed", key: "id", aad: meetingSecret },
  { table: "enrolments", column: "join_link_sealed", key: "id", aad: joinLinkSecret },
  { table: "registrations", column: "personal_sealed", key: "id", aad: personalSecretOf },
  { table: "passes", column: "sealed", key: "hash", about: "registration_id", aad: passSecret },
  { table: "invitation_codes", column: "code_sealed", key: "id", aad: codeSecret },
  { table: "drafts", column: "sealed", key: "hash", aad: draftSecret },
  {
    table: "attendee_tokens",
    column: "token_sealed",
    key: "handoff_hash",
    aad: attendeeTokenSecret,
  },
];

/** Rows between two looks at the lease; each is written in a statement of its own. */
const BATCH = 200;

/**
 * Goes through every sealed value that is not under the first key. Stopped anywhere, it goes on
 * with what is left: a value that was done is not found again. A value that changes meanwhile is
 * left to whoever changed it, who sealed it under their own first key.
 */
export const resealHandler = handle(reseal, async (_payload, { renew }) => {
  const prefix = `${sealPrefix()}.`;
  let resealed = 0;
  let unopened = 0;
  const missing = new Set<string>();
  for (const column of SEALED) {
    let after = "";
    for (;;) {
      const rows = await page(column, prefix, after);
      for (const row of rows) {
        const fault = await resealOne(column, row);
        if (!fault) resealed++;
        else {
          unopened++;
          missing.add(fault.missingKey ?? "none: damaged");
        }
      }
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) break;
      after = last.key;
      await renew();
    }
  }
  if (unopened > 0)
    log.error(
      { resealed, unopened, missing: [...missing] },
      "sealed values can't be opened: put the missing keys back at the end of TOKEN_KEYS",
    );
  // A run that finds nothing to do is what must be seen before a key is dropped.
  else if (resealed > 0) log.info({ resealed }, "sealed anew under the first of TOKEN_KEYS");
  else log.info("everything sealed is under the first of TOKEN_KEYS");
});

interface SealedRow {
  key: string;
  about: string;
  sealed: string;
}

async function page(column: SealedColumn, prefix: string, after: string): Promise<SealedRow[]> {
  const key = sql`${sql.ref(column.key)}::text`;
  const { rows } = await sql<SealedRow>`
    select ${key} as key, ${sql.ref(column.about ?? column.key)}::text as about,
      ${sql.ref(column.column)} as sealed
    from ${sql.table(column.table)}
    where ${sql.ref(column.column)} <> '' and not starts_with(${sql.ref(column.column)}, ${prefix})
      and ${key} > ${after}
    order by ${key} limit ${BATCH}`.execute(db());
  return rows;
}

/** The fault of a value that no key of TOKEN_KEYS opens: it stays as it is, for when its key is back. */
async function resealOne(column: SealedColumn, row: SealedRow): Promise<SealError | null> {
  const aad = column.aad(row.about);
  let fresh: string;
  try {
    fresh = seal(open(row.sealed, aad), aad);
  } catch (error) {
    if (error instanceof SealError) return error;
    throw error;
  }
  await sql`
    update ${sql.table(column.table)} set ${sql.ref(column.column)} = ${fresh}
    where ${sql.ref(column.key)}::text = ${row.key}
      and ${sql.ref(column.column)} = ${row.sealed}`.execute(db());
  return null;
}
