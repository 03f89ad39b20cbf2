import type { Checked, Finding, MendedBy } from "./check";
import { allChecked, type Examination } from "./examine";
import { countRed, isWell } from "./run-checks";
import { type Said, sayForOperator, sayForOrganizer } from "./say-finding";

const BY: Record<MendedBy, string> = {
  operator: "You",
  administrator: "An administrator of the organization",
  organizer: "The organizer",
  microsoft: "Nobody here",
};

/** 1 when something is red, or nobody is the organizer who was asked for. */
export function exitCodeOf(examination: Examination): number {
  return isWell(allChecked(examination)) && examination.organizers?.length !== 0 ? 0 : 1;
}

/** An examination in plain sentences, for a terminal. */
export function sayExamination(examination: Examination): string {
  const { operator, organizers } = examination;
  const lines = operator.flatMap((checked) => sayAll(checked, sayForOperator));
  if (organizers?.length === 0)
    lines.push("", "Nobody has signed in here with that address or id.");
  for (const { name, checked } of organizers ?? [])
    lines.push("", `For ${name}:`, ...checked.flatMap((one) => sayAll(one, inEnglish)));
  const red = countRed(allChecked(examination));
  const sum = red === 0 ? "Nothing is red." : `${red} ${red === 1 ? "is" : "are"} red.`;
  return [...lines, "", sum].join("\n");
}

const inEnglish = (name: string, one: Finding) => sayForOrganizer(name, one, "en");

function sayAll({ name, findings }: Checked, say: (name: string, one: Finding) => Said) {
  return findings.flatMap((finding) => {
    const { title, said, next, page, command } = say(name, finding);
    if (finding.kind === "green") return [`ok    ${title}: ${said}`];
    const [first, ...more] = [next, page, ...(command ?? "").split("\n")].filter(Boolean);
    const lines = more.map((line) => `      ${line}`);
    if (finding.kind === "note") return [`note  ${title}: ${said}`, `      ${first}`, ...lines];
    return [`RED   ${title}: ${said}`, `      ${BY[finding.by]}: ${first}`, ...lines];
  });
}
