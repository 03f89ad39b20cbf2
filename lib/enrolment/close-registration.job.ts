import { db, withTx } from "@/lib/db/database";
import { handle } from "@/lib/jobs/handle";
import { actFor } from "@/lib/organizers/act-for";
import { closeRegistration } from "./close-registration";
import { externalRegistrar } from "./external";
import { laneFault } from "./lane-fault";
import { registrarMeeting } from "./meeting";
import { markAllWithdrawn } from "./queries";

export const closeRegistrationHandler = handle(closeRegistration, async ({ meetingId }) => {
  const meeting = await db()
    .selectFrom("meetings")
    .select([
      "id as meetingId",
      "person_id as personId",
      "graph_id as graphId",
      "join_url_sealed as joinUrlSealed",
      "audience as meetingAudience",
      "registration_ours as registrationOurs",
    ])
    .where("id", "=", meetingId)
    .executeTakeFirst();
  if (!meeting?.registrationOurs) return;
  if (await isUsed(meetingId)) return;
  try {
    await actFor(meeting.personId, (call) =>
      externalRegistrar.close(call, registrarMeeting(meeting)),
    );
  } catch (error) {
    throw laneFault(error, meeting.personId).fault;
  }
  await withTx(async (tx) => {
    await tx
      .updateTable("meetings")
      .set({ registration_ours: false, audience: null })
      .where("id", "=", meetingId)
      .execute();
    // The registrants went with it: their own jobs find nothing left to do.
    await markAllWithdrawn(tx, meetingId);
  });
});

async function isUsed(meetingId: string): Promise<boolean> {
  const row = await db()
    .selectFrom("events")
    .select("id")
    .where("meeting_id", "=", meetingId)
    .where("registrar", "=", "external")
    .where("state", "in", ["open", "closed"])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
