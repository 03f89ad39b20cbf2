import { readCover } from "@/lib/events/read-cover";

const HASH = /^[0-9a-f]{64}$/;

/**
 * GET: a cover, `?size=small` for a phone's. Its address holds the picture's hash, so it is never
 * another one and may be kept for ever.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ hash: string }> },
): Promise<Response> {
  const { hash } = await params;
  const size = new URL(request.url).searchParams.get("size") === "small" ? "small" : "large";
  const picture = HASH.test(hash) ? await readCover(hash, size) : null;
  if (!picture) return Response.json({ error: "not-found" }, { status: 404 });
  return new Response(new Uint8Array(picture), {
    headers: {
      "content-type": "image/webp",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
