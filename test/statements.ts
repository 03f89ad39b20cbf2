import type { CompiledQuery, DatabaseConnection } from "kysely";
import { vi } from "vitest";
import { db } from "@/lib/db/database";

/** Texts of the statements that `work` sends to the open database, in order, whichever it is. */
export async function recordStatements(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  // What all of its connections inherit from; a transaction's own statements pass there too.
  const connections: DatabaseConnection = await db()
    .getExecutor()
    .provideConnection(async (connection) => Object.getPrototypeOf(connection));
  const execute = connections.executeQuery;
  const spy = vi.spyOn(connections, "executeQuery").mockImplementation(function (
    this: DatabaseConnection,
    query: CompiledQuery,
  ) {
    sent.push(query.sql);
    return execute.call(this, query) as never;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return sent;
}
