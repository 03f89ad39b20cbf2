import { expect, test } from "vitest";
import { OutOfPatience } from "@/lib/patience";
import {
  DatabaseTrouble,
  isDatabaseTrouble,
  noteTrouble,
  troubleOf,
  troubleSince,
} from "./trouble";

const withCode = (code: string, message = "") => Object.assign(new Error(message), { code });

test.each([
  ["ECONNREFUSED", "away"],
  ["ECONNRESET", "away"],
  ["57P01", "away"],
  ["57P03", "away"],
  ["08006", "away"],
  ["25006", "away"],
  ["53100", "full"],
  ["ENOSPC", "full"],
  ["53300", "crowded"],
  ["55P03", "locked"],
  ["57014", "slow"],
])("tells by its code what is the matter: %s", (code, kind) => {
  expect(troubleOf(withCode(code))).toBe(kind);
});

test.each([
  ["timeout exceeded when trying to connect", "crowded"],
  ["Connection terminated unexpectedly", "away"],
  ["Connection terminated due to connection timeout", "away"],
  ["Client has encountered a connection error and is not queryable", "away"],
])("tells by the words of pg what is the matter: %s", (words, kind) => {
  expect(troubleOf(new Error(words))).toBe(kind);
});

test("a host with two addresses, and an answer that did not come", () => {
  expect(troubleOf(new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNREFUSED")]))).toBe(
    "away",
  );
  expect(troubleOf(new OutOfPatience(8_000))).toBe("slow");
});

test.each([
  withCode("23505", "duplicate key value"),
  withCode("42601", "syntax error"),
  withCode("42P01", "timeout expired"),
  new TypeError("x is not a function"),
  "no error at all",
  null,
])("leaves faults of ours alone: %s", (fault) => {
  expect(troubleOf(fault)).toBe(null);
  expect(noteTrouble(fault)).toBe(fault);
});

test("notes trouble once, with its cause, and when it was", () => {
  const before = performance.now();
  expect(troubleSince(before)).toBe(false);
  const cause = withCode("57P01", "terminating connection");
  const trouble = noteTrouble(cause);
  expect(trouble).toBeInstanceOf(DatabaseTrouble);
  expect(trouble).toMatchObject({ kind: "away", code: "57P01", cause, digest: "DATABASE_TROUBLE" });
  expect(noteTrouble(trouble)).toBe(trouble);
  expect(isDatabaseTrouble(trouble)).toBe(true);
  expect(isDatabaseTrouble(new OutOfPatience(1))).toBe(true);
  expect(isDatabaseTrouble(cause)).toBe(false);
  expect(troubleSince(before)).toBe(true);
  expect(troubleSince(performance.now())).toBe(false);
});
