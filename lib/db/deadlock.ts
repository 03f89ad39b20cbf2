/**
 * Runs a transaction, and once more when PostgreSQL ended it because it and another waited for each
 * other: all of it was undone, so its caller needn't hear of it.
 */
export async function onceMoreIfDeadlocked<T>(transaction: () => Promise<T>): Promise<T> {
  try {
    return await transaction();
  } catch (error) {
    if ((error as { code?: string } | null)?.code !== "40P01") throw error;
    return transaction();
  }
}
