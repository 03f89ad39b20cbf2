import { cachedPage, slugOf } from "@/app/[locale]/(public)/e/[slug]/event-page";
import { asLocale } from "@/lib/i18n/locales";
import { shareImage } from "./share-image";

const FOR_EVER = "public, max-age=31536000, immutable";
const FOR_MINUTES = "public, max-age=300";

/**
 * GET: the picture that a link to the event is shown with. Asked for with the page's version (`v`)
 * it may be kept for ever; without, or with an older one, it is today's.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ slug: string }> },
): Promise<Response> {
  const page = await cachedPage(slugOf((await params).slug));
  if (!page) return Response.json({ error: "not-found" }, { status: 404 });
  const { searchParams } = new URL(request.url);
  const image = await shareImage(page, asLocale(searchParams.get("lang")));
  return new Response(new Uint8Array(image), {
    headers: {
      "content-type": "image/jpeg",
      "cache-control": searchParams.get("v") === page.version ? FOR_EVER : FOR_MINUTES,
    },
  });
}
