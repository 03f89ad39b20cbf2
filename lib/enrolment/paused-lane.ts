import { sql } from "kysely";

/**
 * SQL condition that joins `lanes` to an enrolment (alias `e`) at a meeting (`m`): the lane that it
 * waits in, as lib/enrolment/lane.ts names it, while that is paused.
 */
export const pausedLaneOf = sql<boolean>`lanes.lane =
    case e.registrar when 'webinar' then 'webinar'
      when 'direct' then 'direct:' || m.person_id
      else 'organizer:' || m.person_id end
  and lanes.paused_until > now()`;
