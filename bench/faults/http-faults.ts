import type { FaultRequest } from "../../sandbox/faults.ts";

type SandboxFault = FaultRequest["fault"];

/** A way in which a call over HTTP goes wrong. */
export interface HttpFault {
  name: string;
  /** What the sandbox does; `refused`: nobody listens where the call goes. */
  fault: SandboxFault | "refused";
}

const CLAIMS = JSON.stringify({ access_token: { acrs: { essential: true, value: "c1" } } });
const CHALLENGE = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(CLAIMS).toString("base64url")}"`;

const status = (code: number, headers?: Record<string, string>): HttpFault["fault"] => ({
  kind: "status",
  status: code,
  ...(headers && { headers }),
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();

/** Every fault of the table, in its order. */
export const HTTP_FAULTS: readonly HttpFault[] = [
  { name: "connection refused", fault: "refused" },
  { name: "reset", fault: { kind: "reset" } },
  { name: "hang", fault: { kind: "hang" } },
  { name: "slow drip", fault: { kind: "slow-drip", msPerByte: 100 } },
  { name: "garbage", fault: { kind: "garbage" } },
  { name: "empty", fault: { kind: "empty" } },
  { name: "done but unanswered", fault: { kind: "done-but-unanswered" } },
  { name: "400", fault: status(400) },
  { name: "401", fault: status(401) },
  { name: "401 with claims", fault: status(401, { "www-authenticate": CHALLENGE }) },
  ...[403, 404, 405, 409, 410, 412, 423, 429].map((code) => ({
    name: String(code),
    fault: status(code),
  })),
  { name: "429, 30 s", fault: { kind: "throttle", retryAfter: 30 } },
  { name: "429, a date", fault: { kind: "throttle", retryAfter: inSeconds(1_800) } },
  { name: "429, a year", fault: { kind: "throttle", retryAfter: 31_536_000 } },
  ...[500, 501, 502, 503, 504].map((code) => ({ name: String(code), fault: status(code) })),
];

/** Of each kind one, for when the whole table would take too long. */
export const ONE_OF_EACH = [
  "connection refused",
  "done but unanswered",
  "401",
  "401 with claims",
  "403",
  "404",
  "410",
  "429, 30 s",
  "503",
];
