import { isIP } from "node:net";

/** Header by which pages and routes learn the caller's address; whatever a browser says in it is overwritten. */
export const CALLER_HEADER = "x-caller-address";

/**
 * The address that a request comes from: the nearest in its way that is no proxy of the operator's.
 * What is said beyond that anybody could have written.
 */
export function callerAddress(
  neighbour: string | undefined,
  forwardedFor: string | undefined,
  isProxy: (address: string | undefined) => boolean,
): string {
  let caller = neighbour ?? "";
  for (const hop of (forwardedFor ?? "").split(",").reverse()) {
    const address = hop.trim();
    if (!isProxy(caller) || isIP(address) === 0) break;
    caller = address;
  }
  return caller.replace(/^::ffff:(?=\d+\.)/i, "");
}
