import { passWord } from "@/app/[locale]/(public)/r/[token]/pass-state";
import { readPass } from "@/lib/registrations/read-pass";

/** What the pass would say now, for a page that waits. Not the link: that is on the pass alone. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  const now = new Date();
  const pass = await readPass((await params).token, now);
  if (!pass) return new Response(null, { status: 404 });
  const state = pass.ended ? "ended" : passWord(pass, now);
  return Response.json({ state }, { headers: { "cache-control": "no-store" } });
}
