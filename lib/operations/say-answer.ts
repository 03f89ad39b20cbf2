import type { WorkList } from "./list-work";
import type { OperatorAnswer } from "./operator-command";

/** An answer in plain sentences, for a terminal. */
export function sayAnswer(answer: OperatorAnswer): string {
  switch (answer.kind) {
    case "list":
      return sayList(answer);
    case "retry":
      return sayRetry(answer);
    case "resume":
      return answer.wasPaused
        ? `The lane ${answer.lane} is open. If its trouble lasts, it will be paused again.`
        : `The lane ${answer.lane} was not paused.`;
  }
}

/** Was there anything to do it to? */
export function exitCodeOf(answer: OperatorAnswer): number {
  if (answer.kind === "retry") return answer.found > 0 ? 0 : 1;
  return answer.kind === "resume" && !answer.wasPaused ? 1 : 0;
}

function sayRetry({ found, retried }: { found: number; retried: number }): string {
  if (found === 0) return "No such job is dead.";
  const said = `${jobs(retried)} ${retried === 1 ? "is" : "are"} tried again now.`;
  const superseded = found - retried;
  return superseded === 0
    ? said
    : `${said} ${jobs(superseded)} stayed: the same is waiting or running already.`;
}

function sayList({ waiting, paused, deadCount, dead, broken }: WorkList): string {
  const lines: string[] = [];
  const section = (title: string, rows: string[]) =>
    lines.push(...(lines.length > 0 ? [""] : []), title, ...rows.map((row) => `  ${row}`));

  if (waiting.length === 0) section("Nothing waits.", []);
  else
    section(
      "Waiting:",
      waiting.map(({ lane, organizer, count, due, oldestDueSeconds }) => {
        const since =
          due > 0 ? `, ${due} due, the oldest for ${span(oldestDueSeconds)}` : ", later";
        return `${named(lane, organizer)}: ${jobs(count)}${since}`;
      }),
    );
  if (paused.length === 0) section("No lane is paused.", []);
  else
    section(
      "Paused lanes:",
      paused.map(({ lane, organizer, reason, until, waiting: count }) => {
        const end = until ? `until ${moment(until)}` : "until it is mended";
        return `${named(lane, organizer)}: ${reason ?? "no reason"}, ${end}; ${jobs(count)} wait${count === 1 ? "s" : ""}`;
      }),
    );
  if (deadCount === 0) section("No job is dead.", []);
  else {
    const more = deadCount > dead.length ? `, the newest ${dead.length}` : "";
    section(
      `Dead, ${deadCount} in all${more}:`,
      dead.flatMap(({ id, name, lane, attempts, lastError, since, requestId }) => [
        `${id}  ${name} in ${lane}, ${attempts} attempt${attempts === 1 ? "" : "s"}, ${moment(since)}`,
        `    ${lastError ?? "no error was noted"}`,
        ...(requestId ? [`    request ${requestId}`] : []),
      ]),
    );
  }
  if (broken.length === 0) section("No connection is broken.", []);
  else
    section(
      "Broken connections (each organizer has to sign in again):",
      broken.map(
        ({ organizer, personId, reason, since }) =>
          `${organizer} (${personId}): ${reason ?? "unknown"}, since ${moment(since)}`,
      ),
    );
  return lines.join("\n");
}

function named(lane: string, organizer: string | null): string {
  return organizer ? `${lane} (${organizer})` : lane;
}

function jobs(count: number): string {
  return `${count} job${count === 1 ? "" : "s"}`;
}

function moment(iso: string | null): string {
  return iso ? `${iso.slice(0, 16).replace("T", " ")} UTC` : "at an unknown time";
}

function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
