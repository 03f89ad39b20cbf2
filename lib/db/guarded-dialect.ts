import type { DatabaseConnection, Dialect, DialectAdapter, Driver } from "kysely";
import { currentScope } from "@/lib/db/transaction-scope";
import { noteTrouble } from "@/lib/db/trouble";

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
export function guardedDialect(dialect: Dialect): Dialect {
  const adapter = dialect.createAdapter();
  const single = adapter.supportsMultipleConnections === false;
  return {
    createAdapter: () => (single ? withoutMutex(adapter) : adapter),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => tellTrouble(guardDriver(dialect.createDriver(), single)),
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

/** Trouble with the database leaves here as such, whichever database it is. */
function tellTrouble(driver: Driver): Driver {
  const told = new WeakSet<DatabaseConnection>();
  const telling = <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      try {
        return await work(...args);
      } catch (error) {
        throw noteTrouble(error);
      }
    };
  };
  const acquire = telling(driver.acquireConnection.bind(driver));
  driver.acquireConnection = async (...args) => {
    const connection = await acquire(...args);
    if (!told.has(connection)) {
      // Looked up at each call: tests and benches listen there for statements.
      const driver: DatabaseConnection = Object.getPrototypeOf(connection);
      connection.executeQuery = telling((query) =>
        driver.executeQuery.call(connection, query),
      ) as typeof connection.executeQuery;
      told.add(connection);
    }
    return connection;
  };
  driver.init = telling(driver.init.bind(driver));
  driver.beginTransaction = telling(driver.beginTransaction.bind(driver));
  driver.commitTransaction = telling(driver.commitTransaction.bind(driver));
  driver.rollbackTransaction = telling(driver.rollbackTransaction.bind(driver));
  return driver;
}
