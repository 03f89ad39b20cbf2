import { expect, test } from "vitest";
import { callerAddress } from "./caller-address";
import { proxyMatcher } from "./trusted-proxies";

const isProxy = proxyMatcher(["127.0.0.1", "10.0.0.0/8"]);

test("is the neighbour's, unless that is a proxy of ours", () => {
  expect(callerAddress("203.0.113.7", "198.51.100.1", isProxy)).toBe("203.0.113.7");
  expect(callerAddress("127.0.0.1", "198.51.100.1", isProxy)).toBe("198.51.100.1");
  expect(callerAddress("::ffff:127.0.0.1", undefined, isProxy)).toBe("127.0.0.1");
  expect(callerAddress(undefined, undefined, isProxy)).toBe("");
});

test("believes proxies and nobody beyond them", () => {
  const way = "1.2.3.4, 198.51.100.1, 10.0.0.2";
  expect(callerAddress("127.0.0.1", way, isProxy)).toBe("198.51.100.1");
  expect(callerAddress("127.0.0.1", "198.51.100.1, nonsense", isProxy)).toBe("127.0.0.1");
  expect(callerAddress("127.0.0.1", "2001:db8::1", isProxy)).toBe("2001:db8::1");
});
