import { db } from "@/lib/db/database";

/** The widths a cover is kept in. */
export const COVER_SIZES = ["large", "small"] as const;
export type CoverSize = (typeof COVER_SIZES)[number];

/** A cover by the hash in its address; null when there is none (any more). */
export async function readCover(hash: string, size: CoverSize): Promise<Uint8Array | null> {
  const row = await db()
    .selectFrom("covers")
    .select(`${size} as picture`)
    .where("hash", "=", hash)
    .executeTakeFirst();
  return row?.picture ?? null;
}
