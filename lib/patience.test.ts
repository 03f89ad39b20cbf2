import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { isOutOfPatience, OutOfPatience, within } from "./patience";

test("hands on what comes in time, and its failure", async () => {
  expect(await within(60_000, async () => "here")).toBe("here");
  const failing = within(60_000, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
});

test("gives up in time, says so to the work, and drops what comes later", async () => {
  let told: unknown;
  const gate = Promise.withResolvers<never>();
  const waiting = within(5, (signal) => {
    signal.addEventListener("abort", () => {
      told = signal.reason;
    });
    return gate.promise;
  });
  await expect(waiting).rejects.toThrow(new OutOfPatience(5));
  expect(isOutOfPatience(told)).toBe(true);
  // Unhandled, it would fail this test.
  gate.reject(new Error("too late"));
  await pause(0);
});

test("never aborts what came in time", async () => {
  let signal: AbortSignal | undefined;
  await within(5, async (given) => {
    signal = given;
  });
  await pause(20);
  expect(signal?.aborted).toBe(false);
});
