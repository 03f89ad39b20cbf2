import type { GuardAnswer } from "@/components/event/prove";
import { isSlug } from "@/lib/events/schema";
import { LEAST_FILL_MS } from "@/lib/guard/limits";
import { isThisMachine } from "@/lib/guard/networks";
import { newChallenge } from "@/lib/guard/proof";
import { stamp } from "@/lib/guard/stamp";
import { isCrowded } from "@/lib/guard/suspect";
import { CALLER_HEADER } from "@/lib/http/caller-address";

/**
 * For a form that somebody begins to fill in: when that was, signed, and the work to be done when
 * there is suspicion (with `?quick`: when it was filled in too fast). Asks no database.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ slug: string }> },
): Promise<Response> {
  const { slug } = await params;
  if (!isSlug(slug)) return new Response(null, { status: 404 });
  const now = new Date();
  const address = request.headers.get(CALLER_HEADER) ?? "";
  const asked = new URL(request.url).searchParams.has("quick") || isCrowded(address, slug, now);
  const answer: GuardAnswer = {
    stamp: stamp(slug, now),
    least: isThisMachine(address) ? 0 : LEAST_FILL_MS,
    challenge: asked ? await newChallenge(slug, now) : null,
  };
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
}
