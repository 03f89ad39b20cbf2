import { az, azPatiently } from "./azure.mjs";

/**
 * What an administrator has granted the app for the whole tenant, against what it needs:
 * `missing` can't be granted by anybody else, `open` may be granted by each person for themselves
 * where the tenant lets them, `excess` is granted and no longer asked for, with the command that
 * takes it back.
 */
export async function readConsent({ servicePrincipal, graph, permissions, graphUrl }) {
  // No command of az lists an app's own roles.
  const roles = `${graphUrl}/v1.0/servicePrincipals/${servicePrincipal.id}/appRoleAssignments`;
  const [grants, assigned] = await Promise.all([
    az(
      "ad",
      "app",
      "permission",
      "list-grants",
      "--filter",
      `clientId eq '${servicePrincipal.id}'`,
    ),
    azPatiently("rest", "--method", "get", "--url", roles),
  ]);
  const ofGraph = ({ resourceId }) => resourceId === graph.id;
  const forAll = grants.filter((grant) => ofGraph(grant) && grant.consentType === "AllPrincipals");
  const assignments = assigned.value.filter(ofGraph);
  const scopes = forAll.flatMap(({ scope }) => words(scope));
  const granted = ({ kind, id, name }) =>
    kind === "Scope" ? scopes.includes(name) : assignments.some((one) => one.appRoleId === id);
  const lacking = permissions.filter((one) => !granted(one));
  return {
    missing: lacking.filter(({ admin }) => admin),
    open: lacking.filter(({ admin }) => !admin),
    excess: [
      ...forAll.flatMap((grant) => excessScopes(grant, permissions, graphUrl)),
      ...assignments.flatMap((one) => excessRole(one, { permissions, graph, roles })),
    ],
  };
}

function excessScopes({ id, scope }, permissions, graphUrl) {
  const held = words(scope);
  const kept = held.filter((name) => permissions.some((one) => isScope(one) && one.name === name));
  if (kept.length === held.length) return [];
  const url = `'${graphUrl}/v1.0/oauth2PermissionGrants/${id}'`;
  const body = JSON.stringify({ scope: kept.join(" ") });
  return [
    {
      names: held.filter((name) => !kept.includes(name)).map((name) => `${name} (delegated)`),
      command:
        kept.length > 0
          ? `az rest --method patch --url ${url} --body '${body}'`
          : `az rest --method delete --url ${url}`,
    },
  ];
}

function excessRole({ id, appRoleId }, { permissions, graph, roles }) {
  if (permissions.some((one) => one.kind === "Role" && one.id === appRoleId)) return [];
  const known = graph.permissions.find((one) => one.kind === "Role" && one.id === appRoleId);
  return [
    {
      names: [`${known?.name ?? appRoleId} (application)`],
      command: `az rest --method delete --url '${roles}/${id}'`,
    },
  ];
}

const isScope = ({ kind }) => kind === "Scope";
const words = (text) => text.split(/\s+/).filter((word) => word !== "");

/** Where an administrator agrees for their whole tenant to what the app registration asks for. */
export function consentLink({ authority, tenantId, clientId, redirect }) {
  const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirect });
  return `${authority}/${tenantId}/adminconsent?${query}`;
}
