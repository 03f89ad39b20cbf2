import { beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { isDatabaseTrouble } from "@/lib/db/trouble";
import { resetEnv } from "@/lib/env";
import { describeDatabase } from "@/test/database";
import { useSandbox } from "@/test/sandbox";
import { signedUp } from "@/test/signed-up";
import { ensureStateSamples } from "./ensure-states";
import { STATES } from "./states";

const sandbox = useSandbox();
const OPEN = "/e/reading-the-tide";
const DAY_MS = 24 * 60 * 60_000;

beforeAll(() => {
  process.env.USHER_SANDBOX = sandbox.urls().mailboxUrl;
  resetEnv();
});

async function countEvents(): Promise<number> {
  return (await db().selectFrom("events").select("id").execute()).length;
}

describeDatabase("postgres", "sample events", () => {
  test("one for each state; what left its state is made anew, and nothing else", async () => {
    const now = new Date();
    await ensureStateSamples(OPEN, now);
    const made = await sandbox.control.samples();
    expect(made.map(({ label }) => label)).toEqual(["Open", ...STATES.map(({ label }) => label)]);
    expect(await countEvents()).toBe(STATES.length);

    await ensureStateSamples(OPEN, now);
    expect(await sandbox.control.samples()).toEqual(made);
    expect(await countEvents()).toBe(STATES.length);

    const slugOf = (state: string) =>
      made.find(({ label }) => label.startsWith(state))?.path.slice(3) ?? "";
    await signedUp(slugOf("A few places left"), { email: "last.one@example.org" });
    const refused = signedUp(slugOf("Temporarily can’t"), { email: "refused@example.org" });
    await expect(refused).rejects.toSatisfy(isDatabaseTrouble);
    await ensureStateSamples(OPEN, new Date(now.getTime() + 6 * DAY_MS));
    const later = await sandbox.control.samples();
    expect(later.map(({ label }) => label)).toEqual(made.map(({ label }) => label));
    const anew = later.filter(({ path }) => !made.some((before) => before.path === path));
    expect(anew.map(({ label }) => label)).toEqual([
      "Before it opens",
      "A few places left",
      "About to begin",
      "Closed",
    ]);
  });
});
