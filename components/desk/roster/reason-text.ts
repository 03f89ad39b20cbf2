import type { Translate } from "@/lib/i18n/translator";

/**
 * A reason's sentence. The server may know reasons that this catalog doesn't (a mail server's own
 * code): those get the sentence that names the code.
 */
export function reasonText(
  reasons: Translate<"reasons">,
  area: "enrolment" | "mail",
  reason: string | null,
): string {
  if (!reason) return reasons(`${area}.unknown`);
  // A lane says which trouble of the connection it is; here it is enough that it is one.
  const key = `${area}.${reason.split(":")[0]}` as Parameters<Translate<"reasons">>[0];
  return reasons.has(key) ? reasons(key) : reasons(`${area}.other`, { code: reason });
}
