import { sql } from "kysely";
import { type Db, db, type Tx } from "@/lib/db/database";
import { loadForm } from "@/lib/events/form-queries";
import { nextFirst } from "@/lib/events/next-date";
import { type EventForm, type FormDefinition, NO_QUESTIONS } from "@/lib/form/definition";
import { typedBefore } from "@/lib/form/revise";
import type { Typed } from "@/lib/form/show-if";
import { answersOpenUntil, type Closed, closedBecause } from "./answers-until";
import { findPass } from "./find-pass";
import { isOwnDate } from "./own-dates";

interface OwnEvent {
  slug: string;
  title: string;
  hostName: string;
  accent: string;
  zone: string;
}

export type OwnAnswers =
  | {
      kind: "open";
      event: OwnEvent;
      form: EventForm | null;
      values: { firstName: string; lastName: string; answers: Typed };
      email: string;
      until: Date;
      /** Theirs, in which times are told. */
      zone: string | null;
    }
  | { kind: "closed"; why: Closed; event: OwnEvent; until: Date | null; zone: string | null }
  /** A pass that nobody proved by mail shows no answers. */
  | { kind: "unproved"; event: OwnEvent }
  | { kind: "ended"; slug: string };

/** What the holder of a pass said, in the fields of the form that is asked now; null: no such pass. */
export async function readOwnAnswers(token: string, now: Date): Promise<OwnAnswers | null> {
  const pass = await findPass(db(), token);
  if (!pass) return null;
  if (pass.endedAt) return { kind: "ended", slug: pass.slug };
  const own = await loadOwn(db(), pass.registrationId);
  const { event, zone } = own;
  if (!pass.proved) return { kind: "unproved", event };
  const until = answersOpenUntil(own);
  const why = closedBecause(own, now);
  if (why || !until) return { kind: "closed", why: why ?? "never", event, until, zone };
  const [form, versions] = await Promise.all([
    loadForm(db(), pass.eventId),
    loadAnsweredForms(db(), pass.eventId, own),
  ]);
  const { firstName, lastName } = own;
  const answers = typedBefore(form?.definition ?? NO_QUESTIONS, own, versions);
  const values = { firstName, lastName, answers };
  return { kind: "open", event, form, values, email: own.email, until, zone };
}

/** A registration as its holder may change it. */
export async function loadOwn(tx: Db | Tx, registrationId: string) {
  const { slug, title, hostName, accent, eventZone, ...own } = await tx
    .selectFrom("registrations")
    .innerJoin("events", "events.id", "registrations.event_id")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select([
      "registrations.first_name as firstName",
      "registrations.last_name as lastName",
      "registrations.email",
      "registrations.zone",
      "registrations.place",
      "registrations.unconfirmed",
      "registrations.answers",
      "registrations.answered_in as answeredIn",
      "registrations.form_version as formVersion",
      "events.slug",
      "events.title",
      "events.host_name as hostName",
      "events.accent",
      "events.state",
      "events.answers_until as answersUntil",
      "events.answers_until_at as answersUntilAt",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone as eventZone",
    ])
    .where("registrations.id", "=", registrationId)
    .orderBy(sql`${isOwnDate} desc`)
    .orderBy(nextFirst())
    .limit(1)
    .executeTakeFirstOrThrow();
  return { ...own, event: { slug, title, hostName, accent, zone: eventZone } };
}

/** The versions of the form that these answers answer. */
export async function loadAnsweredForms(
  tx: Db | Tx,
  eventId: string,
  { formVersion, answeredIn }: { formVersion: number | null; answeredIn: Record<string, number> },
): Promise<Map<number, FormDefinition>> {
  const versions = [...new Set([formVersion ?? 0, ...Object.values(answeredIn)])];
  const rows = await tx
    .selectFrom("forms")
    .select(["version", "definition"])
    .where("event_id", "=", eventId)
    .where(sql<boolean>`version = any(${versions})`)
    .orderBy("version", "desc")
    .execute();
  return new Map(rows.map(({ version, definition }) => [version, definition]));
}
