import type { Db, Tx } from "@/lib/db/database";
import type { Answer } from "@/lib/form/answers";
import type { FormDefinition, Question } from "@/lib/form/definition";
import { versionOf } from "@/lib/form/revise";
import { loadAnsweredForms } from "./own-answers";

/** Everything that somebody answered, each as it was asked of them. */
export async function loadAnswered(
  tx: Db | Tx,
  registrationId: string,
): Promise<{ question: Question; languages: FormDefinition["languages"]; answer: Answer }[]> {
  const row = await tx
    .selectFrom("registrations")
    .select([
      "event_id as eventId",
      "answers",
      "form_version as formVersion",
      "answered_in as answeredIn",
    ])
    .where("id", "=", registrationId)
    .executeTakeFirst();
  if (!row || row.formVersion === null) return [];
  const versions = await loadAnsweredForms(tx, row.eventId, row);
  return Object.entries(row.answers).flatMap(([id, answer]) => {
    const form = versions.get(versionOf(row, id) ?? 0);
    const question = form?.items.find((each) => each.id === id);
    if (!form || !question || question.kind === "heading") return [];
    return [{ question, languages: form.languages, answer }];
  });
}
