import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { personalLink } from "@/lib/enrolment/direct";
import { joinLinkSecret, personalSecretOf } from "@/lib/enrolment/meeting";
import { hashSecret, newSecret, seal } from "@/lib/seal";
import type { EventAccess } from "@/lib/session/access";
import { endPasses } from "./pass-secrets";
import { promiseMail } from "./promise-mail";
import { isToCome } from "./resend-mail";

/**
 * An organizer ends somebody's personal link and every pass that shows it, at once; new ones go to
 * the address of the sign-up. False where there is no such link, or nothing for it to lead to.
 */
export function replaceLink(
  access: EventAccess,
  registrationId: string,
  now: Date,
): Promise<boolean> {
  return withTx(async (tx) => {
    const found = await tx
      .selectFrom("registrations")
      .select("id")
      .where("id", "=", registrationId)
      .where("event_id", "=", access.eventId)
      .forUpdate()
      .executeTakeFirst();
    if (!found || !(await isToCome(tx, registrationId, now))) return false;
    if (!(await renewPersonalLink(tx, registrationId))) return false;
    await endPasses(tx, registrationId, now);
    await promiseMail(tx, registrationId, "replaced");
    return true;
  });
}

/**
 * Gives a registration, which the caller has locked, another personal link and remembers that the
 * one before is ended. False where its way in is Microsoft's, or not made yet: whoever makes it
 * then holds the secret that stands here.
 */
export async function renewPersonalLink(tx: Tx, registrationId: string): Promise<boolean> {
  const enrolment = await tx
    .selectFrom("enrolments")
    .select(["id", "registrar", "wanted", "state"])
    .where("registration_id", "=", registrationId)
    .orderBy("generation", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (enrolment?.registrar !== "direct") return false;
  if (enrolment.wanted !== "enrolled" || enrolment.state !== "enrolled") return false;
  const secret = newSecret();
  await tx
    .insertInto("ended_links")
    .columns(["hash", "registration_id"])
    .expression((eb) =>
      eb
        .selectFrom("registrations")
        .select((of) => [of.ref("personal_hash").$notNull().as("hash"), "id"])
        .where("id", "=", registrationId)
        .where("personal_hash", "is not", null),
    )
    .execute();
  await tx
    .updateTable("registrations")
    .set({
      personal_hash: hashSecret(secret),
      personal_sealed: seal(secret, personalSecretOf(registrationId)),
      // Their calendar entry holds it: a next version.
      links: sql<number>`links + 1`,
    })
    .where("id", "=", registrationId)
    .execute();
  await tx
    .updateTable("enrolments")
    .set({
      join_link_sealed: seal(personalLink(secret), joinLinkSecret(enrolment.id)),
      enrolled_at: sql<Date>`now()`,
    })
    .where("id", "=", enrolment.id)
    .execute();
  return true;
}
