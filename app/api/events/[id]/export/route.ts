import { readRosterAddress } from "@/components/desk/roster/address";
import { readEvent } from "@/lib/events/read-events";
import { asLocale } from "@/lib/i18n/locales";
import { exportRoster } from "@/lib/registrations/export-roster";
import { checkEvent } from "@/lib/session/require-event";

/**
 * GET: everybody of the roster's view and search (`view`, `q`) as a CSV file. For whoever may
 * change the event: to take everybody's data along is more than to look at it.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const access = await checkEvent((await params).id, "edit");
  if (access === "signed-out") return Response.json({ error: access }, { status: 401 });
  if (access === "not-found") return Response.json({ error: access }, { status: 404 });
  const { query, view, date } = readRosterAddress(new URL(request.url).searchParams);
  const { slug, zone } = await readEvent(access);
  const locale = asLocale(request.headers.get("x-lang"));
  return new Response(streamOf(exportRoster(access, { query, view, date, locale, zone })), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${slug}.csv"`,
      "cache-control": "no-store",
    },
  });
}

/** Reads on as the other side takes it, and stops when it leaves. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
