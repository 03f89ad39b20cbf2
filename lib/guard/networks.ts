import { isIPv4, isIPv6 } from "node:net";

/** Is it this very machine? Nobody from outside: the operator, a test, a probe. */
export function isThisMachine(address: string): boolean {
  return address === "" || address === "::1" || address.startsWith("127.");
}

/**
 * What stands for one caller: an IPv4 address, or the /64 that an IPv6 subscriber has at the least
 * and walks through at will.
 */
export function callerOf(address: string): string {
  return isIPv6(address) ? `${ipv6Groups(address, 4)}/64` : address;
}

/** Its network: what one site usually has, IPv4 /24 or IPv6 /48. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return `${address.split(".").slice(0, 3).join(".")}/24`;
  return `${ipv6Groups(address, 3)}/48`;
}

/** The first groups of an IPv6 address, in one spelling. */
function ipv6Groups(address: string, count: number): string {
  const [head = "", tail = ""] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const before = head.split(":").filter(Boolean);
  const after = tail.split(":").filter(Boolean);
  const gap = address.includes("::") ? Array(8 - before.length - after.length).fill("0") : [];
  return [...before, ...gap, ...after]
    .slice(0, count)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
