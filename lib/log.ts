import pino from "pino";
import { requestScope } from "@/lib/request-scope";
import { scrub } from "@/lib/scrub";

/** Fields whose values never reach a log, whoever passes them. */
const SECRET_FIELDS = [
  "email",
  "address",
  "to",
  "cc",
  "bcc",
  "firstName",
  "lastName",
  "token",
  "accessToken",
  "refreshToken",
  "idToken",
  "secret",
  "password",
  "authorization",
  "cookie",
  "pass",
  "link",
  "joinLink",
  "joinUrl",
  "joinWebUrl",
  "url",
  "path",
  "body",
  "payload",
];

/**
 * The log: one JSON object a line, on standard output or in LOG_FILE, from LOG_LEVEL on (`info`).
 * Say ids, route patterns and counts; never addresses, tokens, join links or paths with a token.
 * Each line carries the id of the request it was written for (lib/request-scope.ts): Microsoft's
 * own ids are `graphRequestId`, or they would take its place.
 */
export const log = pino(
  {
    level: process.env.LOG_LEVEL || (silentTest() ? "silent" : "info"),
    base: { pid: process.pid },
    mixin: () => ({ ...requestScope() }),
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[redacted]",
    },
    serializers: { err: describeError, error: describeError },
  },
  pino.destination({ dest: process.env.LOG_FILE || 1, mkdir: true, sync: true }),
);

/**
 * What a log may say of a fault. A database's `detail` and `parameters` and an HTTP client's
 * request hold people's data, so only named fields pass, and texts are scrubbed.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  const known = error as Error & { code?: unknown; status?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: scrub(error.message),
    code: plain(known.code),
    status: plain(known.status),
    constraint: plain(known.constraint),
    stack: error.stack === undefined ? undefined : scrub(error.stack),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}

function plain(value: unknown): string | number | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}

function silentTest(): boolean {
  return process.env.VITEST !== undefined && !process.env.LOG_FILE;
}
