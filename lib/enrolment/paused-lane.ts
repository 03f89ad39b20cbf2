import { sql } from "kysely";

/**
 * SQL condition that joins `lanes` to an enrolment (alias `e`) of an event (`events`): the lane that
 * it waits in, as lib/enrolment/lane.ts names it, while that is paused.
 */
export const pausedLaneOf = sql<boolean>`lanes.lane =
    case e.registrar when 'webinar' then 'webinar'
      when 'direct' then 'direct:' || events.acts_as
      else 'organizer:' || events.acts_as end
  and lanes.paused_until > now()`;
