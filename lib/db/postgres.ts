import pg from "pg";
import { STRING_ARRAY_TYPES, STRING_TYPES } from "@/lib/db/types";
import { log } from "@/lib/log";

const SECOND = 1000;

/** Connections a process. A sign-up holds one for milliseconds; PostgreSQL allows about 100 in all. */
const POOL_SIZE = 10;

export interface PostgresOptions {
  url: string;
  size?: number;
  /** Milliseconds; 0: none (migrations take as long as they take). */
  statementTimeout?: number;
}

/** A pool of connections to PostgreSQL, whose types arrive as they do from the embedded database. */
export function openPool(options: PostgresOptions): pg.Pool {
  const timeout = options.statementTimeout ?? 15 * SECOND;
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: "usher",
    max: options.size ?? POOL_SIZE,
    connectionTimeoutMillis: 10 * SECOND,
    idleTimeoutMillis: 30 * SECOND,
    keepAlive: true,
    ...(timeout > 0 && {
      statement_timeout: timeout,
      idle_in_transaction_session_timeout: 2 * timeout,
    }),
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  });
  // An idle connection that breaks would otherwise end the process.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection broke"));
  return pool;
}

const TEXT_ARRAY = 1009;

function typeParser(oid: number, format?: "text" | "binary") {
  if (STRING_TYPES.includes(oid)) return (text: string) => text;
  return pg.types.getTypeParser(
    STRING_ARRAY_TYPES.includes(oid) ? TEXT_ARRAY : oid,
    format as "text",
  );
}
