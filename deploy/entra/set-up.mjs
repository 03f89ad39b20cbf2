import { accessPolicyCommands } from "./access-policy.mjs";
import {
  createApp,
  ensureServicePrincipal,
  findApp,
  lookUp,
  readGraph,
  say,
  updateApp,
} from "./app-registration.mjs";
import { az } from "./azure.mjs";
import { ensureCertificate, readClientCertificate } from "./client-certificate.mjs";
import { ensureSecret } from "./client-secret.mjs";
import { consentLink, readConsent } from "./consent.mjs";
import { mergeEnv, readEnvFile, valueIn, writeEnvFile } from "./env-file.mjs";
import { HELP, readOptions } from "./options.mjs";
import { ATTENDEE_SCOPE, neededPermissions } from "./permissions.mjs";
import { Denied, Stop } from "./stop.mjs";

// Makes Usher's app registration, or brings it up to date; running it again is always safe. Output:
// the variables, less the secret, which goes into the file and nowhere else. Everything else is
// told on standard error. Node's own modules only, and nothing from lib/: it runs where Usher isn't
// installed.

const tell = (text) => console.error(text);
try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) console.log(HELP);
  else await setUp(options);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  tell(error.message);
  process.exitCode = 1;
}

async function setUp(options) {
  const cloud = await readCloud(options);
  const tenantId = await readTenant(options);
  const group = await readGroup(options);
  const envText = await readVariables(options.envFile);
  const pem = await readClientCertificate(options.certificate);
  const graph = await readGraph();

  const permissions = lookUp(neededPermissions(options), graph);
  const redirects = ["entra", "attendee"].map((id) => `${options.origin}/api/auth/callback/${id}`);
  const many = options.organizerTenants.length > 0;
  const audience = many ? "AzureADMultipleOrgs" : "AzureADMyOrg";
  const wanted = { name: options.name, audience, redirects, permissions };

  const app = await ensureApp(options, wanted, graph);
  const clientId = app.appId;
  const servicePrincipal = await ensureServicePrincipal(clientId);
  const { graphUrl, authority } = cloud;
  const consent = await seeConsent({ servicePrincipal, graph, permissions, graphUrl });
  const proof = pem
    ? { certificate: await ensureCertificate(app, pem) }
    : { secret: await ensureSecret(app, { another: options.newSecret, now: new Date() }) };

  const variables = {
    NEXTAUTH_URL: options.origin,
    ENTRA_TENANT_ID: many ? "organizations" : tenantId,
    ENTRA_CLIENT_ID: clientId,
    ...(many && { ORGANIZER_TENANTS: options.organizerTenants.join(",") }),
    // Null takes an older run's value out of the file.
    ENTRA_CALENDAR_SCOPE: options.calendar === "Calendars.ReadBasic" ? null : options.calendar,
    ENTRA_ATTENDEE_SCOPE: options.selfRegistration ? ATTENDEE_SCOPE : null,
    ENTRA_AUTHORITY: cloud.global ? null : authority,
    GRAPH_URL: cloud.global ? null : graphUrl,
    ENTRA_CLIENT_CERTIFICATE: options.certificate,
  };
  const proved = await keep(options.envFile, envText, variables, proof);

  const tenants = many ? options.organizerTenants : [tenantId];
  const links = tenants.map((tenant) =>
    consentLink({ authority, tenantId: tenant, clientId, redirect: redirects[0] }),
  );
  const { policy } = options;
  // A group is one tenant's; each of the others has its own.
  const policies = policy
    ? tenants.map((tenant) => {
        const isHere = tenant.toLowerCase() === tenantId.toLowerCase();
        const whose = isHere || policy === "everyone" ? policy : null;
        return accessPolicyCommands({ tenantId: tenant, clientId, policy: whose });
      })
    : [];
  for (const [name, value] of Object.entries(variables)) {
    if (value !== null) console.log(`${name}=${value}`);
  }
  if (!pem) {
    const where = proved ? `in ${options.envFile}` : "not in the file";
    console.log(`# ENTRA_CLIENT_SECRET: ${where}`);
  }
  tellWhatIsLeft({ options, ...proof, proved, consent, links, policies, group });
}

/** The cloud that az is set to, and its addresses. */
async function readCloud({ registrars }) {
  const { name, endpoints } = await az("cloud", "show");
  const global = name === "AzureCloud";
  const absent = registrars.filter((registrar) => registrar !== "direct");
  if (!global && absent.length > 0) {
    throw new Stop(
      `az is set to ${name}, where Microsoft has no API for ${absent.join(" and ")}: use --registrars direct.`,
    );
  }
  const bare = (url) => url.replace(/\/+$/, "");
  const authority = bare(endpoints.activeDirectory);
  return { global, authority, graphUrl: bare(endpoints.microsoftGraphResourceId) };
}

async function readTenant({ tenant }) {
  const { tenantId, user } = await az("account", "show");
  if (tenant !== null && tenant.toLowerCase() !== tenantId.toLowerCase()) {
    throw new Stop(
      `az is signed in to ${tenantId}. Run \`az login --allow-no-subscriptions --tenant ${tenant}\`.`,
    );
  }
  tell(`Tenant ${tenantId}, as ${user.name}.`);
  return tenantId;
}

