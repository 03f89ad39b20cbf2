import { create, toBuffer } from "qrcode";
import { qrPath } from "@/components/desk/qr-path";
import { env } from "@/lib/env";
import { readEvent } from "@/lib/events/read-events";
import { checkEvent } from "@/lib/session/require-event";

/** Sharp on a slide and on a poster of A3. */
const PNG_WIDTH = 1200;

/** GET: the page's address as a QR code to print, named after the page: an SVG, or `?as=png`. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const access = await checkEvent((await params).id, "view");
  if (access === "signed-out") return Response.json({ error: access }, { status: 401 });
  if (access === "not-found") return Response.json({ error: access }, { status: 404 });
  const { slug } = await readEvent(access);
  const address = `${env().publicUrl}/e/${slug}`;
  if (new URL(request.url).searchParams.get("as") === "png") {
    const png = await toBuffer(address, { width: PNG_WIDTH, margin: 4 });
    return download(new Uint8Array(png), "image/png", `${slug}.png`);
  }
  const { size, path } = qrPath(create(address).modules);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 ${size + 8} ${size + 8}" shape-rendering="crispEdges"><title>${address}</title><path fill="#fff" d="M-4-4h${size + 8}v${size + 8}H-4z"/><path d="${path}"/></svg>`;
  return download(svg, "image/svg+xml", `${slug}.svg`);
}

function download(body: BodyInit, type: string, name: string): Response {
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}
