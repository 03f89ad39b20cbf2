import { translator } from "@/lib/i18n/translator";
import type { Checked, Finding, MendedBy } from "./check";
import type { Examination } from "./examine";
import { FAILED, OPERATOR_WORDS } from "./operator-words";
import { isWell } from "./run-checks";

const BY: Record<MendedBy, string> = {
  operator: "You",
  administrator: "An administrator of the organization",
  organizer: "The organizer",
  microsoft: "Nobody here",
};

/** Everything that was looked at, whoever for. */
function allOf({ operator, organizers }: Examination): Checked[] {
  return [...operator, ...(organizers ?? []).flatMap(({ checked }) => checked)];
}

/** 1 when something is red, or nobody is the organizer who was asked for. */
export function exitCodeOf(examination: Examination): number {
  return isWell(allOf(examination)) && examination.organizers?.length !== 0 ? 0 : 1;
}

/** An examination in plain sentences, for a terminal. */
export function sayExamination(examination: Examination): string {
  const { operator, organizers } = examination;
  const lines = operator.flatMap((checked) => sayAll(checked, operatorWords));
  if (organizers?.length === 0)
    lines.push("", "Nobody has signed in here with that address or id.");
  for (const { name, checked } of organizers ?? [])
    lines.push("", `For ${name}:`, ...checked.flatMap((one) => sayAll(one, organizerWords)));
  const red = allOf(examination).flatMap(({ findings }) =>
    findings.filter(({ kind }) => kind === "red"),
  ).length;
  const sum = red === 0 ? "Nothing is red." : `${red} ${red === 1 ? "is" : "are"} red.`;
  return [...lines, "", sum].join("\n");
}

type Said = { title: string; said: string; next: string };

function sayAll({ name, findings }: Checked, words: (name: string, one: Finding) => Said) {
  return findings.flatMap((finding) => {
    const { title, said, next } = words(name, finding);
    if (finding.kind === "green") return [`ok    ${title}: ${said}`];
    if (finding.kind === "note") return [`note  ${title}: ${said}`, `      ${next}`];
    return [`RED   ${title}: ${said}`, `      ${BY[finding.by]}: ${next}`];
  });
}

function operatorWords(name: string, finding: Finding): Said {
  const words = OPERATOR_WORDS[name];
  const values = finding.values ?? {};
  const title = words?.title ?? name;
  if (finding.kind === "green") return { title, said: words?.green(values) ?? "", next: "" };
  const [said, next] = (words?.reasons[finding.reason] ?? FAILED)(values);
  return { title, said, next };
}

/** The same words as on the organizer's page, in English. */
function organizerWords(name: string, finding: Finding): Said {
  const t = translator("en", "checks");
  const title = finding.about?.title ?? t(`name.${name}` as "name.connection");
  if (finding.kind === "green")
    return { title, said: t(`fine.${name}` as "fine.connection"), next: "" };
  const said = t(`reason.${finding.reason}.said` as "reason.broken.said", {
    ...finding.values,
    why: sayWhy(finding.values?.why),
  });
  const next = t(`reason.${finding.reason}.next` as "reason.broken.next");
  const { page, command } = finding.values ?? {};
  return {
    title,
    said,
    next: [next, page, ...String(command ?? "").split("\n")].filter(Boolean).join("\n      "),
  };
}

function sayWhy(why: unknown): string {
  const reasons = translator("en", "reasons");
  const key = `connection.${why}` as "connection.revoked";
  return reasons(reasons.has(key) ? key : "connection.interaction");
}
