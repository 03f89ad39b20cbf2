import { isLoopback } from "@/lib/env";

/**
 * Is the browser on another name of this machine than the public address has (127.0.0.1 for
 * localhost)? A sign-in begun under one name and ended under the other loses its cookie.
 */
export function isOtherLoopbackName(host: string | undefined, publicUrl: URL): boolean {
  if (!host || host === publicUrl.host || !isLoopback(publicUrl.hostname)) return false;
  const asked = URL.parse(`http://${host}`);
  return asked !== null && isLoopback(asked.hostname) && asked.port === publicUrl.port;
}
