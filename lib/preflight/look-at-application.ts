import { adminConsentUrl } from "@/lib/graph/admin-consent";
import { freshApplicationToken } from "@/lib/graph/application-token";
import { TokenFault } from "@/lib/graph/token-fault";
import type { Finding } from "./check";

/** What Usher does as the application, all of it for webinars (docs/entra.md). */
const ROLES = ["VirtualEvent.Read.All", "VirtualEventRegistration-Anon.ReadWrite.All"];

/**
 * May Usher, in this tenant, do by itself what webinars need? A token is asked for anew, since one
 * from before doesn't know what an administrator agreed to a moment ago, and its roles are read.
 */
export async function lookAtApplication(tenant: string): Promise<Finding> {
  try {
    const answer = await freshApplicationToken(tenant);
    const page = adminConsentUrl(tenant);
    switch (answer.kind) {
      case "operator":
        return { kind: "red", reason: "operator", by: "operator", values: { code: answer.code } };
      case "kept-out": {
        const values = { tenant, code: answer.code };
        return { kind: "red", reason: "app-kept-out", by: "administrator", values };
      }
      case "no-consent": {
        const values = { tenant, roles: ROLES.join(", "), page };
        return { kind: "red", reason: "app-consent", by: "administrator", values };
      }
      case "token": {
        const { roles } = answer;
        if (roles === null) return { kind: "note", reason: "app-untold", values: { tenant, page } };
        const missing = ROLES.filter((role) => !roles.includes(role));
        if (missing.length === 0) return { kind: "green", values: { tenant } };
        const values = { tenant, roles: missing.join(", "), page };
        return { kind: "red", reason: "app-consent", by: "administrator", values };
      }
    }
  } catch (error) {
    if (error instanceof TokenFault) return { kind: "red", reason: "away", by: "microsoft" };
    throw error;
  }
}
