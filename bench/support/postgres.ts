import { startPostgres } from "../../test/postgres-server";

/** PostgreSQL as an operator has it: what it has acknowledged is on the disk. */
export const DURABLE = [
  "fsync=on",
  "synchronous_commit=on",
  "full_page_writes=on",
  "shared_buffers=256MB",
  "max_wal_size=2GB",
];

/** A durable server of the bench's own; gone when this process is. */
export function startDurablePostgres() {
  return startPostgres(undefined, DURABLE);
}
