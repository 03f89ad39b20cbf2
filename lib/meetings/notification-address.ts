import { env, isLoopback } from "@/lib/env";

/**
 * Where Microsoft is asked to send notifications; null where it could not reach it: it takes https
 * on the internet, and the sandbox on this machine takes this machine.
 */
export function notificationAddress(): string | null {
  const { publicUrl, graphUrl } = env();
  const { protocol, hostname } = new URL(publicUrl);
  const here = isLoopback(hostname);
  const reached = here ? isLoopback(new URL(graphUrl).hostname) : protocol === "https:";
  return reached ? `${publicUrl}/api/notifications` : null;
}
