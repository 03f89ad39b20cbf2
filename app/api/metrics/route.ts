import { timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { readMetrics } from "@/lib/metrics";

export const dynamic = "force-dynamic";

/**
 * Prometheus's text, with METRICS_TOKEN as the bearer token. In production there is nothing here
 * until the operator sets one.
 */
export async function GET(request: Request): Promise<Response> {
  const { metricsToken, production } = env();
  if (metricsToken === null) {
    if (production) return new Response(null, { status: 404 });
  } else if (!isBearer(request.headers.get("authorization"), metricsToken)) {
    return new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } });
  }
  const { type, text } = await readMetrics();
  return new Response(text, { headers: { "content-type": type, "cache-control": "no-store" } });
}

function isBearer(authorization: string | null, token: string): boolean {
  const given = Buffer.from(authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
