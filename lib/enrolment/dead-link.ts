import { sql } from "kysely";

/**
 * SQL condition: this enrolment's link is dead, because somebody deleted the registration that it
 * came from. `e` is the enrolment's alias, `m` its meeting's.
 */
export const deadLink = sql<boolean>`(e.registrar = 'external' and e.state = 'enrolled'
  and e.enrolled_at < m.registration_gone_at)`;
