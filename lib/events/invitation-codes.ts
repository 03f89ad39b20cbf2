import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import { db, withTx } from "@/lib/db/database";
import { codeUses } from "@/lib/registrations/queries";
import { open, SealError, seal } from "@/lib/seal";
import type { EventAccess } from "@/lib/session/access";
import { isLine } from "@/lib/text-rules";
import { localToUtc } from "@/lib/time/zones";
import { codeHash, codeSecret, newCode, showCode } from "./invitation-code";
import { lockEvent } from "./queries";
import { CAPACITY_MAX } from "./schema";

/** More than this nobody looks through; whoever invites more people lets more use one code. */
export const MOST_CODES = 200;
const LABEL_LENGTH = 100;

/** What the organizer sends to make a code. Messages are keys of the `admission` catalog. */
export const codeInput = z.object({
  label: z
    .string()
    .transform((value) => value.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .max(LABEL_LENGTH, "codes.errors.label")
        .refine((value) => value === "" || isLine(value), "codes.errors.label"),
    ),
  uses: z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,5}$/, "codes.errors.uses")
    .transform(Number)
    .pipe(z.number().max(CAPACITY_MAX, "codes.errors.uses")),
  /** Local to the event's zone; empty: as long as sign-ups are taken. */
  expiresAt: z
    .string()
    .trim()
    .regex(/^(?:[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2})?$/, "codes.errors.expiresAt"),
});

export type CodeInput = z.infer<typeof codeInput>;

export type MakeCodeOutcome =
  | { kind: "made"; code: string }
  | { kind: "invalid"; field: "expiresAt" }
  | { kind: "too-many" }
  | { kind: "cancelled" };

/** Makes an invitation code for the event. */
export function makeCode(
  access: EventAccess,
  input: CodeInput,
  now: Date,
): Promise<MakeCodeOutcome> {
  return withTx(async (tx): Promise<MakeCodeOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    const { zone } = await tx
      .selectFrom("event_dates")
      .select("zone")
      .where("event_id", "=", access.eventId)
      .limit(1)
      .executeTakeFirstOrThrow();
    const expiresAt = input.expiresAt ? localToUtc(input.expiresAt, zone) : null;
    if (input.expiresAt && (!expiresAt || expiresAt <= now))
      return { kind: "invalid", field: "expiresAt" };
    const { count } = await tx
      .selectFrom("invitation_codes")
      .select(sql<number>`count(*)::int`.as("count"))
      .where("event_id", "=", access.eventId)
      .executeTakeFirstOrThrow();
    if (count >= MOST_CODES) return { kind: "too-many" };
    const id = randomUUID();
    const code = newCode();
    await tx
      .insertInto("invitation_codes")
      .values({
        id,
        event_id: access.eventId,
        hash: codeHash(access.eventId, code),
        code_sealed: seal(code, codeSecret(id)),
        label: input.label,
        most_uses: input.uses,
        expires_at: expiresAt,
      })
      .execute();
    return { kind: "made", code: showCode(code) };
  });
}

/** Lets nobody use a code any more; whoever did keeps their place. */
export async function revokeCode(access: EventAccess, id: string, now: Date): Promise<boolean> {
  if (!z.uuid().safeParse(id).success) return false;
  const { numUpdatedRows } = await db()
    .updateTable("invitation_codes")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("event_id", "=", access.eventId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A code as its organizer sees it. */
export interface InvitationCode {
  id: string;
  /** Null when the key that sealed it is gone. */
  code: string | null;
  label: string;
  uses: number;
  mostUses: number;
  /** ISO. */
  expiresAt: string | null;
  state: "live" | "used-up" | "expired" | "revoked";
}

/** The event's codes with what became of them, the newest first. */
export async function readCodes(access: EventAccess, now: Date): Promise<InvitationCode[]> {
  const rows = await db()
    .selectFrom("invitation_codes")
    .select(["id", "code_sealed as sealed", "label", "most_uses as mostUses"])
    .select(["expires_at as expiresAt", "revoked_at as revokedAt"])
    .select(codeUses.as("uses"))
    .where("event_id", "=", access.eventId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
  return rows.map(({ sealed, revokedAt, expiresAt, uses, ...row }) => ({
    ...row,
    uses,
    code: unsealed(row.id, sealed),
    expiresAt: expiresAt?.toISOString() ?? null,
    state: revokedAt
      ? "revoked"
      : expiresAt && expiresAt <= now
        ? "expired"
        : uses >= row.mostUses
          ? "used-up"
          : "live",
  }));
}

function unsealed(id: string, sealed: string): string | null {
  try {
    return showCode(open(sealed, codeSecret(id)));
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
