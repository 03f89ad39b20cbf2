import pg from "pg";
import { type PatienceLimits, PatientClient } from "@/lib/db/patient-client";
import { STRING_ARRAY_TYPES, STRING_TYPES } from "@/lib/db/types";
import { log } from "@/lib/log";
import { isOutOfPatience, within } from "@/lib/patience";

const SECOND = 1000;

/** Connections a process. A sign-up holds one for milliseconds; PostgreSQL allows about 100 in all. */
const POOL_SIZE = 10;

/** Milliseconds. */
interface Limits extends PatienceLimits {
  /** For a connection: a new one, or one that another gives back. */
  connection: number;
  /** For another's lock: whoever holds one holds it for milliseconds. */
  lock: number;
  /** For what is under way when the pool is closed. */
  close: number;
}

const LIMITS: Limits = {
  request: 8 * SECOND,
  // PostgreSQL has ended the statement by then, if it is there.
  job: 20 * SECOND,
  connection: 6 * SECOND,
  lock: 4 * SECOND,
  close: 2 * SECOND,
};

const STATEMENT_LIMIT = 15 * SECOND;

export interface PostgresOptions {
  url: string;
  size?: number;
  /** Statements may take as long as they take, and wait for locks: migrations. */
  unlimited?: boolean;
  limits?: Partial<Limits>;
}

/** A pool of connections to PostgreSQL, whose types arrive as they do from the embedded database. */
export function openPool(options: PostgresOptions): pg.Pool {
  const limits = { ...LIMITS, ...options.limits, ...(options.unlimited && { job: 0 }) };
  const settings: pg.PoolConfig = {
    connectionString: options.url,
    application_name: "usher",
    max: options.size ?? POOL_SIZE,
    connectionTimeoutMillis: limits.connection,
    idleTimeoutMillis: 30 * SECOND,
    keepAlive: true,
    ...(!options.unlimited && {
      statement_timeout: STATEMENT_LIMIT,
      lock_timeout: limits.lock,
      idle_in_transaction_session_timeout: 2 * STATEMENT_LIMIT,
    }),
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
    Client: class extends PatientClient {
      constructor(config?: pg.ClientConfig) {
        super(config, limits);
      }
    },
  };
  const pool = new Pool(settings, limits.close);
  // An idle connection that breaks would otherwise end the process.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection broke"));
  return pool;
}

/** A pool that can be closed while its server hangs. */
class Pool extends pg.Pool {
  readonly #clients = new Set<PatientClient>();

  readonly #closeLimit: number;

  constructor(config: pg.PoolConfig, closeLimit: number) {
    super(config);
    this.#closeLimit = closeLimit;
    this.on("connect", (client) => this.#clients.add(client as unknown as PatientClient));
    this.on("remove", (client) => this.#clients.delete(client as unknown as PatientClient));
  }

  /** Lets what is under way end for a moment, then cuts it off. */
  override async end(): Promise<void> {
    const ended = super.end();
    try {
      await within(this.#closeLimit, () => ended);
    } catch (error) {
      if (!isOutOfPatience(error)) throw error;
      for (const client of this.#clients) client.abandon();
      await ended;
    }
  }
}

const TEXT_ARRAY = 1009;

function typeParser(oid: number, format?: "text" | "binary") {
  if (STRING_TYPES.includes(oid)) return (text: string) => text;
  return pg.types.getTypeParser(
    STRING_ARRAY_TYPES.includes(oid) ? TEXT_ARRAY : oid,
    format as "text",
  );
}
