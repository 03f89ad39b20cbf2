/**
 * The Teams application access policy has no other way in than PowerShell's MicrosoftTeams module,
 * and a Teams administrator signs in there: so these are lines to paste, not something to run. The
 * policy is this app's own, named after it, so that nobody else's is changed and a second run
 * changes nothing. `policy` null: a group of that tenant's, which can't be seen from here.
 */
export function accessPolicyCommands({ tenantId, clientId, policy }) {
  const name = `Usher-${clientId}`;
  const group = policy ?? "OBJECT ID OF A GROUP THERE";
  const whom = policy === "everyone" ? "-Global" : `-Group '${group}' -Rank 1`;
  return [
    `Connect-MicrosoftTeams -TenantId '${tenantId}'`,
    `if (-not (Get-CsApplicationAccessPolicy | Where-Object Identity -like '*${name}')) { New-CsApplicationAccessPolicy -Identity '${name}' -AppIds '${clientId}' -Description 'Usher enrols people in webinars' }`,
    `Grant-CsApplicationAccessPolicy -PolicyName '${name}' ${whom}`,
  ];
}
