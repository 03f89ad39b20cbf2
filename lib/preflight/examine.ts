import { z } from "zod";
import type { Checked } from "./check";
import { operatorChecks } from "./operator-checks";
import { runChecks } from "./run-checks";
import { settingsCheck } from "./settings";

/** What `npm run doctor` can be asked. */
export const doctorQuestion = z.object({ kind: z.literal("doctor") });
export type DoctorQuestion = z.infer<typeof doctorQuestion>;

export interface Examination {
  kind: "doctor";
  operator: Checked[];
}

/** Looks at everything, on the open database. */
export async function examine(_question: DoctorQuestion): Promise<Examination> {
  const operator = await runChecks([settingsCheck, ...operatorChecks], undefined);
  return { kind: "doctor", operator };
}
