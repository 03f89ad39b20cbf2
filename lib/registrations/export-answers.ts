import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { answerWords } from "@/lib/form/answer-text";
import type { Answers } from "@/lib/form/answers";
import { type FormWords, labelOf } from "@/lib/form/ask";
import type { EventForm, FormDefinition, Question } from "@/lib/form/definition";
import type { Locale } from "@/lib/i18n/locales";
import type { EventAccess } from "@/lib/session/access";

/** A question of an export, whichever versions asked it. */
export interface AnswerColumn {
  id: string;
  label: string;
  /** Is it asked today? */
  isAsked: boolean;
}

export interface AnswerExport {
  columns: AnswerColumn[];
  /** One text a column, empty where there is no answer, of one registration. */
  cells(registration: { answers: Answers; formVersion: number | null }): string[];
}

/**
 * The answers' part of an event's table: a column for each question that is asked today or that
 * somebody answered, first today's in their order, then those that were removed. A question is one
 * column under its newest words; a cell says what was chosen in the words of the version answered.
 */
export async function exportAnswers(
  access: EventAccess,
  { locale, words }: { locale: Locale; words: FormWords },
): Promise<AnswerExport> {
  const [versions, answered] = await Promise.all([
    loadVersions(access.eventId),
    loadAnsweredIds(access.eventId),
  ]);
  const questions = new Map<string, { question: Question; form: FormDefinition; at: number }>();
  for (const [at, { definition }] of versions.entries())
    for (const question of definition.items)
      if (question.kind !== "heading" && !questions.has(question.id))
        questions.set(question.id, { question, form: definition, at });
  const isAsked = ({ question, at }: { question: Question; at: number }) =>
    at === 0 && versions[0]?.isCurrent === true && questions.has(question.id);
  const kept = [...questions.values()].filter(
    (each) => isAsked(each) || answered.has(each.question.id),
  );
  const byVersion = new Map(versions.map((form) => [form.version, form.definition]));
  return {
    columns: kept.map((each) => ({
      id: each.question.id,
      label: labelOf(each.question, each.form, locale, words).text,
      isAsked: isAsked(each),
    })),
    cells({ answers, formVersion }) {
      const form = formVersion === null ? undefined : byVersion.get(formVersion);
      return kept.map(({ question: { id } }) => {
        const asked = form?.items.find((each) => each.id === id);
        const answer = answers[id];
        if (!form || !asked || asked.kind === "heading" || answer === undefined) return "";
        return answerWords(asked, answer, { locale, languages: form.languages }, words)
          .map(({ text }) => text)
          .join("; ");
      });
    },
  };
}

/** The versions that count: today's, then those that registrations answered, newest first. */
async function loadVersions(eventId: string): Promise<(EventForm & { isCurrent: boolean })[]> {
  return db()
    .selectFrom("forms")
    .innerJoin("events", "events.id", "forms.event_id")
    .select(["version", "definition"])
    .select(sql<boolean>`version = events.form_version`.as("isCurrent"))
    .where("event_id", "=", eventId)
    .where((eb) =>
      eb.or([
        eb("version", "=", eb.ref("events.form_version")),
        eb(
          "version",
          "in",
          eb
            .selectFrom("registrations")
            .select("registrations.form_version")
            .where("registrations.event_id", "=", eventId)
            .where("registrations.form_version", "is not", null)
            .$castTo<{ form_version: number }>(),
        ),
      ]),
    )
    .orderBy("version", "desc")
    .execute();
}

async function loadAnsweredIds(eventId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct jsonb_object_keys(answers) as id from registrations
    where event_id = ${eventId}::uuid`.execute(db());
  return new Set(rows.map(({ id }) => id));
}
