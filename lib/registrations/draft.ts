import { z } from "zod";
import { db } from "@/lib/db/database";
import { MOST_DATES } from "@/lib/events/most-dates";
import { hashSecret, newSecret, open, SealError, seal } from "@/lib/seal";
import { draftSecret } from "./draft-secret";

/** How long what somebody typed is kept for them. */
export const DRAFT_SECONDS = 60 * 60;
/** As much of a field as is kept: more than anybody types, less than fills a disk. */
const LONGEST_FIELD = 100_000;
/** What browsers keep in a cookie, with its name and attributes. */
const LONGEST_COOKIE = 3_800;

const field = z.string().transform((value) => value.slice(0, LONGEST_FIELD));

const draftSchema = z.object({
  values: z.object({
    firstName: field,
    lastName: field,
    email: field,
    code: field.default(""),
    /** By question's id; a draft of an older version has none. */
    answers: z.record(z.string(), z.array(field)).default({}),
    /** Ids of the dates that were ticked, where people choose. */
    dates: z.array(field).max(MOST_DATES).optional(),
  }),
  /** Keys of the `public` catalog by field, of `form` by `answers.{questionId}`, of `series` by `dates`. */
  errors: z.record(z.string(), z.string()),
  /** What became of the form; null when only fields have to be put right. */
  problem: z
    .enum([
      "full",
      "notOpenYet",
      "closed",
      "cancelled",
      "over",
      "signInNeeded",
      "otherOrganization",
      "tryAgain",
    ])
    .nullable(),
});

/** What was typed into a public form, and why it came back. */
export type Draft = z.infer<typeof draftSchema>;

/**
 * Keeps a draft sealed for an hour, for whoever holds the answered secret (a cookie of that one
 * browser). Null when the event does not exist.
 */
export async function saveDraft(slug: string, draft: Draft, now: Date): Promise<string | null> {
  const event = await db()
    .selectFrom("events")
    .select("id")
    .where("slug", "=", slug)
    .where("state", "!=", "draft")
    .executeTakeFirst();
  if (!event) return null;
  await db().deleteFrom("drafts").where("expires_at", "<", now).execute();
  const secret = newSecret();
  const hash = hashSecret(secret);
  await db()
    .insertInto("drafts")
    .values({
      hash,
      event_id: event.id,
      sealed: seal(JSON.stringify(draftSchema.parse(draft)), draftSecret(hash)),
      expires_at: new Date(now.getTime() + DRAFT_SECONDS * 1000),
    })
    .execute();
  return secret;
}

/**
 * The same when the database is away: the draft itself, sealed, to be kept by the browser. Null
 * when it is longer than a cookie can be.
 */
export function packDraft(slug: string, draft: Draft): string | null {
  const sealed = seal(JSON.stringify(draftSchema.parse(draft)), draftSecret(slug));
  return sealed.length <= LONGEST_COOKIE ? sealed : null;
}

/** The draft that a cookie's value leads to, at this event; null when there is none (any more). */
export async function readDraft(kept: string, slug: string, now: Date): Promise<Draft | null> {
  if (kept.startsWith("v1.")) return unseal(kept, draftSecret(slug));
  const hash = hashSecret(kept);
  const row = await db()
    .selectFrom("drafts")
    .innerJoin("events", "events.id", "drafts.event_id")
    .select("drafts.sealed")
    .where("drafts.hash", "=", hash)
    .where("drafts.expires_at", ">", now)
    .where("events.slug", "=", slug)
    .executeTakeFirst();
  return row ? unseal(row.sealed, draftSecret(hash)) : null;
}

function unseal(sealed: string, place: string): Draft | null {
  try {
    return draftSchema.parse(JSON.parse(open(sealed, place)));
  } catch (error) {
    // From the outside, or sealed by a key that is gone: as good as none.
    if (error instanceof SealError || error instanceof z.ZodError) return null;
    throw error;
  }
}
