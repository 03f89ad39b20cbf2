import { expect, test } from "vitest";
import { describeDatabase } from "@/test/database";
import { useSandbox } from "@/test/sandbox";
import { playSequence } from "./sequences";

const sandbox = useSandbox();

/*
 * Other seeds each time. `npm run chaos -- --sequences 100` plays more of them, and longer ones;
 * `--sequences 1 --seed S` one again.
 */
const { SEQUENCES, SEQUENCES_SEED } = process.env;
const count = Number(SEQUENCES ?? 2);
const first = Number(SEQUENCES_SEED) || Date.now() % 100_000;
const STEPS = 25;

describeDatabase("postgres", "whatever happens to an event, in any order", () => {
  test.each(Array.from({ length: count }, (_, n) => first + n))(
    "seed %i",
    { timeout: 120_000 },
    async (seed) => {
      const { violations, steps } = await playSequence(sandbox.control, seed, STEPS);
      expect(violations, steps.join("\n")).toEqual([]);
    },
  );
});
