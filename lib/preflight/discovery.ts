import { z } from "zod";
import { env, isShared } from "@/lib/env";
import { askEntra, discoveryUrl, entraCode, ownTenants } from "./ask-entra";
import type { Check, Finding } from "./check";

const document = z.object({
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  cloud_instance_name: z.string().nullish(),
});

/** Clouds without registration and webinars (Microsoft's reference: global service only). */
const OTHER_CLOUD = /\.(us|cn)$/i;

/** Does Entra answer for the tenant (each that may bring organizers), and in which cloud does that live? */
export const discoveryCheck: Check = {
  name: "discovery",
  async run() {
    const { tenantId, clientId } = env().entra;
    if (clientId === "") return { kind: "note", reason: "not-set-up" };
    const tenants = isShared(tenantId) ? [tenantId, ...ownTenants()] : [tenantId];
    return Promise.all(tenants.map(lookAt));
  },
};

async function lookAt(tenant: string): Promise<Finding> {
  const answer = await askEntra(discoveryUrl(tenant));
  const values = { tenant };
  if (!answer) return { kind: "red", reason: "unreachable", by: "operator", values };
  const found = readDiscovery(answer.text);
  if (found && OTHER_CLOUD.test(found.cloud)) {
    const { cloud } = found;
    return { kind: "note", reason: "other-cloud", values: { ...values, cloud } };
  }
  if (found) return { kind: "green", values };
  const code = entraCode(answer.text) ?? String(answer.status);
  return answer.status === 429 || answer.status >= 500
    ? { kind: "red", reason: "away", by: "microsoft", values: { ...values, code } }
    : { kind: "red", reason: "unknown-tenant", by: "operator", values: { ...values, code } };
}

/** What Entra says of a tenant; null when it says something else. */
export function readDiscovery(text: string): { authorize: string; cloud: string } | null {
  try {
    const found = document.parse(JSON.parse(text));
    return { authorize: found.authorization_endpoint, cloud: found.cloud_instance_name ?? "" };
  } catch {
    return null;
  }
}
