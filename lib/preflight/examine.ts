import { z } from "zod";
import { db } from "@/lib/db/database";
import type { Checked, Finding } from "./check";
import { operatorChecks } from "./operator-checks";
import { examineOrganizer } from "./organizer-checks";
import { findOrganizers } from "./queries";
import { runChecks } from "./run-checks";
import { sendTestMessage } from "./send-test-message";
import { settingsCheck } from "./settings";

/** What `npm run doctor` can be asked. */
export const doctorQuestion = z.object({
  kind: z.literal("doctor"),
  /** Also looks as this organizer: an id or an address. */
  organizer: z.string().min(1).max(320).nullable(),
  /** Also sends a test message there. */
  mail: z.email().nullable(),
});
export type DoctorQuestion = z.infer<typeof doctorQuestion>;

export interface Examination {
  kind: "doctor";
  operator: Checked[];
  /** Of those that were asked for; nobody found: none. */
  organizers: { name: string; checked: Checked[] }[] | null;
}

/** Everything that was looked at, whoever for. */
export function allChecked({ operator, organizers }: Examination): Checked[] {
  return [...operator, ...(organizers ?? []).flatMap(({ checked }) => checked)];
}

/**
 * Looks at everything, on the open database. With `tid` as an organizer of that tenant only:
 * nothing of one is for another's eyes.
 */
export async function examine(
  { organizer, mail }: DoctorQuestion,
  tid: string | null = null,
): Promise<Examination> {
  const [operator, test, organizers] = await Promise.all([
    runChecks([settingsCheck, ...operatorChecks], undefined),
    mail === null ? [] : runChecks([testMessageCheck], mail),
    organizer === null ? null : examineThem(organizer, tid),
  ]);
  return { kind: "doctor", operator: [...operator, ...test], organizers };
}

async function examineThem(asked: string, tid: string | null) {
  const found = await findOrganizers(db(), asked, tid);
  return Promise.all(
    found.map(async ({ id, name }) => ({ name, checked: await examineOrganizer(id) })),
  );
}

const testMessageCheck = {
  name: "test-message",
  async run(address: string): Promise<Finding> {
    const outcome = await sendTestMessage({ name: "", address, locale: "en" });
    if (outcome.kind === "sent") return { kind: "green", values: { address } };
    const values = { address, code: outcome.reason };
    const known = ["unreachable", "operator", "later"].includes(outcome.reason);
    const reason = known ? outcome.reason : "refused";
    return { kind: "red", reason, by: "operator", values };
  },
};
