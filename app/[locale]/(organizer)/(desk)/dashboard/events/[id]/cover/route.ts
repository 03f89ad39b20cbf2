import type { CoverNews } from "@/components/desk/editor/cover-card";
import { removeCover, setCover } from "@/lib/events/set-cover";
import { PICTURE_BYTES } from "@/lib/images/prepare-picture";
import { checkEvent } from "@/lib/session/require-event";

/**
 * POST: the editor's picture. Fields: `intent` (`remove`, else save), `file`, `alt`. A form gets the
 * editor again, with what became of it; a script the word alone.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params;
  const access = await checkEvent(id, "edit");
  if (access === "signed-out") return Response.json({ error: access }, { status: 401 });
  if (access === "not-found") return Response.json({ error: access }, { status: 404 });
  const form = await request.formData();
  const outcome = form.get("intent") === "remove" ? await removeCover(access) : await save();
  if (!request.headers.get("accept")?.includes("text/html")) return Response.json({ outcome });
  const location = `/dashboard/events/${id}/edit?cover=${outcome}#cover`;
  return new Response(null, { status: 303, headers: { location } });

  async function save(): Promise<CoverNews> {
    const file = form.get("file");
    const sent = file instanceof File && file.size > 0 ? file : null;
    if (sent && sent.size > PICTURE_BYTES) return "too-large";
    const alt = form.get("alt");
    return setCover(access as Exclude<typeof access, string>, {
      file: sent ? Buffer.from(await sent.arrayBuffer()) : null,
      alt: typeof alt === "string" ? alt : "",
    });
  }
}
