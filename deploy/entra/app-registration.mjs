import { az, azPatiently } from "./azure.mjs";
import { Stop } from "./stop.mjs";

/**
 * Microsoft Graph's own number, the same in every tenant. Looking it up by its name would find
 * whatever somebody in the tenant has called so.
 */
const GRAPH = "00000003-0000-0000-c000-000000000000";

/** What Graph offers in this tenant: `id` of its service principal, and its permissions both ways. */
export async function readGraph() {
  const { id, oauth2PermissionScopes, appRoles } = await az("ad", "sp", "show", "--id", GRAPH);
  const permissions = [
    ...oauth2PermissionScopes.map((scope) => ({
      kind: "Scope",
      id: scope.id,
      name: scope.value,
      admin: scope.type === "Admin",
    })),
    ...appRoles.map((role) => ({ kind: "Role", id: role.id, name: role.value, admin: true })),
  ];
  return { id, permissions };
}

/** The needed permissions as this tenant knows them. */
export function lookUp(needed, graph) {
  return needed.map(({ kind, name }) => {
    const found = graph.permissions.find((one) => one.kind === kind && one.name === name);
    if (!found) throw new Stop(`Microsoft Graph has no ${kind} ${name} in this tenant.`);
    return found;
  });
}

export function say({ kind, name }) {
  return `${name} (${kind === "Role" ? "application" : "delegated"})`;
}

/**
 * The app registration of this Usher, or null. One that merely has the same name may be anybody's,
 * so it has to send people back to Usher's address, or to be named by its id.
 */
export async function findApp({ appId, name, redirects }) {
  if (appId !== null) {
    const [app] = await az("ad", "app", "list", "--app-id", appId);
    if (!app) throw new Stop(`There is no app registration ${appId} in this tenant.`);
    return app;
  }
  const named = await az("ad", "app", "list", "--filter", `displayName eq '${name}'`);
  const ours = named.filter((app) => app.web.redirectUris.includes(redirects[0]));
  if (ours.length === 1) return ours[0];
  if (named.length === 0) return null;
  const ids = named.map((app) => app.appId).join(", ");
  throw new Stop(
    `There is an app registration named ${name} (${ids}), ${ours.length > 1 ? "more than once" : `without the redirect address ${redirects[0]}`}. If it is Usher's, name it with --app-id; else choose another --name.`,
  );
}

/** Makes the app registration. */
export function createApp({ name, audience, redirects, permissions }) {
  return az(
    ...["ad", "app", "create", "--display-name", name, "--sign-in-audience", audience],
    ...["--web-redirect-uris", ...redirects],
    ...["--required-resource-accesses", JSON.stringify(resourceAccess(permissions))],
  );
}

/**
 * Brings an app registration up to date and says what was changed, a sentence each. Its permissions
 * become exactly these; that takes nothing back which was granted. Addresses are only added: another
 * one may be in use.
 */
export async function updateApp(app, { audience, redirects, permissions }, graph) {
  const changes = [];
  const options = [];
  if (app.signInAudience !== audience) {
    changes.push(`accounts: ${audience} instead of ${app.signInAudience}`);
    options.push("--sign-in-audience", audience);
  }
  const has = app.web.redirectUris;
  const lacking = redirects.filter((redirect) => !has.includes(redirect));
  if (lacking.length > 0) {
    changes.push(...lacking.map((redirect) => `redirect address added: ${redirect}`));
    options.push("--web-redirect-uris", ...has, ...lacking);
  }
  const asked = askedFor(app, graph);
  const wanted = permissions.map(({ id }) => id);
  const more = permissions.filter(({ id }) => !asked.some((one) => one.id === id));
  const fewer = asked.filter(({ id }) => !wanted.includes(id));
  if (more.length > 0 || fewer.length > 0) {
    changes.push(...more.map((one) => `permission added: ${say(one)}`));
    changes.push(...fewer.map((one) => `permission removed: ${say(one)}`));
    const access = JSON.stringify(resourceAccess(permissions));
    options.push("--required-resource-accesses", access);
  }
  if (options.length > 0) await az("ad", "app", "update", "--id", app.id, ...options);
  return changes;
}

/** The app's service principal, to which everything that is granted hangs; made when missing. */
export async function ensureServicePrincipal(appId) {
  const [found] = await az("ad", "sp", "list", "--filter", `appId eq '${appId}'`);
  return found ?? azPatiently("ad", "sp", "create", "--id", appId);
}

/** What the app registration asks for now, of whatever API. */
function askedFor(app, graph) {
  return app.requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
    resourceAccess.map(({ id, type }) => {
      const known = resourceAppId === GRAPH && graph.permissions.find((one) => one.id === id);
      return known || { kind: type, id, name: `${resourceAppId}/${id}` };
    }),
  );
}

function resourceAccess(permissions) {
  const access = permissions.map(({ id, kind }) => ({ id, type: kind }));
  return [{ resourceAppId: GRAPH, resourceAccess: access }];
}
