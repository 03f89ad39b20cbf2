import type { Tx } from "@/lib/db/database";
import { personalSecretOf } from "@/lib/enrolment/meeting";
import { hashSecret, seal } from "@/lib/seal";

/** Keeps the secret of a registration's personal link: for looking it up, and for showing it again. */
export async function keepPersonalLink(
  tx: Tx,
  registrationId: string,
  secret: string,
): Promise<void> {
  await tx
    .updateTable("registrations")
    .set({
      personal_hash: hashSecret(secret),
      personal_sealed: seal(secret, personalSecretOf(registrationId)),
    })
    .where("id", "=", registrationId)
    .execute();
}

/** Remembers that a personal link ended: whoever opens it is told that another took its place. */
export async function rememberEnded(tx: Tx, registrationId: string): Promise<void> {
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
}

/** Ends the personal link of a registration whose way in is Microsoft's from now on. */
export async function endPersonalLink(tx: Tx, registrationId: string): Promise<void> {
  await rememberEnded(tx, registrationId);
  await tx
    .updateTable("registrations")
    .set({ personal_hash: null, personal_sealed: null })
    .where("id", "=", registrationId)
    .where("personal_hash", "is not", null)
    .execute();
}
