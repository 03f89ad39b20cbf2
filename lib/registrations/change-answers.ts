import { type Tx, withTx } from "@/lib/db/database";
import { wantAgain } from "@/lib/enrolment/refused-people";
import { loadForm } from "@/lib/events/form-queries";
import { changedAnswers, reviseAnswers } from "@/lib/form/revise";
import { closedBecause } from "./answers-until";
import { errorsByField } from "./errors-by-field";
import { findPass } from "./find-pass";
import { loadOwn } from "./own-answers";
import { signUpInput, type TypedForm } from "./submit-form";

export type ChangeAnswersOutcome =
  /** `changed`: names and questions that are other than before; none when all was the same. */
  | { kind: "saved"; changed: string[] }
  /** As in SubmitOutcome. */
  | { kind: "invalid"; errors: Record<string, string> }
  /** The page says why. */
  | { kind: "closed" | "unproved" | "ended" }
  | { kind: "unknown" };

/**
 * The holder of a pass that was proved by mail changes their name and what they answered, by the
 * sign-up's own schema. The address stays: the place, the pass and the link were given to it.
 *
 * Nothing goes to Microsoft of somebody who is enrolled: a registrant is our id, and a webinar's
 * registration can't be changed. Whom a webinar refused for what they didn't answer is sent again.
 */
export function changeAnswers(
  token: string,
  typed: Omit<TypedForm, "email" | "code">,
  now: Date,
): Promise<ChangeAnswersOutcome> {
  return withTx(async (tx): Promise<ChangeAnswersOutcome> => {
    const pass = await findPass(tx, token);
    if (!pass) return { kind: "unknown" };
    if (pass.endedAt) return { kind: "ended" };
    if (!pass.proved) return { kind: "unproved" };
    await lockOwn(tx, pass);
    const own = await loadOwn(tx, pass.registrationId);
    if (closedBecause(own, now)) return { kind: "closed" };
    const form = await loadForm(tx, pass.eventId);
    const input = signUpInput(form)
      .pick({ firstName: true, lastName: true, answers: true })
      .safeParse(typed);
    if (!input.success) return { kind: "invalid", errors: errorsByField(input.error) };

    const { firstName, lastName } = input.data;
    const revised = reviseAnswers(own, input.data.answers, form);
    const changed = [
      ...(firstName === own.firstName ? [] : ["firstName"]),
      ...(lastName === own.lastName ? [] : ["lastName"]),
      ...changedAnswers(own.answers, revised.answers),
    ];
    if (changed.length === 0) return { kind: "saved", changed };
    await tx
      .updateTable("registrations")
      .set({
        first_name: firstName,
        last_name: lastName,
        answers: JSON.stringify(revised.answers),
        answered_in: JSON.stringify(revised.answeredIn),
        form_version: revised.formVersion,
      })
      .where("id", "=", pass.registrationId)
      .execute();
    await tx
      .insertInto("registration_changes")
      .values({
        registration_id: pass.registrationId,
        changed: JSON.stringify(changed),
        made_at: now,
      })
      .execute();
    await wantAgain(tx, { registrationId: pass.registrationId }, ["unanswered-there"]);
    return { kind: "saved", changed };
  });
}

/**
 * The event first, as everybody does: its form is what is asked until this ends. Then the person,
 * so that the second of two changes at once sees the first.
 */
async function lockOwn(
  tx: Tx,
  { eventId, registrationId }: { eventId: string; registrationId: string },
): Promise<void> {
  await tx.selectFrom("events").select("id").where("id", "=", eventId).forShare().execute();
  await tx
    .selectFrom("registrations")
    .select("id")
    .where("id", "=", registrationId)
    .forNoKeyUpdate()
    .execute();
}
