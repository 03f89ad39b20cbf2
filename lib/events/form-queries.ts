import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { EventForm, FormDefinition, ItemKind } from "@/lib/form/definition";

/** What an event asks now; null while it is names and email only. */
export async function loadForm(tx: Db | Tx, eventId: string): Promise<EventForm | null> {
  return (await currentForms(tx).where("events.id", "=", eventId).executeTakeFirst()) ?? null;
}

/** The same of a published event by its address. */
export async function loadFormBySlug(tx: Db | Tx, slug: string): Promise<EventForm | null> {
  const form = await currentForms(tx)
    .where("events.slug", "=", slug)
    .where("events.state", "!=", "draft")
    .executeTakeFirst();
  return form ?? null;
}

function currentForms(tx: Db | Tx) {
  return tx
    .selectFrom("events")
    .innerJoin("forms", (join) =>
      join
        .onRef("forms.event_id", "=", "events.id")
        .onRef("forms.version", "=", "events.form_version"),
    )
    .select(["forms.version", "forms.definition"]);
}

/** What each id of the event's forms, of whatever version, asked for. */
export async function loadKinds(tx: Tx, eventId: string): Promise<Map<string, ItemKind>> {
  const { rows } = await sql<{ id: string; kind: ItemKind }>`
    select distinct item ->> 'id' as id, item ->> 'kind' as kind
    from forms cross join jsonb_array_elements(definition -> 'items') item
    where event_id = ${eventId}::uuid`.execute(tx);
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}

/** Is this what the version says already? */
export async function isSameForm(
  tx: Tx,
  eventId: string,
  version: number,
  definition: FormDefinition,
): Promise<boolean> {
  const { rows } = await sql<{ same: boolean }>`
    select definition = ${JSON.stringify(definition)}::jsonb as same from forms
    where event_id = ${eventId}::uuid and version = ${version}`.execute(tx);
  return rows[0]?.same ?? false;
}

export async function insertForm(tx: Tx, eventId: string, form: EventForm): Promise<void> {
  await tx
    .insertInto("forms")
    .values({
      event_id: eventId,
      version: form.version,
      definition: JSON.stringify(form.definition),
    })
    .execute();
  await tx
    .updateTable("events")
    .set({ form_version: form.version, updated_at: sql<Date>`now()` })
    .where("id", "=", eventId)
    .execute();
}

/** Versions before this one, of an event that took no sign-ups yet. */
export async function deleteFormsBefore(tx: Tx, eventId: string, version: number): Promise<void> {
  await tx
    .deleteFrom("forms")
    .where("event_id", "=", eventId)
    .where("version", "<", version)
    .execute();
}

/** How many registrations answered this version of the form. */
export async function countAnswered(
  tx: Db | Tx,
  eventId: string,
  version: number,
): Promise<number> {
  const { count } = await tx
    .selectFrom("registrations")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("event_id", "=", eventId)
    .where("form_version", "=", version)
    .executeTakeFirstOrThrow();
  return count;
}
