import { expect, test } from "vitest";
import { inBatches } from "./batches";

/** Batches that end when they are told to, and the log of what was in them. */
function held({ concernsAll = false } = {}) {
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const put = inBatches<string, string>({
    async decide(key, items) {
      log.push(`${key}: ${items.join(" ")}`);
      const end = Promise.withResolvers<void>();
      ends.push(end.resolve);
      await end.promise;
      if (items.includes("bad")) throw new Error("bad");
      return items.map((item) => `${item} in`);
    },
    concernsAll: () => concernsAll,
  });
  const end = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { log, put, end };
}

test("whoever comes meanwhile is in the next batch, in the order in which they came", async () => {
  const { log, put, end } = held();
  const first = put("tide", "1");
  const others = ["2", "3", "4"].map((item) => put("tide", item));
  expect(log).toEqual(["tide: 1"]);
  await end();
  expect(await first).toBe("1 in");
  expect(log).toEqual(["tide: 1", "tide: 2 3 4"]);
  const late = put("tide", "5");
  await end();
  expect(await Promise.all(others)).toEqual(["2 in", "3 in", "4 in"]);
  await end();
  expect(await late).toBe("5 in");
});

test("one event's crowd holds up no other event", async () => {
  const { log, put, end } = held();
  const crowd = ["1", "2"].map((item) => put("tide", item));
  const other = put("harbour", "3");
  expect(log).toEqual(["tide: 1", "harbour: 3"]);
  for (let n = 0; n < 3; n += 1) await end();
  await Promise.all([...crowd, other]);
});

test("a crowd goes in several batches when it is large", async () => {
  const { log, put, end } = held();
  const crowd = Array.from({ length: 202 }, (_, item) => put("tide", `${item}`));
  for (let n = 0; n < 4; n += 1) await end();
  await Promise.all(crowd);
  expect(log.map((line) => line.split(" ").length - 1)).toEqual([1, 100, 100, 1]);
});

test("one that makes its batch fail fails alone", async () => {
  const { log, put, end } = held();
  const crowd = ["1", "2", "bad", "3"].map((item) => put("tide", item));
  const told = Promise.allSettled(crowd);
  for (let n = 0; n < 5; n += 1) await end();
  expect((await told).map((each) => (each.status === "fulfilled" ? each.value : "failed"))).toEqual(
    ["1 in", "2 in", "failed", "3 in"],
  );
  expect(log).toEqual(["tide: 1", "tide: 2 bad 3", "tide: 2", "tide: bad", "tide: 3"]);
});

test("a fault that concerns everybody is told to those who wait behind it, once", async () => {
  const { log, put, end } = held({ concernsAll: true });
  const crowd = ["bad", "2", "3"].map((item) => put("tide", item));
  const told = Promise.allSettled(crowd);
  await end();
  expect((await told).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(log).toEqual(["tide: bad"]);
  const later = put("tide", "4");
  await end();
  expect(await later).toBe("4 in");
});
