import { sql } from "kysely";
import type { RegistrarName } from "@/lib/db/schema";

/** How far the people of an event are on their way to another meeting or registrar. */
export interface MoveProgress {
  state: "moving" | "stopped" | "done";
  from: { subject: string; registrar: RegistrarName };
  to: { subject: string; registrar: RegistrarName };
  /** People with a place who are moved, whether or not they arrived. */
  total: number;
  /** Have their new link. */
  moved: number;
  /** Keep the old link, because the new one was refused. */
  refused: number;
  /** Why they were refused or wait, by key of `reasons.enrolment`. */
  reasons: Record<string, number>;
  /** Why the registration that was left is still there at Microsoft (key of `reasons.enrolment`). */
  leftOpen: string | null;
}

/** SQL of it for a row of `events`: of the move that is under way, or was done within the day. */
export const moveProgress = sql<MoveProgress | null>`(
  select json_build_object(
    'state', move.state,
    'from', json_build_object('subject', left_meeting.subject, 'registrar', move.from_registrar),
    'to', json_build_object('subject', new_meeting.subject, 'registrar', move.to_registrar),
    'total', people.total, 'moved', people.moved, 'refused', people.refused,
    'leftOpen', case when move.state = 'done' and move.from_registrar = 'external'
      then left_meeting.close_reason end,
    'reasons', coalesce((
      select json_object_agg(reason, number) from (
        select e.reason, count(*) as number from enrolments e
        where e.move_id = move.id and e.wanted = 'enrolled' and e.state <> 'enrolled'
          and e.reason is not null
        group by e.reason
      ) why), '{}'::json))
  from (
    select * from moves where moves.event_id = events.id
      and (state in ('moving', 'stopped') or state = 'done' and finished_at > now() - interval '1 day')
    order by started_at desc limit 1
  ) move
  join meetings left_meeting on left_meeting.id = move.from_meeting_id
  join meetings new_meeting on new_meeting.id = move.to_meeting_id
  cross join lateral (
    select count(*) filter (where made or not arrived) as total,
      count(*) filter (where moved) as moved, count(*) filter (where refused) as refused
    from (
      select coalesce(bool_or(e.move_id = move.id), false) as made,
        coalesce(bool_or(e.move_id = move.id and e.state = 'enrolled'), false) as moved,
        coalesce(bool_or(e.move_id = move.id and e.state = 'failed'), false) as refused,
        coalesce(bool_or(e.meeting_id = move.to_meeting_id
          and e.registrar = move.to_registrar), false) as arrived
      from registrations r
      left join enrolments e on e.registration_id = r.id and e.wanted = 'enrolled'
      where r.event_id = events.id and r.place = 'taken'
      group by r.id
    ) each_one
  ) people)`;
