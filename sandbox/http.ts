/** The few shapes that every part of the sandbox's one HTTP server shares. */
import type { IncomingHttpHeaders } from "node:http";

export interface Call {
  method: string;
  /** Below the service's own prefix, still escaped, without the query. */
  path: string;
  /** With its question mark, or empty. */
  search: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

export type Handler = (call: Call) => Promise<Answer>;

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      ...headers,
    },
    body: JSON.stringify(value),
  };
}

export function redirectTo(
  location: string,
  headers: Record<string, string | string[]> = {},
): Answer {
  return { status: 302, headers: { location, "cache-control": "no-store", ...headers } };
}

export function segmentsOf(path: string): string[] {
  return path.split("/").filter(Boolean).map(decodeSegment);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function isJson(call: Call): boolean {
  return /^application\/json\b/i.test(call.headers["content-type"] ?? "");
}

export function header(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
