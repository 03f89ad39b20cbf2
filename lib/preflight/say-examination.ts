import type { Checked, Finding, MendedBy } from "./check";
import type { Examination } from "./examine";
import { FAILED, OPERATOR_WORDS } from "./operator-words";

const BY: Record<MendedBy, string> = {
  operator: "You",
  administrator: "An administrator of the organization",
  organizer: "The organizer",
  microsoft: "Nobody here",
};

/** An examination in plain sentences, for a terminal. */
export function sayExamination({ operator }: Examination): string {
  const red = operator.flatMap(({ findings }) => findings).filter(({ kind }) => kind === "red");
  const lines = operator.flatMap((checked) => checked.findings.map((one) => sayOne(checked, one)));
  const sum =
    red.length === 0 ? "Nothing is red." : `${red.length} ${red.length === 1 ? "is" : "are"} red.`;
  return [...lines.flat(), "", sum].join("\n");
}

function sayOne({ name }: Checked, finding: Finding): string[] {
  const words = OPERATOR_WORDS[name];
  const values = finding.values ?? {};
  const title = words?.title ?? name;
  if (finding.kind === "green") return [`ok    ${title}: ${words?.green(values) ?? ""}`];
  const [said, next] = (words?.reasons[finding.reason] ?? FAILED)(values);
  if (finding.kind === "note") return [`note  ${title}: ${said}`, `      ${next}`];
  return [`RED   ${title}: ${said}`, `      ${BY[finding.by]}: ${next}`];
}
