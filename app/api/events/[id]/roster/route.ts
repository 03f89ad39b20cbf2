import { ROSTER_PAGE, readRosterAddress } from "@/components/desk/roster/address";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { asLocale } from "@/lib/i18n/locales";
import { readPerson } from "@/lib/registrations/read-person";
import { readRoster } from "@/lib/registrations/roster";
import { checkEvent } from "@/lib/session/require-event";

const FRESH = { "cache-control": "no-store" };

/**
 * GET: one page of the roster (`view`, `q`, `cursor`), or with `person` one person with their
 * history. Another person's event answers like one that doesn't exist.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const access = await checkEvent((await params).id, "view");
  if (access === "signed-out") return Response.json({ error: access }, { status: 401 });
  if (access === "not-found") return Response.json({ error: access }, { status: 404 });

  const asked = readRosterAddress(new URL(request.url).searchParams);
  if (asked.person) {
    const locale = asLocale(request.headers.get("x-lang"));
    const words = CATALOGS[locale].form;
    const found = await readPerson(access, asked.person, { locale, words });
    return Response.json(found, { headers: FRESH });
  }
  const roster = await readRoster(access, {
    query: asked.query,
    view: asked.view,
    date: asked.date,
    cursor: asked.cursor,
    limit: ROSTER_PAGE,
  });
  return Response.json(roster, { headers: FRESH });
}
