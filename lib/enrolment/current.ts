import { sql } from "kysely";

/**
 * SQL order of a registration's enrolments (alias `e`), the one that counts first: whose link is
 * stored and wanted, else what is wanted, else what is still to be undone; of equals the newest. So
 * a pass shows the old link until a move has stored the new one, and never both.
 */
export const currentFirst = sql`(e.wanted = 'enrolled' and e.state = 'enrolled') desc,
  (e.wanted = 'enrolled') desc, (e.state <> 'withdrawn') desc, e.generation desc`;
