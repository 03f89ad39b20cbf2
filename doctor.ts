import fs from "node:fs";
import path from "node:path";
import { closeDatabase, openDatabase } from "@/lib/db/database";
import { DirectoryLockedError } from "@/lib/db/directory-lock";
import { closeMail } from "@/lib/mail/transport";
import { askRunning } from "@/lib/operations/operator-channel";
import { runCommand } from "@/lib/operations/run-command";
import { OperatorError } from "@/lib/operator-error";
import { makeApplicationCheck } from "@/lib/preflight/application";
import type { Checked } from "@/lib/preflight/check";
import { type DoctorQuestion, type Examination, examine } from "@/lib/preflight/examine";
import { operatorChecks } from "@/lib/preflight/operator-checks";
import { parseDoctor, USAGE } from "@/lib/preflight/parse-doctor";
import { isWell, runChecks } from "@/lib/preflight/run-checks";
import { exitCodeOf, sayExamination } from "@/lib/preflight/say-examination";
import { settingsCheck } from "@/lib/preflight/settings";

/*
 * The composition root of `npm run doctor`. A product that runs on DATA_DIR answers itself: what it
 * was given counts, and its embedded database is its own. Else the environment here is looked at.
 */

async function ask(question: DoctorQuestion): Promise<Examination> {
  const databaseUrl = process.env.DATABASE_URL?.trim() || null;
  const dataDir = path.resolve(process.env.DATA_DIR?.trim() || ".data");
  const answer = await askRunning(dataDir, question);
  if (answer) return answer as Examination;

  const settings = await runChecks([settingsCheck], undefined);
  if (!isWell(settings)) return { kind: "doctor", operator: settings, organizers: null };
  try {
    if (databaseUrl === null && !fs.existsSync(path.join(dataDir, "database")))
      return await withoutDatabase({ kind: "note", reason: "none" });
    await openDatabase({ databaseUrl, dataDir });
    return await examine(question);
  } catch (error) {
    if (error instanceof DirectoryLockedError)
      return await withoutDatabase({ kind: "note", reason: "busy" });
    // PostgreSQL that can't be reached is a result, and says nothing about the rest.
    if (error instanceof OperatorError) return await examine({ ...question, organizer: null });
    throw error;
  } finally {
    closeMail();
    await closeDatabase();
  }
}

/** They tell of nothing but what stands there. */
const OF_DATABASE = ["database", "mailboxes"];

/** Opening one would make it: everything else is looked at. */
async function withoutDatabase(finding: Checked["findings"][number]): Promise<Examination> {
  const others = operatorChecks.filter(({ name }) => !OF_DATABASE.includes(name));
  const blind = others.map((check) =>
    check.name === "application" ? makeApplicationCheck(async () => []) : check,
  );
  const checked = await runChecks([settingsCheck, ...blind], undefined);
  const operator = [...checked, { name: "database", findings: [finding] }];
  return { kind: "doctor", operator, organizers: null };
}

await runCommand({ parse: parseDoctor, usage: USAGE, ask, say: sayExamination, exitCodeOf });
