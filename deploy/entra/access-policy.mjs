/**
 * The Teams application access policy has no other way in than PowerShell's MicrosoftTeams module,
 * and a Teams administrator signs in there: so these are lines to paste, not something to run. The
 * policy is this app's own, named after it, so that nobody else's is changed and a second run
 * changes nothing.
 */
export function accessPolicyCommands({ tenantId, clientId, policy }) {
  const name = `Usher-${clientId}`;
  const whom = policy === "everyone" ? "-Global" : `-Group '${policy}' -Rank 1`;
  return [
    `Connect-MicrosoftTeams -TenantId '${tenantId}'`,
    `if (-not (Get-CsApplicationAccessPolicy | Where-Object Identity -like '*${name}')) { New-CsApplicationAccessPolicy -Identity '${name}' -AppIds '${clientId}' -Description 'Usher enrols people in webinars' }`,
    `Grant-CsApplicationAccessPolicy -PolicyName '${name}' ${whom}`,
  ];
}
