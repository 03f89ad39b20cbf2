import { log } from "@/lib/log";
import { notifications, takeNotifications } from "@/lib/meetings/take-notifications";

/** Microsoft's is a short sentence with an id. */
const TOKEN_LENGTH = 1000;

/**
 * Microsoft's change notifications. With `validationToken` it asks whether the address is ours: said
 * back as plain text. Everything else is a reason to look at a meeting again; what can't be one is
 * answered the same way, so that nobody learns which subscriptions there are.
 */
export async function POST(request: Request): Promise<Response> {
  const token = new URL(request.url).searchParams.get("validationToken");
  if (token !== null) {
    if (token.length > TOKEN_LENGTH) return new Response(null, { status: 400 });
    const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
    return new Response(token, { headers });
  }
  const sent = notifications.safeParse(await request.json().catch(() => null));
  if (!sent.success) return new Response(null, { status: 400 });
  const hastened = await takeNotifications(sent.data);
  log.debug({ count: sent.data.value.length, hastened }, "Microsoft told of changes");
  return new Response(null, { status: 202 });
}
