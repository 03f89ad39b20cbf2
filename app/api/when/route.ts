import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";
import { MOST_SPANS } from "@/lib/time/most-spans";
import { whenLines } from "@/lib/time/when-lines";
import { isZone } from "@/lib/time/zones";

/** Zones change their rules seldom, and Usher learns of it with a new Node. */
const DAY_SECONDS = 24 * 60 * 60;

const moment = z.iso.datetime().transform((iso) => new Date(iso));
const zone = z.string().refine(isZone);
const span = z
  .string()
  .transform((text) => {
    const [startsAt, endsAt, ...names] = text.split("/");
    return { startsAt, endsAt, zone: names.join("/") };
  })
  .pipe(z.object({ startsAt: moment, endsAt: moment, zone }));
const question = z.object({
  zone,
  lang: z.enum(LOCALES),
  spans: z.array(span).min(1).max(MOST_SPANS),
});

/**
 * Spans of time as clocks in the reader's `zone` show them: of each `span` (`begin/end/zone`, ISO in
 * UTC, the event's zone) its `WhenLines`, in the order asked. Everybody in a zone gets one answer.
 */
export function GET(request: Request): Response {
  const { searchParams } = new URL(request.url);
  const asked = question.safeParse({
    zone: searchParams.get("zone"),
    lang: searchParams.get("lang"),
    spans: searchParams.getAll("span"),
  });
  if (!asked.success) return Response.json({ error: "unreadable" }, { status: 400 });
  const { zone: readerZone, lang: locale, spans } = asked.data;
  return Response.json(
    spans.map((when) => whenLines({ ...when, readerZone, locale })),
    { headers: { "cache-control": `public, max-age=${DAY_SECONDS}` } },
  );
}
