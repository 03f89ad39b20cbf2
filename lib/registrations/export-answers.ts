import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { answerWords } from "@/lib/form/answer-text";
import { type FormWords, labelOf } from "@/lib/form/ask";
import type { EventForm, FormDefinition, Question } from "@/lib/form/definition";
import { type Answered, versionOf } from "@/lib/form/revise";
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
  cells(registration: Answered): string[];
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
    cells(registration) {
      return kept.map(({ question: { id } }) => {
        const form = byVersion.get(versionOf(registration, id) ?? 0);
        const asked = form?.items.find((each) => each.id === id);
        const answer = registration.answers[id];
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
  const answered = sql<number>`
    select form_version from registrations where event_id = ${eventId}::uuid
    union select value::int from registrations, jsonb_each_text(answered_in)
    where event_id = ${eventId}::uuid`;
  return db()
    .selectFrom("forms")
    .innerJoin("events", "events.id", "forms.event_id")
    .select(["version", "definition"])
    .select(sql<boolean>`version = events.form_version`.as("isCurrent"))
    .where("event_id", "=", eventId)
    .where(sql<boolean>`(version = events.form_version or version in (${answered}))`)
    .orderBy("version", "desc")
    .execute();
}

async function loadAnsweredIds(eventId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct jsonb_object_keys(answers) as id from registrations
    where event_id = ${eventId}::uuid`.execute(db());
  return new Set(rows.map(({ id }) => id));
}
