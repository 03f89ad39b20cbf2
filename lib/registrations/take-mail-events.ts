import { env } from "@/lib/env";
import { log } from "@/lib/log";
import type { ProviderCall } from "@/lib/mail/bounces/provider";
import { PROVIDERS } from "@/lib/mail/bounces/providers";
import { keepTold } from "./bounce-sources";
import { noteBounce } from "./note-bounce";

export type TakenMailEvents =
  /** Whatever was of ours is noted; which that was, the caller isn't told. */
  | { kind: "taken" }
  /** No provider is set up to call. */
  | { kind: "nothing-here" }
  | { kind: "stranger" }
  | { kind: "malformed" };

/** Takes what the mail provider tells of mails that came back. The same told twice changes nothing. */
export async function takeMailEvents(call: Omit<ProviderCall, "body">): Promise<TakenMailEvents> {
  const { mailEvents } = env();
  if (mailEvents === null) return { kind: "nothing-here" };
  const provider = PROVIDERS[mailEvents.provider];
  const body = parseJson(call.text);
  if (!provider.isGenuine(mailEvents.secret, { ...call, body })) return { kind: "stranger" };
  const bounces = provider.read(body);
  if (bounces === null) return { kind: "malformed" };
  const now = new Date();
  for (const bounce of bounces) {
    const { kind } = await noteBounce(bounce, "provider", now);
    log.debug({ action: bounce.action, kind }, "the mail provider told of a mail");
  }
  await keepTold(now);
  return { kind: "taken" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
