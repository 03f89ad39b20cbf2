import { readMessageAddress } from "@/components/desk/messages/message-address";
import { asLocale } from "@/lib/i18n/locales";
import { previewMessage } from "@/lib/messages/preview-message";
import { checkEvent } from "@/lib/session/require-event";

/**
 * GET: the HTML part of a kind of mail (`kind`, `lang`), with an example of a reader. Its policy
 * (lib/http/finish-page) lets it do nothing but be looked at.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const access = await checkEvent((await params).id, "view");
  if (access === "signed-out") return Response.json({ error: access }, { status: 401 });
  if (access === "not-found") return Response.json({ error: access }, { status: 404 });
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const reader = asLocale(request.headers.get("x-lang"));
  const { kind, locale } = readMessageAddress(asked, reader);
  if (!kind) return Response.json({ error: "not-found" }, { status: 404 });
  const { html } = await previewMessage(access, { kind, locale }, new Date());
  // A link of it, pressed, would fill the frame: in a window of its own it opens nothing here.
  return new Response(html.replace("<head>", '<head><base target="_blank">'), {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}
