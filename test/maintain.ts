import pg from "pg";

/** Runs one statement on a server's maintenance database, with a connection of its own. */
export async function maintain(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
