import { log } from "@/lib/log";
import { within } from "@/lib/patience";
import type { Check, Checked, Finding } from "./check";

/** Longer than any single call that a check makes may take. */
const PATIENCE_MS = 30_000;

/** Runs them side by side. One that fails or hangs is red itself and spoils no other. */
export function runChecks<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
): Promise<Checked[]> {
  return Promise.all(
    checks.map(async ({ name, run }): Promise<Checked> => {
      try {
        const found = await within(PATIENCE_MS, () => run(subject));
        return { name, findings: Array.isArray(found) ? found : [found] };
      } catch (error) {
        log.warn({ err: error, check: name }, "a check failed");
        const type = error instanceof Error ? error.name : "Error";
        const failed: Finding = { kind: "red", reason: "failed", by: "operator", values: { type } };
        return { name, findings: [failed] };
      }
    }),
  );
}

/** Nothing red? */
export function isWell(checked: readonly Checked[]): boolean {
  return countRed(checked) === 0;
}

/** How many findings are red. */
export function countRed(checked: readonly Checked[]): number {
  return checked.flatMap(({ findings }) => findings.filter(({ kind }) => kind === "red")).length;
}
