import type { LivePlaces } from "@/components/event/live-places";
import { placesLeft } from "@/lib/events/read-page";
import { isSlug } from "@/lib/events/schema";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

/** The places left now, for the number on the event page; `null` where nothing is counted. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ slug: string }> },
): Promise<Response> {
  const { slug } = await params;
  const locale = asLocale(new URL(request.url).searchParams.get("lang"));
  const places = isSlug(slug) ? await placesLeft(slug) : null;
  const answer: LivePlaces | null = places && { ...places, ...inWords(places, locale) };
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
}

function inWords(
  { capacity, left }: { capacity: number; left: number },
  locale: ReturnType<typeof asLocale>,
) {
  const t = translator(locale, "public");
  const few = left > 0 && left <= Math.min(10, Math.ceil(capacity / 10));
  return {
    few,
    words: {
      left: t(few ? "places.few" : "places.left", { count: left }),
      of: t("places.of", { capacity }),
    },
  };
}