/** Looked at before anything is made, so that a wrong id is seen now and not in PowerShell. */
async function readGroup({ policy }) {
  if (policy === null || policy === "everyone") return null;
  const { displayName } = await az("ad", "group", "show", "--group", policy);
  return displayName;
}

/** Read before anything is made: a secret that could not be written would be lost. */
async function readVariables(file) {
  try {
    return await readEnvFile(file);
  } catch (error) {
    throw new Stop(`${file} can't be written (${error.code}); --out names another.`);
  }
}

async function ensureApp(options, wanted, graph) {
  const found = await findApp({ ...options, redirects: wanted.redirects });
  if (found === null) {
    const made = await createApp(wanted);
    tell(`App registration ${options.name} made: ${made.appId}.`);
    return made;
  }
  const changes = await updateApp(found, wanted, graph);
  const news = changes.length > 0 ? "brought up to date" : "is as it should be";
  tell(`App registration ${found.displayName} (${found.appId}) ${news}.`);
  for (const change of changes) tell(`  ${change}`);
  const others = found.web.redirectUris.filter((uri) => !wanted.redirects.includes(uri));
  for (const uri of others) {
    tell(`  redirect address kept: ${uri} (remove it in Entra, under Authentication, if unused)`);
  }
  return found;
}

/** Writes the file; says whether it holds what proves to Entra who Usher is. */
async function keep(file, before, variables, { secret, certificate }) {
  if (certificate) {
    await writeEnvFile(file, mergeEnv(before, { ...variables, ENTRA_CLIENT_SECRET: null }));
    return true;
  }
  // An older file may be another app's: its secret would be wrong beside this id.
  const sameApp = valueIn(before, "ENTRA_CLIENT_ID") === variables.ENTRA_CLIENT_ID;
  const held = sameApp && valueIn(before, "ENTRA_CLIENT_SECRET") !== "";
  const changed = secret.value !== undefined || !held;
  const known = changed && { ENTRA_CLIENT_SECRET: secret.value ?? null };
  await writeEnvFile(file, mergeEnv(before, { ...variables, ...known }));
  return secret.value !== undefined || held;
}

/** Null when this account may not look. */
async function seeConsent(about) {
  try {
    return await readConsent(about);
  } catch (error) {
    if (error instanceof Denied) return null;
    throw error;
  }
}

function tellWhatIsLeft({ options, secret, certificate, proved, consent, links, policies, group }) {
  const steps = [];
  if (!proved) {
    steps.push([
      `There is a client secret until ${secret.until}, which Entra never shows again. Put it into ${options.envFile} as ENTRA_CLIENT_SECRET, or run this with --new-secret.`,
    ]);
  }
  const agreement = sayConsent(consent, links.length > 1);
  if (agreement) steps.push([agreement, ...links]);
  for (const commands of policies) {
    const whom = group ? `the group ${group}` : "everybody in the tenant";
    const who =
      policies.length > 1 ? "A Teams administrator of this tenant" : "A Teams administrator";
    const whose = commands.some((line) => line.includes("OBJECT ID")) ? "a group there" : whom;
    steps.push([
      `${who} lets Usher into the webinars of ${whose}, in PowerShell with the module MicrosoftTeams, unless that was done (it can't be seen from here); it takes up to 30 minutes to hold:`,
      ...commands,
    ]);
  }
  for (const { names, command } of consent?.excess ?? []) {
    steps.push([
      `Granted once and no longer asked for: ${names.join(", ")}. This takes it back, from whatever else uses it too:`,
      command,
    ]);
  }
  if (certificate) {
    const news = certificate.uploaded ? "uploaded" : "is there";
    tell(
      `Certificate ${news}, good until ${certificate.until}; its key is in ${options.certificate}.`,
    );
  }
  if (secret?.value !== undefined)
    tell(`Client secret made, for a year; it is in ${options.envFile}.`);
  tell(steps.length > 0 ? "\nLeft to do:" : "\nNothing is left to do in Entra.");
  for (const [step, ...lines] of steps) {
    tell(`- ${step}`);
    for (const line of lines) tell(`    ${line}`);
  }
}

/** Who has to agree to what; null when everybody who has to has. */
function sayConsent(consent, several) {
  const where = several ? " in each tenant" : "";
  if (consent === null) {
    return `This account may not see what was granted. An administrator${where} agrees for everybody here:`;
  }
  const { missing, open } = consent;
  if (missing.length > 0) {
    const graphRoles = missing.some(({ kind }) => kind === "Role");
    const who = graphRoles ? "Privileged Role Administrator" : "Cloud Application Administrator";
    return `An administrator (${who}, or Global Administrator)${where} has to agree to ${missing.map(say).join(", ")}:`;
  }
  if (open.length > 0) {
    return `An administrator may agree for everybody${where} to ${open.map(say).join(", ")}; else each person is asked at their sign-in, if the tenant lets them:`;
  }
  // Only the tenant that az is signed in to can be seen.
  return several ? "An administrator agrees in each of the other tenants:" : null;
}
