import type { LivePlaces } from "@/components/event/live-places";
import { isFew } from "@/lib/events/few-places";
import { placesByDate, placesLeft } from "@/lib/events/read-page";
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
  const answer = isSlug(slug) ? await livePlaces(slug, locale) : null;
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
}

type Locale = ReturnType<typeof asLocale>;

async function livePlaces(slug: string, locale: Locale): Promise<LivePlaces | null> {
  const places = await placesLeft(slug);
  if (places) return { ...places, ...inWords(places, locale) };
  const dates = await placesByDate(slug);
  if (!dates) return null;
  const words = dates.map(({ id, ...date }) => {
    const { left, of } = inWords(date, locale).words;
    return [id, { left: date.left, words: `${left} ${of}`.trim() }] as const;
  });
  const all = { capacity: 0, left: 0, few: false, words: { left: "", of: "" } };
  return { ...all, dates: Object.fromEntries(words) };
}

function inWords({ capacity, left }: { capacity: number; left: number }, locale: Locale) {
  const t = translator(locale, "public");
  const few = isFew({ capacity, left });
  return {
    few,
    words: {
      left: t(few ? "places.few" : "places.left", { count: left }),
      // "Every place is taken" says it all.
      of: left === 0 ? "" : t("places.of", { capacity }),
    },
  };
}
