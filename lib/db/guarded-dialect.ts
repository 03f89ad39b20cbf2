import type { DatabaseConnection, Dialect, DialectAdapter, Driver } from "kysely";
import { currentScope } from "@/lib/db/transaction-scope";
import { isDatabaseTrouble, noteTrouble } from "@/lib/db/trouble";

/** Code inside a transaction used another connection than the transaction's. */
export class OutsideTransactionError extends Error {
  override name = "OutsideTransactionError";
  constructor() {
    super("A transaction is open here: use its `tx`, not db() or a second withTx().");
  }
}

/** @throws OutsideTransactionError inside withTx. */
export function refuseInsideTransaction(): void {
  if (currentScope()) throw new OutsideTransactionError();
}

/**
 * A dialect that hands out no second connection to code inside a transaction. On the embedded
 * database, which has one, such a query would wait for its own transaction for ever; on
 * PostgreSQL it would silently see and write something else.
 */
export function guardedDialect(
  dialect: Dialect,
  /** Throws when nothing may be written. */
  beforeWrite: () => void = () => {},
): Dialect {
  const adapter = dialect.createAdapter();
  const single = adapter.supportsMultipleConnections === false;
  return {
    createAdapter: () => (single ? withoutMutex(adapter) : adapter),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () =>
      tellTrouble(guardWrites(guardDriver(dialect.createDriver(), single), beforeWrite)),
  };
}

/** Kysely queues for a single connection before it asks the driver, so the queue moves in here. */
function withoutMutex(adapter: DialectAdapter): DialectAdapter {
  return Object.create(adapter, { supportsMultipleConnections: { value: true } });
}

function guardDriver(driver: Driver, single: boolean): Driver {
  const acquire = driver.acquireConnection.bind(driver);
  const release = driver.releaseConnection.bind(driver);
  let queue: Promise<void> = Promise.resolve();
  let next: (() => void) | undefined;

  driver.acquireConnection = async (...args): Promise<DatabaseConnection> => {
    refuseInsideTransaction();
    if (!single) return acquire(...args);
    const turn = queue;
    const over = Promise.withResolvers<void>();
    queue = over.promise;
    await turn;
    next = over.resolve;
    try {
      return await acquire(...args);
    } catch (error) {
      next();
      throw error;
    }
  };
  driver.releaseConnection = async (...args) => {
    try {
      await release(...args);
    } finally {
      if (single) next?.();
    }
  };
  return driver;
}

const WRITES = ["InsertQueryNode", "UpdateQueryNode", "DeleteQueryNode", "MergeQueryNode"];

/** A transaction, or a statement outside of one that changes something. */
function guardWrites(driver: Driver, beforeWrite: () => void): Driver {
  const begin = driver.beginTransaction.bind(driver);
  driver.beginTransaction = async (...args) => {
    beforeWrite();
    await begin(...args);
  };
  onceForEach(driver, (connection, execute) => {
    connection.executeQuery = async (compiled, ...more) => {
      if (WRITES.includes(compiled.query.kind) && !currentScope()) beforeWrite();
      return execute(compiled, ...more);
    };
  });
  return driver;
}

/** Trouble with the database leaves here as such, whichever database it is. */
function tellTrouble(driver: Driver): Driver {
  const telling = <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      try {
        return await work(...args);
      } catch (error) {
        throw noteTrouble(error);
      }
    };
  };
  driver.acquireConnection = telling(driver.acquireConnection.bind(driver));
  onceForEach(driver, (connection, execute) => {
    connection.executeQuery = telling(execute) as Execute;
  });
  driver.init = telling(driver.init.bind(driver));
  driver.beginTransaction = telling(driver.beginTransaction.bind(driver));
  driver.commitTransaction = telling(driver.commitTransaction.bind(driver));
  const rollback = telling(driver.rollbackTransaction.bind(driver));
  driver.rollbackTransaction = async (...args) => {
    try {
      await rollback(...args);
    } catch (error) {
      // The transaction ends with its broken connection, and the fault that led here says more.
      if (!isDatabaseTrouble(error)) throw error;
    }
  };
  return driver;
}

type Execute = DatabaseConnection["executeQuery"];

/** Prepares each connection when it is handed out for the first time. */
function onceForEach(
  driver: Driver,
  prepare: (connection: DatabaseConnection, execute: Execute) => void,
): void {
  const prepared = new WeakSet<DatabaseConnection>();
  const acquire = driver.acquireConnection.bind(driver);
  driver.acquireConnection = async (...args) => {
    const connection = await acquire(...args);
    if (!prepared.has(connection)) prepare(connection, executeOf(connection));
    prepared.add(connection);
    return connection;
  };
}

/** The driver's own is looked up at each call: tests and benches listen there for statements. */
function executeOf(connection: DatabaseConnection): Execute {
  if (Object.hasOwn(connection, "executeQuery")) return connection.executeQuery;
  const driver: DatabaseConnection = Object.getPrototypeOf(connection);
  return ((...args: Parameters<Execute>) => driver.executeQuery.apply(connection, args)) as Execute;
}
