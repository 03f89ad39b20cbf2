import { revalidateTag } from "next/cache";
import { z } from "zod";
import { isOwnRequest } from "@/lib/pages/revalidate";
import { pageTag } from "@/lib/pages/tag";

const asked = z.object({ slugs: z.array(z.string().min(1).max(200)) });

/** The page watcher's call from this same process; to everybody else there is nothing here. */
export async function POST(request: Request): Promise<Response> {
  if (!isOwnRequest(request.headers.get("authorization"))) {
    return new Response(null, { status: 404 });
  }
  const { slugs } = asked.parse(await request.json());
  for (const slug of slugs) revalidateTag(pageTag(slug), { expire: 0 });
  return new Response(null, { status: 204 });
}
