import { expect, test, vi } from "vitest";
import { inTurn } from "./turns";

/** Work that goes on until it is told to end. */
function held(key: string, log: string[], name: string) {
  const end = Promise.withResolvers<void>();
  const done = inTurn(key, async () => {
    log.push(name);
    await end.promise;
  });
  return { end: () => end.resolve(), done };
}

test("a few at once, the others in the order in which they came", async () => {
  const log: string[] = [];
  const crowd = Array.from({ length: 9 }, (_, number) => held("tide", log, `${number}`));
  expect(log).toEqual(["0", "1", "2", "3", "4", "5"]);
  crowd[3]?.end();
  await crowd[3]?.done;
  expect(log.at(-1)).toBe("6");
  // Who comes now does not overtake those who wait.
  const late = held("tide", log, "late");
  for (const each of crowd) each.end();
  late.end();
  await Promise.all([...crowd, late].map(({ done }) => done));
  expect(log.slice(6)).toEqual(["6", "7", "8", "late"]);
});

test("one event's crowd holds up no other event", async () => {
  const log: string[] = [];
  const crowd = Array.from({ length: 20 }, () => held("tide", [], ""));
  const other = held("harbour", log, "other");
  expect(log).toEqual(["other"]);
  other.end();
  for (const each of crowd) each.end();
  await Promise.all([...crowd, other].map(({ done }) => done));
});

test("a failure hands the turn on", async () => {
  const failing = Array.from({ length: 12 }, () =>
    inTurn("tide", () => Promise.reject(new Error("away"))),
  );
  const ends = await Promise.allSettled(failing);
  expect(ends.map(({ status }) => status)).toEqual(Array(12).fill("rejected"));
  expect(await inTurn("tide", async () => "in")).toBe("in");
});

test("who waits too long is told so, and takes nobody's turn", async () => {
  vi.useFakeTimers();
  try {
    const log: string[] = [];
    const crowd = Array.from({ length: 6 }, () => held("tide", [], ""));
    const tooLong = inTurn("tide", async () => log.push("never"), 1_000);
    const patient = inTurn("tide", async () => log.push("in"), 5_000);
    const refused = expect(tooLong).rejects.toThrow("No turn within 1 s.");
    await vi.advanceTimersByTimeAsync(1_000);
    await refused;
    for (const each of crowd) each.end();
    await patient;
    expect(log).toEqual(["in"]);
  } finally {
    vi.useRealTimers();
  }
});
