import type { Context } from "../context.ts";
import { type Answer, type Call, redirectTo } from "../http.ts";
import { people, personalTenantId, type Tenant, tenants } from "../people.ts";
import { applicationRoles } from "./application-roles.ts";
import type { Authority } from "./authorities.ts";
import { withParameters } from "./authorize.ts";
import { addConsent } from "./consents.ts";
import { entraError } from "./errors.ts";
import { delegatedScopes } from "./scopes.ts";
import { approvalPage, problemPage } from "./sign-in-pages.ts";

/**
 * An administrator agrees for their whole directory. Nobody has to be one here: whoever opens the
 * page may be. The application gets all its roles there. Only those who couldn't agree alone are
 * agreed for, so that everybody else's consent page can be seen at any time.
 */
export function adminConsent(context: Context, authority: Authority, call: Call): Answer {
  const clientId = call.query.get("client_id");
  if (!clientId) return problemPage(context, entraError(900144, "Parameter: 'client_id'."));
  if (clientId !== context.clientId)
    return problemPage(context, entraError(700016, `Application '${clientId}'.`));
  // Without one, the first that was registered.
  const redirectUri = call.query.get("redirect_uri") ?? context.redirectUris[0] ?? "";
  if (!context.redirectUris.includes(redirectUri))
    return problemPage(context, entraError(50011, `Redirect URI '${redirectUri}'.`));

  const state = call.query.get("state");
  const directories = authority.tenant ? [authority.tenant] : tenants.filter(isOrganization);
  const form = new URLSearchParams(call.method === "POST" ? call.body : "");
  if (form.has("cancel")) {
    const error = {
      error: "permission_denied",
      error_description: "The admin canceled the request.",
    };
    return redirectTo(withParameters(redirectUri, { ...error, state }));
  }
  const tenant = directories.find(({ id }) => id === form.get("tenant"));
  if (tenant === undefined)
    return approvalPage(context, { call, directories, scopes: delegatedScopes });
  for (const person of people) {
    if (person.tid === tenant.id && person.needsAdminConsent)
      addConsent(context, person.oid, delegatedScopes);
  }
  context.state.applicationRoles[tenant.id] = [...applicationRoles];
  context.changed();
  const approved = { admin_consent: "True", tenant: tenant.id, state };
  return redirectTo(withParameters(redirectUri, approved));
}

function isOrganization({ id }: Tenant): boolean {
  return id !== personalTenantId;
}
