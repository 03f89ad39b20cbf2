import { z } from "zod";
import type { GraphCall } from "./client";
import { optionalMoment } from "./date-time";
import { GraphFault } from "./faults";
import { odataFilter } from "./odata";

/** Microsoft's onlineMeeting. `joinUrl` is its way in: a secret. */
export interface OnlineMeeting {
  id: string;
  subject: string;
  joinUrl: string;
  startsAt: Date | null;
  endsAt: Date | null;
  /** The digits people type, without spaces. */
  joinMeetingId: string | null;
}

const onlineMeeting = z
  .object({
    id: z.string().min(1),
    subject: z.string().nullish(),
    joinWebUrl: z.string().min(1),
    startDateTime: optionalMoment,
    endDateTime: optionalMoment,
    joinMeetingIdSettings: z.object({ joinMeetingId: z.string().nullish() }).nullish(),
  })
  .transform(
    (raw): OnlineMeeting => ({
      id: raw.id,
      subject: raw.subject ?? "",
      joinUrl: raw.joinWebUrl,
      startsAt: raw.startDateTime,
      endsAt: raw.endDateTime,
      joinMeetingId: raw.joinMeetingIdSettings?.joinMeetingId?.replace(/\s/g, "") || null,
    }),
  );

const found = z.object({ value: z.array(onlineMeeting) });

/** The meeting with this join link, among those the person organizes; null when there is none. */
export function findByJoinUrl(call: GraphCall, url: string): Promise<OnlineMeeting | null> {
  return findMeeting(call, odataFilter("JoinWebUrl", url), "findMeetingByJoinUrl");
}

/** The meeting with this meeting ID (digits), among those the person organizes. */
export function findByMeetingId(call: GraphCall, digits: string): Promise<OnlineMeeting | null> {
  const filter = odataFilter("joinMeetingIdSettings/joinMeetingId", digits);
  return findMeeting(call, filter, "findMeetingByMeetingId");
}

/** The meeting with this id; null when it is gone or somebody else's. */
export function getMeeting(call: GraphCall, id: string): Promise<OnlineMeeting | null> {
  return call
    .get(`${call.root}/onlineMeetings/${encodeURIComponent(id)}`, onlineMeeting, {
      operation: "getOnlineMeeting",
    })
    .catch(nullWhenNotFound);
}

async function findMeeting(
  call: GraphCall,
  filter: string,
  operation: string,
): Promise<OnlineMeeting | null> {
  const answer = await call
    .get(`${call.root}/onlineMeetings?$filter=${filter}`, found, { operation })
    .catch(nullWhenNotFound);
  return answer?.value[0] ?? null;
}

function nullWhenNotFound(error: unknown): null {
  if (error instanceof GraphFault && error.kind === "not-found") return null;
  throw error;
}
