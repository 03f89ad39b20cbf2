import { createHash } from "node:crypto";
import { type Tx, withTx } from "@/lib/db/database";
import { preparePicture } from "@/lib/images/prepare-picture";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";
import { isLine } from "@/lib/text-rules";
import { lockEvent } from "./queries";
import { findWayIn } from "./way-in";

/** Longest description of a picture. */
export const ALT_LENGTH = 300;

export type CoverOutcome =
  | "saved"
  /** Only what it shows was written anew. */
  | "described"
  | "no-file"
  | "not-a-picture"
  | "too-small"
  | "alt-invalid"
  | "leaks-way-in"
  | "cancelled";

/**
 * Puts a picture at the head of an event's page, or with no file describes the one that is there.
 * `alt` is what it shows, for people who can't see it; empty for decoration.
 */
export async function setCover(
  access: EventAccess,
  input: { file: Buffer | null; alt: string },
): Promise<CoverOutcome> {
  const alt = input.alt.normalize("NFC").trim();
  if (alt.length > ALT_LENGTH || !isLine(alt)) return "alt-invalid";
  if (findWayIn(alt).length > 0) return "leaks-way-in";
  if (!input.file) return changePage(access, (tx) => describe(tx, access.eventId, alt));
  // Outside the transaction: it takes a second.
  const prepared = await preparePicture(input.file);
  if (prepared.kind !== "prepared") return prepared.kind;
  const { large, small, width, height } = prepared;
  const hash = createHash("sha256").update(access.eventId).update(large).digest("hex");
  return changePage<CoverOutcome>(access, async (tx) => {
    await tx
      .insertInto("covers")
      .values({ event_id: access.eventId, hash, alt, width, height, large, small })
      .onConflict((conflict) =>
        conflict
          .column("event_id")
          .doUpdateSet({ hash, alt, width, height, large, small, created_at: new Date() }),
      )
      .execute();
    return "saved";
  });
}

/** Takes the picture off the page and out of the database. */
export function removeCover(access: EventAccess): Promise<"removed" | "cancelled"> {
  return changePage(access, async (tx) => {
    await tx.deleteFrom("covers").where("event_id", "=", access.eventId).execute();
    return "removed" as const;
  });
}

async function describe(tx: Tx, eventId: string, alt: string): Promise<CoverOutcome> {
  const { numUpdatedRows } = await tx
    .updateTable("covers")
    .set({ alt })
    .where("event_id", "=", eventId)
    .executeTakeFirst();
  return numUpdatedRows > 0 ? "described" : "no-file";
}

function changePage<Outcome>(
  { eventId }: EventAccess,
  change: (tx: Tx) => Promise<Outcome>,
): Promise<Outcome | "cancelled"> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, eventId);
    if (event.state === "cancelled") return "cancelled";
    const outcome = await change(tx);
    if (event.state !== "draft" && outcome !== "no-file") await bumpPage(tx, eventId);
    return outcome;
  });
}
