import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { describeDatabases } from "@/test/database";
import { recordStatements } from "@/test/statements";
import { CHALLENGE_MS, SLOT_MS, STAMP_MS, UNSUSPICIOUS } from "./limits";
import { callerOf, isThisMachine, networkOf } from "./networks";
import { isProof, newChallenge } from "./proof";
import { cachedStamp, readStamp, stamp } from "./stamp";
import { isCrowded, isSuspect } from "./suspect";
import { flushTallies, forgetTallies, tallied, tally } from "./tallies";

const NOON = new Date("2026-11-26T12:00:00Z");
const after = (ms: number) => new Date(NOON.getTime() + ms);

test("callers and their networks", () => {
  expect(callerOf("203.0.113.7")).toBe("203.0.113.7");
  expect(networkOf("203.0.113.7")).toBe("203.0.113/24");
  expect(callerOf("2001:DB8:0:1::7")).toBe("2001:db8:0:1/64");
  expect(callerOf("2001:db8:0:1:ffff:ffff:ffff:ffff")).toBe("2001:db8:0:1/64");
  expect(networkOf("2001:db8:0:1::7")).toBe("2001:db8:0/48");
  expect(networkOf("2001:db8::")).toBe("2001:db8:0/48");
  expect(["127.0.0.1", "::1", "", "128.0.0.1"].map(isThisMachine)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test("a stamp says when, for its event, and is not to be made up", () => {
  const made = stamp("tide", NOON);
  expect(readStamp("tide", made, after(1_000))).toEqual(NOON);
  expect(readStamp("other", made, NOON)).toBeNull();
  expect(readStamp("tide", made, after(STAMP_MS + 1))).toBeNull();
  const [time = "", signature = ""] = made.split(".");
  const earlier = (NOON.getTime() - 60_000).toString(36);
  for (const forged of ["", ".", time, `${earlier}.${signature}`, `${made}.x`, `${made}x`, "é.é"])
    expect(readStamp("tide", forged, NOON), forged).toBeNull();
});

test("a page's stamp stays the same for an hour and was never just now", () => {
  expect(cachedStamp("tide", NOON)).toBe(cachedStamp("tide", after(59 * 60_000)));
  const at = readStamp("tide", cachedStamp("tide", NOON), NOON);
  expect(NOON.getTime() - (at?.getTime() ?? 0)).toBe(60 * 60_000);
});

async function solve(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return JSON.stringify({ challenge, solution });
}

describeDatabases("a proof of work", () => {
  test("counts once, at its event", async () => {
    const proof = await solve(await newChallenge("tide", new Date()));
    expect(await isProof("other", proof)).toBe(false);
    expect(await Promise.all([1, 2, 3].map(() => isProof("tide", proof)))).toEqual(
      expect.arrayContaining([true, false, false]),
    );
    expect(await isProof("tide", proof)).toBe(false);
  });

  test("is not to be had for less", async () => {
    const challenge = await newChallenge("tide", new Date());
    const unsolved = { challenge, solution: { counter: 0, derivedKey: "00".repeat(32) } };
    const easier = structuredClone(challenge);
    easier.parameters.cost = 1;
    const over = await newChallenge("tide", new Date(Date.now() - CHALLENGE_MS - 2_000));
    for (const forged of [
      JSON.stringify(unsolved),
      await solve(easier),
      await solve({ parameters: easier.parameters }),
      await solve(over),
      "",
      "{}",
      "null",
      "[",
      `{"challenge":${JSON.stringify(challenge)},"solution":{"counter":-1,"derivedKey":"zz"}}`,
      "x".repeat(1_000_000),
    ])
      expect(await isProof("tide", forged), forged.slice(0, 60)).toBe(false);
  });
});

describeDatabases("tallies", () => {
  beforeEach(forgetTallies);

  test("are shared over processes, in one statement for all that was counted", async () => {
    for (let at = 0; at < 30; at++) tally(`address ${at % 3}`, NOON);
    expect(tallied("address 0", NOON)).toBe(10);
    const sent = await recordStatements(flushTallies);
    expect(sent).toHaveLength(1);
    expect(await recordStatements(flushTallies)).toEqual([]);
    expect(tallied("address 0", NOON)).toBe(10);
    // Another process knows nothing yet, and everything with its first look.
    forgetTallies();
    expect(tallied("address 0", NOON)).toBe(0);
    tally("address 0", NOON);
    await flushTallies();
    expect(tallied("address 0", NOON)).toBe(11);
    expect(tallied("address 1", NOON)).toBe(0);
  });

  test("begin anew with each slot, and name nobody in the database", async () => {
    tally("address 203.0.113.7", NOON);
    await flushTallies();
    expect(tallied("address 203.0.113.7", after(SLOT_MS - 1))).toBe(1);
    expect(tallied("address 203.0.113.7", after(SLOT_MS))).toBe(0);
    const rows = await db().selectFrom("sign_up_tallies").selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain("203.0");
  });
});

describeDatabases("suspicion", () => {
  beforeEach(forgetTallies);

  const address = "203.0.113.7";
  const form = (
    changes: Partial<Parameters<typeof isSuspect>[0]> = {},
  ): Parameters<typeof isSuspect>[0] => ({
    slug: "tide",
    address,
    bait: "",
    stamp: cachedStamp("tide", NOON),
    proof: "",
    ...changes,
  });

  test("falls on the bait, on speed, and on forms that we didn't hand out", async () => {
    const suspect = (changes: Parameters<typeof form>[0]) => isSuspect(form(changes), NOON);
    expect(await suspect({})).toBe(false);
    expect(await suspect({ bait: "https://spam.example" })).toBe(true);
    expect(await suspect({ stamp: "" })).toBe(true);
    expect(await suspect({ stamp: stamp("other", after(-60_000)) })).toBe(true);
    expect(await suspect({ stamp: stamp("tide", after(-1_000)) })).toBe(true);
    expect(await suspect({ stamp: stamp("tide", after(-3_000)) })).toBe(false);
    const proof = await solve(await newChallenge("tide", new Date()));
    expect(await suspect({ stamp: "", proof })).toBe(false);
    expect(await suspect({ stamp: "", proof })).toBe(true);
    // No work makes up for what only a machine does.
    const another = await solve(await newChallenge("tide", new Date()));
    expect(await suspect({ bait: "x", proof: another })).toBe(true);
  });

  test("asks nothing of the machine that Usher runs on, but for the bait", async () => {
    const here = { address: "127.0.0.1", stamp: "" };
    for (let at = 0; at < 50; at++) expect(await isSuspect(form(here), NOON)).toBe(false);
    expect(await isSuspect(form({ ...here, bait: "x" }), NOON)).toBe(true);
  });

  test("an ordinary sign-up costs no statement", async () => {
    expect(await recordStatements(() => isSuspect(form(), NOON))).toEqual([]);
  });

  test.each([
    ["an address", "address", (_at: number): string => address, "203.0.113.8"],
    ["a network", "network", (at: number) => `203.0.113.${at % 200}`, "203.0.114.7"],
    ["an IPv6 network", "network", (at: number) => `2001:db8:1:${at}::1`, "2001:db8:2::1"],
  ] as const)(
    "a crowd from %s is asked for work and let in with it",
    async (_name, limit, from, other) => {
      for (let at = 0; at < UNSUSPICIOUS[limit]; at++) {
        expect(isCrowded(from(0), "tide", NOON)).toBe(false);
        expect(await isSuspect(form({ address: from(at) }), NOON)).toBe(false);
      }
      expect(isCrowded(from(0), "tide", NOON)).toBe(true);
      expect(await isSuspect(form({ address: from(0) }), NOON)).toBe(true);
      expect(await isSuspect(form({ address: other }), NOON)).toBe(false);
      const proof = await solve(await newChallenge("tide", new Date()));
      expect(await isSuspect(form({ address: from(0), proof }), NOON)).toBe(false);
      expect(isCrowded(from(0), "tide", after(SLOT_MS))).toBe(false);
    },
  );

  test("so is a crowd from everywhere at one event, and at no other", async () => {
    for (let at = 0; at < UNSUSPICIOUS.event; at++)
      await isSuspect(form({ address: `10.${at >> 8}.${at & 255}.1` }), NOON);
    expect(isCrowded("192.0.2.1", "tide", NOON)).toBe(true);
    expect(isCrowded("192.0.2.1", "other", NOON)).toBe(false);
  });
});
