import { db } from "@/lib/db/database";
import { laneFault } from "@/lib/enrolment/lane-fault";
import { refreshTerms } from "@/lib/enrolment/webinar-terms";
import { GraphFault } from "@/lib/graph/faults";
import { handle } from "@/lib/jobs/handle";
import { ConnectionBroken } from "@/lib/organizers/act-for";
import { lookAtMeeting } from "./look";
import { noticeMeeting } from "./notice-meeting";
import { nextLook } from "./pace";
import { loadFollowed, putOff } from "./queries";
import { type MeetingNow, readMeeting } from "./read-meeting";

export const lookAtMeetingHandler = handle(lookAtMeeting, async ({ eventId }, { turn }) => {
  const followed = await loadFollowed(db(), eventId);
  // Cancelled, over or never published by now.
  if (!followed) return;
  let now: MeetingNow;
  try {
    now = await readMeeting(followed, turn);
    if (followed.kind === "webinar" && now.kind === "there") {
      const { meetingId: id, graphId, actsAs: organizerId } = followed;
      await refreshTerms({ id, graphId, organizerId }, turn);
    }
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw laneFault(error, followed.actsAs).fault;
    return putOff(db(), followed, nextTry(followed.startsAt, trouble), trouble);
  }
  await noticeMeeting(followed, now, new Date());
});

/** Who reconnects is not known here; without a connection Microsoft isn't asked, so trying costs little. */
const RECONNECTED_MS = 10 * 60_000;

function nextTry(startsAt: Date, trouble: string): Date {
  const now = new Date();
  const next = nextLook(now, startsAt, false);
  const soon = new Date(now.getTime() + RECONNECTED_MS);
  return trouble === "connection" && soon < next ? soon : next;
}

/** What somebody has to mend; null: it passes, or pauses the lane. Nobody waits for a look. */
function troubleOf(error: unknown): string | null {
  if (error instanceof ConnectionBroken) return "connection";
  return error instanceof GraphFault && error.kind === "forbidden" ? "forbidden" : null;
}
