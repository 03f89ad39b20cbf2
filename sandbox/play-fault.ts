import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./faults.ts";
import type { Answer } from "./http.ts";

/** How an answer leaves: as it is, never, or in a way that hurts. */
export interface Outcome {
  wire: "send" | "reset" | "hang" | "drip";
  answer?: Answer;
  msPerByte?: number;
  performed: boolean;
}

const garbage =
  '<html><head><title>502 Bad Gateway</title></head><body>\u0000\ufffd upstream {"value": [unfinished';

export async function playFault(fault: Fault | null, act: () => Promise<Answer>): Promise<Outcome> {
  if (fault === null) return { wire: "send", answer: await act(), performed: true };
  switch (fault.kind) {
    case "delay": {
      if (fault.when === "after") {
        const answer = await act();
        await sleep(fault.ms);
        return { wire: "send", answer, performed: true };
      }
      await sleep(fault.ms);
      return { wire: "send", answer: await act(), performed: true };
    }
    case "slow-drip":
      return { wire: "drip", answer: await act(), msPerByte: fault.msPerByte, performed: true };
    case "done-but-unanswered":
      await act();
      return { wire: "reset", performed: true };
    case "throttle":
      return {
        wire: "send",
        answer: throttled(fault.retryAfter),
        performed: false,
      };
  }
  if (fault.perform) await act();
  const performed = fault.perform ?? false;
  switch (fault.kind) {
    case "reset":
    case "hang":
      return { wire: fault.kind, performed };
    case "garbage":
      return {
        wire: "send",
        answer: { status: 200, headers: { "content-type": "text/html" }, body: garbage },
        performed,
      };
    case "empty":
      return { wire: "send", answer: { status: 200, body: "" }, performed };
    case "status":
      return { wire: "send", answer: plain(fault.status, fault.headers, fault.body), performed };
  }
}

export function throttled(retryAfter: number | string): Answer {
  const answer = plain(429, { "retry-after": String(retryAfter) }, undefined);
  const message = "Too many requests. Please wait and try again.";
  return { ...answer, body: JSON.stringify({ error: { code: "TooManyRequests", message } }) };
}

function plain(status: number, headers: Record<string, string> = {}, body: unknown): Answer {
  const text =
    body === undefined
      ? JSON.stringify({
          error: { code: "UnknownError", message: `The sandbox was told to answer ${status}.` },
        })
      : typeof body === "string"
        ? body
        : JSON.stringify(body);
  return { status, headers: { "content-type": "application/json", ...headers }, body: text };
}
