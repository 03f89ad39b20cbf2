import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort, isFree } from "./ports.mjs";
import { startService } from "./service.mjs";

/** The sandbox's main tenant (sandbox/people.ts). */
const TIDEWATER = "74696465-7761-4465-8272-000000000001";
/** Those that the sandbox knows when it is told nothing else (sandbox/options.ts). */
const CLIENT_ID = "5a1d8c0e-0000-4000-8000-75736865720a";
const CLIENT_SECRET = "sandbox-secret~+value";
/** The app role of its administrators (sandbox/people.ts). */
const ADMINISTRATOR_ROLE = "Usher.Administrator";
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Does this environment want the sandbox? Only with no Entra settings at all, and never under an
 * address that others can reach: the app names what is missing then.
 */
export function wantsSandbox(env) {
  const entra = [
    "ENTRA_TENANT_ID",
    "ENTRA_CLIENT_ID",
    "ENTRA_CLIENT_SECRET",
    "ENTRA_CLIENT_CERTIFICATE",
  ];
  if (entra.some((name) => env[name])) return false;
  const host = env.NEXTAUTH_URL ? URL.parse?.(env.NEXTAUTH_URL)?.hostname : "localhost";
  return host !== undefined && (LOOPBACK.includes(host) || host.endsWith(".localhost"));
}

/**
 * Starts the sandbox on the ports it had last time.
 * @returns `{ service, env, mailbox }`: `env` are the app's settings for it, known at once, so that
 * the app can start beside it; `service.firstLine()` resolves when it answers.
 */
export async function startSandbox({ env, dataDir, publicUrl }) {
  const ports = await choosePorts(dataDir);
  const service = startService("The sandbox", ["sandbox/main.ts"], {
    stdout: "pipe",
    env: {
      ...env,
      DATA_DIR: dataDir,
      SANDBOX_PORT: String(ports.http),
      SANDBOX_SMTP_PORT: String(ports.smtp),
      SANDBOX_IMAP_PORT: String(ports.imap),
      SANDBOX_APP_URL: publicUrl,
      SANDBOX_REDIRECT_URIS: ["entra", "attendee"]
        .map((provider) => `${publicUrl}/api/auth/callback/${provider}`)
        .join(","),
    },
  });
  const base = `http://127.0.0.1:${ports.http}`;
  const mailbox = `${base}/mailbox`;
  const settings = {
    ENTRA_AUTHORITY: `${base}/entra`,
    // With a list of whose people may organize, everybody's sign-in: Northmoor is the second tenant.
    ENTRA_TENANT_ID: env.ORGANIZER_TENANTS ? "organizations" : TIDEWATER,
    ENTRA_CLIENT_ID: CLIENT_ID,
    ENTRA_CLIENT_SECRET: CLIENT_SECRET,
    GRAPH_URL: `${base}/graph`,
    ADMINISTRATOR_ROLE: env.ADMINISTRATOR_ROLE || ADMINISTRATOR_ROLE,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    BOUNCE_IMAP_URL: `imap://${encodeURIComponent(returnAddress(env))}:sandbox@127.0.0.1:${ports.imap}/INBOX`,
    USHER_SANDBOX: mailbox,
  };
  return { service, mailbox, env: settings };
}

/** Where mails come back to (lib/env.ts has the same default). */
function returnAddress({ BOUNCE_ADDRESS, MAIL_FROM }) {
  const sender = MAIL_FROM || "usher@localhost";
  return BOUNCE_ADDRESS || (/<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim());
}

/** The ports of last time: addresses with them stand in the database. Others only if one is taken. */
async function choosePorts(dataDir) {
  const file = path.join(dataDir, "sandbox-ports.json");
  const kept = readPorts(file);
  const ports = { http: 0, smtp: 0, imap: 0 };
  for (const name of ["http", "smtp", "imap"]) {
    const usable = kept?.[name] && (await isFree(kept[name]));
    ports[name] = usable ? kept[name] : await freePort(Object.values(ports));
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(ports)}\n`);
  return ports;
}

function readPorts(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
