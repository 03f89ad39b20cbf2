import type { SandboxClient } from "../sandbox/client.ts";
import type { FaultRequest } from "../sandbox/faults.ts";
import type { Settings } from "../sandbox/settings.ts";
import type { Random } from "./random";

const REGISTRANTS = "/registrants";

/**
 * Microsoft and the mail server have a bad day as well, so that kills meet calls under way: slow
 * before and after the work, done but unanswered, throttled, tokens that end all the time. (A mail
 * whose answer is lost comes twice without any kill, so that is left to `npm run faults`.)
 */
export async function makeTrouble(control: SandboxClient, random: Random): Promise<void> {
  await control.set({
    // Within five minutes of its end a token is refreshed: here every few seconds, or never.
    accessTokenSeconds: random.pick([3_600, 303]),
  });
  const faults: FaultRequest[] = [
    ...some(random, 8, 16, () => ({
      service: "graph",
      match: { method: random.pick(["POST", "DELETE"]), path: REGISTRANTS },
      fault: {
        kind: "delay",
        ms: random.between(100, 2_500),
        when: random.pick<"before" | "after">(["before", "after"]),
      },
    })),
    ...some(random, 1, 4, () => ({
      service: "graph",
      match: { method: random.pick(["POST", "DELETE"]), path: REGISTRANTS },
      fault: { kind: "done-but-unanswered" },
    })),
    ...some(random, 0, 2, () => ({
      service: "graph",
      match: { path: REGISTRANTS },
      fault: { kind: "throttle", retryAfter: 1 },
    })),
    ...some(random, 1, 4, () => ({
      service: "entra",
      match: { path: "/token" },
      fault: { kind: "delay", ms: random.between(50, 800), when: "after" },
    })),
    ...some(random, 4, 10, () => ({
      service: "smtp",
      match: {},
      fault: { kind: "delay", ms: random.between(50, 800) },
    })),
  ];
  for (const { match = {}, ...fault } of faults)
    await control.fault({ ...fault, match: { ...match, nth: random.between(1, 40) } });
}

const SAME_ID: readonly Settings["sameIdTwice"][] = ["409", "new-link", "same-link"];

/** Nobody knows what Microsoft says to an id that it has (graph.md): each answer has its turn. */
export async function turnSameId(control: SandboxClient, turn: number): Promise<void> {
  await control.set({ sameIdTwice: SAME_ID[turn % SAME_ID.length] });
}

function some(random: Random, from: number, to: number, make: () => FaultRequest): FaultRequest[] {
  return Array.from({ length: random.between(from, to) }, make);
}

/** Waits until Microsoft has nothing under way, also of callers that are dead. */
export async function untilQuiet(control: SandboxClient): Promise<void> {
  for (;;) {
    const open = (await control.ledger()).filter(({ ms }) => ms === null);
    if (open.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
