import type { Tx } from "@/lib/db/database";

/** What an event said before a change. */
export interface BeforeChange {
  title: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
}

/**
 * What this person knows of an event that changed since: what stood there before the first change
 * that came after their last mail, told or not. At the latest what the change itself replaced.
 */
export async function readBeforeChange(
  tx: Tx,
  registrationId: string,
  changeId: string,
): Promise<BeforeChange | null> {
  const before = await tx
    .selectFrom("event_changes")
    .innerJoin("registrations", "registrations.event_id", "event_changes.event_id")
    .select([
      "event_changes.title",
      "event_changes.starts_at as startsAt",
      "event_changes.ends_at as endsAt",
      "event_changes.zone",
    ])
    .where("registrations.id", "=", registrationId)
    .whereRef("event_changes.made_at", ">", "registrations.created_at")
    .where((eb) =>
      eb.or([
        eb("event_changes.id", "=", changeId),
        eb(
          "event_changes.made_at",
          ">",
          eb.fn.coalesce(
            eb
              .selectFrom("mails")
              .select((max) => max.fn.max("mails.sent_at").as("at"))
              .where("mails.registration_id", "=", registrationId),
            "registrations.created_at",
          ),
        ),
      ]),
    )
    .orderBy("event_changes.made_at")
    .limit(1)
    .executeTakeFirst();
  return before ?? null;
}
