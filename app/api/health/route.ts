export const dynamic = "force-dynamic";

/** Alive: the process answers. Says nothing of what it depends on (see /api/ready). */
export function GET(): Response {
  return new Response("ok\n", { headers: { "cache-control": "no-store" } });
}
