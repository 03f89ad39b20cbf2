import fs from "node:fs";

export interface LoggedLine {
  level: string;
  msg: string;
  requestId?: string;
  [field: string]: unknown;
}

/** What this process has logged so far, at every level, in order. */
export function loggedLines(file = process.env.LOG_FILE ?? ""): LoggedLine[] {
  return fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter((line) => line.pid === process.pid);
}
