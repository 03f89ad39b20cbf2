import { z } from "zod";
import type { OperatorCommand } from "./operator-command";

export const USAGE = `npm run jobs                                  what waits, is paused, was given up or is broken
npm run jobs -- retry ID…                     tries these dead jobs again
npm run jobs -- retry --dead [--name NAME]    tries all dead jobs again, or those of one name
npm run jobs -- resume LANE                   opens a paused lane before its time
With --json the answer is one JSON object. Ends with 0; with 1 when there was nothing to do it to,
or the database can't be reached; with 2 when the command makes no sense.`;

export interface Parsed {
  json: boolean;
  /** Null: help was asked for. */
  asked: OperatorCommand | null;
}

/** What was typed behind `npm run jobs --`; a text says what is wrong with it. */
export function parseArguments(typed: readonly string[]): Parsed | string {
  const args = typed.filter((arg) => arg !== "--json");
  const json = args.length < typed.length;
  const [verb = "list", ...rest] = args;
  switch (verb) {
    case "--help":
    case "help":
      return { json, asked: null };
    case "list":
      return rest.length > 0 ? `"list" takes nothing more.` : { json, asked: { kind: "list" } };
    case "retry": {
      const command = parseRetry(rest);
      return typeof command === "string" ? command : { json, asked: command };
    }
    case "resume": {
      const [lane] = rest;
      if (!lane || rest.length > 1) return `"resume" takes one lane, as the list names it.`;
      return { json, asked: { kind: "resume", lane } };
    }
    default:
      return `There is no "${verb}".`;
  }
}

function parseRetry(args: string[]): OperatorCommand | string {
  const ids: string[] = [];
  let name: string | null = null;
  let all = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "--dead") all = true;
    else if (arg === "--name") name = args[++at] ?? "";
    else if (z.uuid().safeParse(arg).success) ids.push(arg);
    else return `"${arg}" is no id of a job.`;
  }
  if (name === "") return `"--name" takes the name of a job.`;
  if (all === ids.length > 0) return `"retry" takes ids of dead jobs, or --dead for all of them.`;
  if (!all && name !== null) return `"--name" goes with --dead.`;
  return { kind: "retry", ids: all ? null : ids, name };
}
