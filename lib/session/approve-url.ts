import { env } from "@/lib/env";
import { adminConsentUrl } from "@/lib/graph/admin-consent";

/** Where an administrator approves Usher for whoever could not agree alone; at their own tenant. */
export function approveUrl(): string {
  return adminConsentUrl(env().entra.tenantId);
}
