import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";

/**
 * Says, in the caller's transaction, that an event's public page has changed. Once it has
 * committed, every process renders the page anew (see watch.ts).
 */
export async function bumpPage(tx: Tx, eventId: string): Promise<void> {
  await sql`
    insert into page_versions (event_id, slug)
      select id, slug from events where id = ${eventId}
    on conflict (event_id) do update
      set version = page_versions.version + 1, slug = excluded.slug`.execute(tx);
}
