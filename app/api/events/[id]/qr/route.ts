import { create } from "qrcode";
import { qrPath } from "@/components/desk/qr-path";
import { env } from "@/lib/env";
import { readEvent } from "@/lib/events/read-events";
import { checkEvent } from "@/lib/session/require-event";

/** GET: the page's address as a QR code, an SVG to print, named after the page. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const access = await checkEvent((await params).id, "view");
  if (access === "signed-out") return Response.json({ error: access }, { status: 401 });
  if (access === "not-found") return Response.json({ error: access }, { status: 404 });
  const { slug } = await readEvent(access);
  const { size, path } = qrPath(create(`${env().publicUrl}/e/${slug}`).modules);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}" shape-rendering="crispEdges"><path fill="#fff" d="M-4-4h${size + 8}v${size + 8}H-4z"/><path d="${path}"/></svg>`;
  return new Response(svg, {
    headers: {
      "content-type": "image/svg+xml",
      "content-disposition": `attachment; filename="${slug}.svg"`,
      "cache-control": "no-store",
    },
  });
}
