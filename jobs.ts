import fs from "node:fs";
import path from "node:path";
import { closeDatabase, openDatabase } from "@/lib/db/database";
import { DirectoryLockedError } from "@/lib/db/directory-lock";
import { isMigrated } from "@/lib/db/migrate";
import { askRunning } from "@/lib/operations/operator-channel";
import {
  type OperatorAnswer,
  type OperatorCommand,
  runOperatorCommand,
} from "@/lib/operations/operator-command";
import { parseArguments, USAGE } from "@/lib/operations/parse-arguments";
import { runCommand } from "@/lib/operations/run-command";
import { exitCodeOf, sayAnswer } from "@/lib/operations/say-answer";
import { OperatorError } from "@/lib/operator-error";
import { handlers } from "@/lib/worker";

/*
 * The composition root of `npm run jobs`. It needs DATABASE_URL or DATA_DIR and nothing else of the
 * product's environment. With the embedded database the running product answers.
 */

async function ask(command: OperatorCommand): Promise<OperatorAnswer> {
  const databaseUrl = process.env.DATABASE_URL?.trim() || null;
  const dataDir = path.resolve(process.env.DATA_DIR?.trim() || ".data");
  if (databaseUrl === null) {
    const answer = await askRunning(dataDir, command);
    if (answer) return answer as OperatorAnswer;
    if (!fs.existsSync(path.join(dataDir, "database")))
      throw new OperatorError(
        `There is no database in ${dataDir}: set DATABASE_URL, or DATA_DIR as the product has it.`,
      );
  }
  try {
    await openDatabase({ databaseUrl, dataDir });
    if (!(await isMigrated()))
      throw new OperatorError("The database is of another version of Usher than this command.");
    return await runOperatorCommand(command, handlers);
  } catch (error) {
    if (error instanceof DirectoryLockedError)
      throw new OperatorError("Usher is just starting or stopping: try again in a moment.");
    throw error;
  } finally {
    await closeDatabase();
  }
}

await runCommand({ parse: parseArguments, usage: USAGE, ask, say: sayAnswer, exitCodeOf });
