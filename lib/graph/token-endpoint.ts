import { z } from "zod";
import { env } from "@/lib/env";
import { limits } from "./limits";
import { readBody } from "./read-body";

const ONE_HOUR = 3_600_000;

const discovery = z.object({ token_endpoint: z.string() });

const known = new Map<string, { url: string; until: number }>();

/**
 * Where a tenant's tokens are refreshed: what its discovery document says, as long as that stays on
 * the authority's own origin (the client secret goes there); Entra's usual path when it cannot be
 * read. A guest's grant is refreshed at the tenant it was given in, never at `organizations`.
 */
export async function tokenEndpoint(tid: string, signal: AbortSignal): Promise<string> {
  const base = `${env().entra.authority.replace(/\/+$/, "")}/${encodeURIComponent(tid)}`;
  const kept = known.get(base);
  if (kept && kept.until > Date.now()) return kept.url;
  const url = await discover(base, signal).catch(() => null);
  if (!url) return `${base}/oauth2/v2.0/token`;
  known.set(base, { url, until: Date.now() + ONE_HOUR });
  return url;
}

/** Discovers anew from now on; for tests of what discovery does. */
export function forgetTokenEndpoints(): void {
  known.clear();
}

async function discover(base: string, signal: AbortSignal): Promise<string | null> {
  const answer = await fetch(`${base}/v2.0/.well-known/openid-configuration`, {
    redirect: "error",
    cache: "no-store",
    signal: AbortSignal.any([signal, AbortSignal.timeout(limits.discoveryMs)]),
  });
  if (!answer.ok) return null;
  const { token_endpoint } = discovery.parse(JSON.parse(await readBody(answer)));
  return new URL(token_endpoint).origin === new URL(base).origin ? token_endpoint : null;
}
