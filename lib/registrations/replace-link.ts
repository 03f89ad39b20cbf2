import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { currentFirst } from "@/lib/enrolment/current";
import { personalLink } from "@/lib/enrolment/direct";
import { joinLinkSecret } from "@/lib/enrolment/meeting";
import { newSecret, seal } from "@/lib/seal";
import type { EventAccess } from "@/lib/session/access";
import { endPasses } from "./pass-secrets";
import { keepPersonalLink, rememberEnded } from "./personal-secret";
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
      .forNoKeyUpdate()
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
    .selectFrom("enrolments as e")
    .select(["id", "registrar", "wanted", "state"])
    .where("registration_id", "=", registrationId)
    .orderBy(currentFirst)
    .limit(1)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (enrolment?.registrar !== "direct") return false;
  if (enrolment.wanted !== "enrolled" || enrolment.state !== "enrolled") return false;
  const secret = newSecret();
  await rememberEnded(tx, registrationId);
  await keepPersonalLink(tx, registrationId, secret);
  await tx
    .updateTable("registrations")
    .set({
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
